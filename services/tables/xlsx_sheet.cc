#include "services/tables/xlsx_sheet.h"

#include <charconv>
#include <optional>

namespace touchstone::tables {
namespace {

constexpr std::size_t kMostMerged = 100'000;

std::optional<std::size_t> Count(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

// Takes the letters of "AB12" away; nullopt when there are none, or more than three.
std::optional<std::size_t> TakeColumn(std::string_view& reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z') {
    column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A') + 1;
    if (letters > 3) return std::nullopt;
  }
  if (letters == 0) return std::nullopt;
  reference.remove_prefix(letters);
  return column - 1;
}

void AppendUtf8(std::uint32_t unit, std::string& text) {
  if (unit < 0x80) {
    text += static_cast<char>(unit);
  } else if (unit < 0x800) {
    text += static_cast<char>(0xC0 | (unit >> 6));
    text += static_cast<char>(0x80 | (unit & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | (unit >> 12));
    text += static_cast<char>(0x80 | ((unit >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (unit & 0x3F));
  }
}

// Characters that XML cannot hold are written _xHHHH_ (ECMA-376 part 1, 22.9.2.19).
std::string Unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t unit = 0;
    const std::string_view part = text.substr(at, 7);
    const char* digits = part.data() + 2;
    if (part.size() == 7 && part.starts_with("_x") && part[6] == '_' &&
        std::from_chars(digits, digits + 4, unit, 16).ptr == digits + 4 &&
        (unit < 0xD800 || unit > 0xDFFF)) {
      AppendUtf8(unit, plain);
      at += 7;
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

}  // namespace

std::string Attribute(const XmlAttributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

std::string_view SharedTexts::At(std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(text_).substr(begin, ends_[index] - begin);
}

void SharedTexts::Add(std::string_view text) {
  text_ += text;
  ends_.push_back(static_cast<std::uint32_t>(text_.size()));
}

absl::Status SharedTextsHandler::Start(std::string_view name, const XmlAttributes&) {
  if (name == "si") text_.clear();
  if (name == "rPh") phonetic_ = true;
  in_text_ = name == "t" && !phonetic_;
  return absl::OkStatus();
}

absl::Status SharedTextsHandler::End(std::string_view name) {
  if (name == "si") texts_.Add(Unescaped(text_));
  if (name == "rPh") phonetic_ = false;
  in_text_ = false;
  if (texts_.bytes() <= limits_.shared_text_bytes && texts_.size() <= limits_.cells) {
    return absl::OkStatus();
  }
  return TooLarge(place_, "文字过多", "too much text");
}

absl::Status SharedTextsHandler::Text(std::string_view text) {
  if (in_text_) text_ += text;
  if (text_.size() <= limits_.cell_bytes * 4) return absl::OkStatus();
  return TooLarge(place_, "单元格内容过长", "a cell is too long");
}

absl::Status SheetHandler::Start(std::string_view name, const XmlAttributes& attributes) {
  if (name == "row") return StartRow(attributes);
  if (name == "c") return StartCell(attributes);
  if (name == "mergeCell") return Merge(attributes);
  if (name == "f") cell_.formula = true;
  if (name == "rPh") phonetic_ = true;
  taking_text_ = name == "v" || (name == "t" && !phonetic_);
  return absl::OkStatus();
}

absl::Status SheetHandler::End(std::string_view name) {
  taking_text_ = false;
  if (name == "rPh") phonetic_ = false;
  if (name == "c") return EndCell();
  if (name == "row" && in_row_) {
    rows_.push_back(std::move(row_));
    in_row_ = false;
  }
  return absl::OkStatus();
}

absl::Status SheetHandler::Text(std::string_view text) {
  if (taking_text_) value_ += text;
  return value_.size() <= limits_.cell_bytes * 4 ? absl::OkStatus() : TooLong();
}

absl::Status SheetHandler::StartRow(const XmlAttributes& attributes) {
  const std::string written = Attribute(attributes, "r");
  const std::size_t next = static_cast<std::size_t>(row_.number) + 1;
  const std::size_t number = written.empty() ? next : Count(written).value_or(0);
  if (number > limits_.rows || ++count_ > limits_.rows)
    return TooLarge(PlaceOf(place_, 0, written), "行数过多", "too many rows");
  if (number < next || in_row_) return Damaged(written);
  row_ = {static_cast<int>(number), {}};
  in_row_ = true;
  return absl::OkStatus();
}

absl::Status SheetHandler::StartCell(const XmlAttributes& attributes) {
  if (!in_row_) return Damaged("");
  reference_ = Attribute(attributes, "r");
  type_ = Attribute(attributes, "t");
  value_.clear();
  cell_ = Cell();
  column_ = row_.cells.size();
  if (reference_.empty()) return absl::OkStatus();
  std::string_view rest = reference_;
  const std::optional<std::size_t> column = TakeColumn(rest);
  if (!column || *column < column_) return Damaged(reference_);
  column_ = *column;
  return absl::OkStatus();
}

absl::Status SheetHandler::TakeValue() {
  if (type_ == "s") {
    const std::optional<std::size_t> index = Count(value_);
    if (!index || *index >= texts_.size()) return Damaged(reference_);
    cell_.text = texts_.At(*index);
    cell_.kind = Cell::Kind::kText;
  } else if (type_ == "b") {
    cell_.text = value_ == "1" ? "TRUE" : "FALSE";
    cell_.kind = Cell::Kind::kBoolean;
  } else if (type_ == "inlineStr" || type_ == "str" || type_ == "d") {
    cell_.text = Unescaped(value_);
    cell_.kind = Cell::Kind::kText;
  } else {
    cell_.text = value_;
    cell_.kind = type_ == "e" ? Cell::Kind::kError : Cell::Kind::kNumber;
  }
  if (cell_.text.empty()) cell_.kind = Cell::Kind::kEmpty;
  return absl::OkStatus();
}

absl::Status SheetHandler::EndCell() {
  if (!in_row_) return Damaged("");
  if (absl::Status taken = TakeValue(); !taken.ok()) return taken;
  if (cell_.kind == Cell::Kind::kEmpty && !cell_.formula) return absl::OkStatus();
  if (column_ >= limits_.columns)
    return TooLarge(place_ + ":" + reference_, "列数过多", "too many columns");
  cells_ += column_ + 1 - row_.cells.size();
  if (cells_ > limits_.cells)
    return TooLarge(place_ + ":" + reference_, "单元格过多", "too many cells");
  row_.cells.resize(column_ + 1);
  row_.cells[column_] = std::move(cell_);
  return absl::OkStatus();
}

absl::Status SheetHandler::Merge(const XmlAttributes& attributes) {
  const std::string reference = Attribute(attributes, "ref");
  std::string_view rest = reference;
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos) return absl::OkStatus();  // one cell
  std::string_view from = rest.substr(0, colon);
  std::string_view to = rest.substr(colon + 1);
  const auto first_column = TakeColumn(from);
  const auto last_column = TakeColumn(to);
  const auto first_row = Count(from);
  const auto last_row = Count(to);
  constexpr std::size_t kMostRows = 1u << 20;
  if (!first_column || !last_column || !first_row || !last_row || *first_row > kMostRows ||
      *last_row > kMostRows) {
    return Damaged(reference);
  }
  if (merged_.size() >= kMostMerged)
    return TooLarge(place_ + ":" + reference, "合并单元格过多", "too many merged cells");
  merged_.push_back(
      {static_cast<int>(*first_row), *first_column, static_cast<int>(*last_row), *last_column});
  return absl::OkStatus();
}

absl::Status SheetHandler::Damaged(const std::string& where) const {
  return TableError(place_ + ":" + where, "工作表已损坏", "the sheet is damaged");
}

absl::Status SheetHandler::TooLong() const {
  return TooLarge(place_ + ":" + reference_, "单元格内容过长", "the cell is too long");
}

}  // namespace touchstone::tables
