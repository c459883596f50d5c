#include "clients/tables/xlsx.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include "clients/tables/xml_reader.h"
#include "clients/tables/zip_file.h"

namespace touchstone::tables {
namespace {

std::string Attribute(const XmlAttributes& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? "" : found->second;
}

std::optional<std::size_t> Count(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
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

// _rels/*.rels: target and type by id.
class RelationsHandler : public XmlHandler {
 public:
  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship") return absl::OkStatus();
    const std::string type = Attribute(attributes, "Type");
    const std::string target = Attribute(attributes, "Target");
    by_id[Attribute(attributes, "Id")] = target;
    by_type[type.substr(type.rfind('/') + 1)] = target;
    return absl::OkStatus();
  }
  absl::Status End(std::string_view) override { return absl::OkStatus(); }
  void Text(std::string_view) override {}

  std::map<std::string, std::string> by_id;
  std::map<std::string, std::string> by_type;
};

// workbook.xml: names of the sheets and their relation ids.
class WorkbookHandler : public XmlHandler {
 public:
  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheet")
      sheets.emplace_back(Attribute(attributes, "name"), Attribute(attributes, "id"));
    return absl::OkStatus();
  }
  absl::Status End(std::string_view) override { return absl::OkStatus(); }
  void Text(std::string_view) override {}

  std::vector<std::pair<std::string, std::string>> sheets;
};

// sharedStrings.xml: <si> holds <t> or several <r><t>; <rPh> holds readings, which are no text.
class StringsHandler : public XmlHandler {
 public:
  absl::Status Start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") text_.clear();
    if (name == "rPh") phonetic_ = true;
    in_text_ = name == "t" && !phonetic_;
    return absl::OkStatus();
  }
  absl::Status End(std::string_view name) override {
    if (name == "si") strings.push_back(Unescaped(text_));
    if (name == "rPh") phonetic_ = false;
    in_text_ = false;
    return absl::OkStatus();
  }
  void Text(std::string_view text) override {
    if (in_text_) text_ += text;
  }

  std::vector<std::string> strings;

 private:
  std::string text_;
  bool in_text_ = false;
  bool phonetic_ = false;
};

// worksheets/sheetN.xml.
class SheetHandler : public XmlHandler {
 public:
  SheetHandler(const std::vector<std::string>& strings, std::string place, const Limits& limits,
               Sheet& sheet)
      : strings_(strings), place_(std::move(place)), limits_(limits), sheet_(sheet) {}

