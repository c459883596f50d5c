#include "services/tables/csv.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace touchstone::tables {
namespace {

bool IsUtf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<std::uint8_t>(text[i]);
    const int more = first < 0x80                    ? 0
                     : first >= 0xC2 && first < 0xE0 ? 1
                     : first >= 0xE0 && first < 0xF0 ? 2
                     : first >= 0xF0 && first < 0xF5 ? 3
                                                     : -1;
    if (more < 0 || i + static_cast<std::size_t>(more) >= text.size()) return false;
    for (int k = 1; k <= more; ++k) {
      const auto next = static_cast<std::uint8_t>(text[i + static_cast<std::size_t>(k)]);
      if ((next & 0xC0) != 0x80) return false;
      const bool overlong_or_surrogate =
          k == 1 && ((first == 0xE0 && next < 0xA0) || (first == 0xED && next >= 0xA0) ||
                     (first == 0xF0 && next < 0x90) || (first == 0xF4 && next >= 0x90));
      if (overlong_or_surrogate) return false;
    }
    i += static_cast<std::size_t>(more) + 1;
  }
  return true;
}

absl::StatusOr<std::string> Decode(std::string_view bytes, const char* encoding,
                                   std::string_view file) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  const auto failed = [&](std::size_t offset) {
    return TableError(
        PlaceOf(file, 0),
        "第 " + std::to_string(offset) + " 字节无法识别编码（支持 UTF-8、UTF-16、GBK）",
        "byte " + std::to_string(offset) + " is neither UTF-8, UTF-16 nor GBK");
  };
  if (converter == reinterpret_cast<iconv_t>(-1)) return failed(0);
  std::string decoded;
  decoded.reserve(bytes.size() + bytes.size() / 2);
  std::string piece(1u << 16, '\0');
  char* in = const_cast<char*>(bytes.data());
  std::size_t in_left = bytes.size();
  bool sound = true;
  while (sound && in_left > 0) {
    char* out = piece.data();
    std::size_t out_left = piece.size();
    const std::size_t result = iconv(converter, &in, &in_left, &out, &out_left);
    sound = result != static_cast<std::size_t>(-1) || errno == E2BIG;
    decoded.append(piece, 0, piece.size() - out_left);
  }
  iconv_close(converter);
  if (!sound) return failed(bytes.size() - in_left);
  return decoded;
}

// UTF-16 without a mark shows in ASCII separators: every second byte is zero.
const char* Utf16WithoutMark(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0';
  if (zeros[0] + zeros[1] < head.size() / 8 || zeros[0] + zeros[1] == 0) return nullptr;
  return zeros[1] >= zeros[0] ? "UTF-16LE" : "UTF-16BE";
}