  absl::Status Start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row") return StartRow(attributes);
    if (name == "c") return StartCell(attributes);
    if (name == "f") cell_.formula = true;
    if (name == "rPh") phonetic_ = true;
    taking_text_ = name == "v" || (name == "t" && !phonetic_);
    return absl::OkStatus();
  }

  absl::Status End(std::string_view name) override {
    taking_text_ = false;
    if (name == "rPh") phonetic_ = false;
    return name == "c" ? EndCell() : absl::OkStatus();
  }

  void Text(std::string_view text) override {
    if (taking_text_) value_ += text;
  }

 private:
  absl::Status StartRow(const XmlAttributes& attributes) {
    const std::string written = Attribute(attributes, "r");
    const std::size_t next = sheet_.rows.empty() ? 1 : Last().number + 1u;
    const std::size_t number = written.empty() ? next : Count(written).value_or(0);
    if (number > limits_.rows || sheet_.rows.size() >= limits_.rows)
      return TooLarge(PlaceOf(place_, 0, written), "行数过多", "too many rows");
    if (number < next) return Damaged(written);
    sheet_.rows.push_back({static_cast<int>(number), {}});
    return absl::OkStatus();
  }

  absl::Status StartCell(const XmlAttributes& attributes) {
    if (sheet_.rows.empty()) return Damaged("");
    reference_ = Attribute(attributes, "r");
    type_ = Attribute(attributes, "t");
    value_.clear();
    cell_ = Cell();
    column_ = Last().cells.size();
    if (reference_.empty()) return absl::OkStatus();
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference_.size() && letters < 4 && reference_[letters] >= 'A' &&
           reference_[letters] <= 'Z')
      column = column * 26 + static_cast<std::size_t>(reference_[letters++] - 'A') + 1;
    if (letters == 0 || column <= column_) return Damaged(reference_);
    column_ = column - 1;
    return absl::OkStatus();
  }

  absl::Status EndCell() {
    if (value_.size() > limits_.cell_bytes * 4)
      return TooLarge(place_ + ":" + reference_, "单元格内容过长", "the cell is too long");
    if (type_ == "s") {
      const std::optional<std::size_t> index = Count(value_);
      if (!index || *index >= strings_.size()) return Damaged(reference_);
      cell_.text = strings_[*index];
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
    if (cell_.kind == Cell::Kind::kEmpty && !cell_.formula) return absl::OkStatus();
    if (column_ >= limits_.columns)
      return TooLarge(place_ + ":" + reference_, "列数过多", "too many columns");
    cells_ += column_ + 1 - Last().cells.size();
    if (cells_ > limits_.cells)
      return TooLarge(place_ + ":" + reference_, "单元格过多", "too many cells");
    Last().cells.resize(column_ + 1);
    Last().cells[column_] = std::move(cell_);
    return absl::OkStatus();
  }

  Row& Last() { return sheet_.rows.back(); }
  absl::Status Damaged(const std::string& where) const {
    return TableError(place_ + ":" + where, "工作表已损坏", "the sheet is damaged");
  }

  const std::vector<std::string>& strings_;
  const std::string place_;
  const Limits& limits_;
  Sheet& sheet_;
  Cell cell_;
  std::size_t column_ = 0;
  std::size_t cells_ = 0;
  std::string reference_;
  std::string type_;
  std::string value_;
  bool taking_text_ = false;
  bool phonetic_ = false;
};

// A target is relative to its part's folder unless it starts with a slash.
std::string Resolve(const std::string& folder, const std::string& target) {
  return target.starts_with("/") ? target.substr(1) : folder + target;
}

absl::Status ReadPart(ZipFile& zip, std::string_view file, const std::string& entry,
                      XmlHandler& handler) {
  absl::StatusOr<std::string> content = zip.Read(entry);
  if (!content.ok()) return content.status();
  return ReadXml(*content, std::string(file) + "!" + entry, handler);
}

}  // namespace

absl::StatusOr<Workbook> ParseXlsx(std::string_view bytes, std::string_view file,
                                   const Limits& limits) {
  absl::StatusOr<std::unique_ptr<ZipFile>> zip = ZipFile::Open(bytes, file, limits);
  if (!zip.ok()) return zip.status();
  RelationsHandler package;
  absl::Status status = ReadPart(**zip, file, "_rels/.rels", package);
  if (!status.ok()) return status;
  const std::string main = Resolve("", package.by_type["officeDocument"]);
  const std::size_t slash = main.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : main.substr(0, slash + 1);
  WorkbookHandler workbook;
  if (status = ReadPart(**zip, file, main, workbook); !status.ok()) return status;
  RelationsHandler relations;
  const std::string relations_entry = folder + "_rels/" + main.substr(folder.size()) + ".rels";
  if (status = ReadPart(**zip, file, relations_entry, relations); !status.ok()) return status;
  StringsHandler strings;
  if (const auto shared = relations.by_type.find("sharedStrings");
      shared != relations.by_type.end()) {
    status = ReadPart(**zip, file, Resolve(folder, shared->second), strings);
    if (!status.ok()) return status;
  }
  Workbook result;
  for (const auto& [name, id] : workbook.sheets) {
    const std::string entry = Resolve(folder, relations.by_id[id]);
    if (entry.find("worksheets/") == std::string::npos) continue;  // a sheet that is a chart
    result.sheets.push_back({name, {}});
    SheetHandler sheet(strings.strings, std::string(file) + "!" + name, limits,
                       result.sheets.back());
    if (status = ReadPart(**zip, file, entry, sheet); !status.ok()) return status;
  }
  if (result.sheets.empty()) return TableError(std::string(file), "没有工作表", "it has no sheet");
  return result;
}

}  // namespace touchstone::tables