char SeparatorOf(std::string_view text) {
  std::size_t counts[3] = {0, 0, 0};
  constexpr std::string_view kSeparators = ",;\t";
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    const std::size_t which = kSeparators.find(c);
    if (which != std::string_view::npos) ++counts[which];
  }
  return kSeparators[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

// Reads one record after the other.
class CsvReader : public RowReader {
 public:
  CsvReader(std::string text, std::string file, const Limits& limits)
      : text_(std::move(text)),
        file_(std::move(file)),
        limits_(limits),
        separator_(SeparatorOf(text_)) {}

  absl::StatusOr<bool> Next(Row& row) override {
    if (at_ >= text_.size()) return false;
    row.cells.clear();
    row.number = ++rows_;
    if (static_cast<std::size_t>(rows_) > limits_.rows)
      return TooLarge(PlaceOf(file_, rows_), "行数过多", "too many rows");
    if (absl::Status status = ReadRecord(row); !status.ok()) return status;
    return true;
  }

 private:
  absl::Status ReadRecord(Row& row) {
    while (true) {
      const std::string place = PlaceOf(file_, row.number, ColumnName(row.cells.size()));
      if (row.cells.size() >= limits_.columns)
        return TooLarge(place, "列数过多", "too many columns");
      if (++cells_ > limits_.cells) return TooLarge(place, "单元格过多", "too many cells");
      Cell cell;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (absl::Status status = ReadQuoted(cell.text, place); !status.ok()) return status;
      } else {
        const std::size_t end = std::min(text_.find_first_of(Stops(), at_), text_.size());
        cell.text = text_.substr(at_, end - at_);
        at_ = end;
      }
      if (cell.text.size() > limits_.cell_bytes)
        return TooLarge(place, "单元格内容过长", "the cell is too long");
      cell.kind = cell.text.empty() ? Cell::Kind::kEmpty : Cell::Kind::kText;
      row.cells.push_back(std::move(cell));
      if (at_ >= text_.size()) return absl::OkStatus();
      const char stop = text_[at_++];
      if (stop == separator_) continue;
      if (stop == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return absl::OkStatus();
    }
  }

  absl::Status ReadQuoted(std::string& field, const std::string& place) {
    ++at_;
    while (true) {
      const std::size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos)
        return TableError(place, "引号没有结束", "the quotation mark is never closed");
      field.append(text_, at_, quote - at_);
      at_ = quote + 1;
      if (at_ < text_.size() && text_[at_] == '"') {
        field += '"';
        ++at_;
        continue;
      }
      if (at_ < text_.size() && Stops().find(text_[at_]) == std::string::npos)
        return TableError(place, "结束引号后面还有文字", "text behind the closing quotation mark");
      return absl::OkStatus();
    }
  }

  std::string Stops() const { return {separator_, '\r', '\n'}; }

  const std::string text_;
  const std::string file_;
  const Limits limits_;
  const char separator_;
  std::size_t at_ = 0;
  std::size_t cells_ = 0;
  int rows_ = 0;
};

bool IsPlainNumber(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

absl::StatusOr<std::string> DecodeText(std::string_view bytes, std::string_view file) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with("\xFF\xFE")) return Decode(bytes.substr(2), "UTF-16LE", file);
  if (bytes.starts_with("\xFE\xFF")) return Decode(bytes.substr(2), "UTF-16BE", file);
  if (const char* encoding = Utf16WithoutMark(bytes)) return Decode(bytes, encoding, file);
  if (IsUtf8(bytes)) return std::string(bytes);
  return Decode(bytes, "GB18030", file);
}

absl::StatusOr<std::unique_ptr<RowReader>> OpenCsv(std::string bytes, std::string file,
                                                   const Limits& limits) {
  if (bytes.size() > limits.file_bytes) return TooLarge(file, "文件过大", "the file is too large");
  absl::StatusOr<std::string> text = DecodeText(bytes, file);
  if (!text.ok()) return text.status();
  if (text->find('\0') != std::string::npos)
    return TableError(std::move(file), "不是文本文件", "not a text file");
  return std::make_unique<CsvReader>(*std::move(text), std::move(file), limits);
}

absl::StatusOr<Workbook> ParseCsv(std::string_view bytes, std::string_view file,
                                  const Limits& limits) {
  auto reader = OpenCsv(std::string(bytes), std::string(file), limits);
  if (!reader.ok()) return reader.status();
  Workbook workbook;
  workbook.sheets.emplace_back();
  Row row;
  for (;;) {
    const absl::StatusOr<bool> more = (*reader)->Next(row);
    if (!more.ok()) return more.status();
    if (!*more) return workbook;
    workbook.sheets.back().rows.push_back(std::move(row));
  }
}

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string field = fields[i];
    const bool formula =
        !field.empty() && std::string_view("=+-@\t\r").find(field[0]) != std::string_view::npos;
    if (formula && !IsPlainNumber(field)) field.insert(field.begin(), '\'');
    if (field.find_first_of(",;\t\r\n\"") != std::string::npos) {
      for (std::size_t at = 0; (at = field.find('"', at)) != std::string::npos; at += 2)
        field.insert(at, 1, '"');
      field = '"' + field + '"';
    }
    line += (i > 0 ? "," : "") + field;
  }
  return line + "\r\n";
}

}  // namespace touchstone::tables
