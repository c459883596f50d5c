#include "services/training/imports/import_cells_convert.h"

#include <charconv>
#include <vector>

#include "services/common/number.h"
#include "services/judging/cis_convert.h"

namespace touchstone::training {
namespace {

using Kind = ImportColumn::Kind;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using tables::Cell;

std::string Trimmed(std::string_view text) {
  // Also the ideographic space U+3000, which people type.
  constexpr std::string_view kWide = "\xE3\x80\x80";
  for (bool changed = true; changed;) {
    changed = false;
    const auto cut = [&](bool front, std::size_t size) {
      front ? text.remove_prefix(size) : text.remove_suffix(size);
      changed = true;
    };
    constexpr std::string_view kSpace = " \t\r\n";
    if (!text.empty() && kSpace.find(text.front()) != std::string_view::npos) cut(true, 1);
    if (!text.empty() && kSpace.find(text.back()) != std::string_view::npos) cut(false, 1);
    if (text.starts_with(kWide)) cut(true, kWide.size());
    if (text.ends_with(kWide)) cut(false, kWide.size());
  }
  return std::string(text);
}

// The text of a cell. An apostrophe before what a spreadsheet would take for a formula was put
// there by an export and says only that it is none.
std::string TextOf(const Cell& cell) {
  std::string text = Trimmed(cell.text);
  const bool marked = text.size() > 1 && text[0] == '\'' &&
                      std::string_view("=+-@").find(text[1]) != std::string_view::npos;
  if (marked) text.erase(text.begin());
  return text;
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::optional<int> Whole(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return value;
}

CellValue Wrong(std::string zh, std::string en) {
  return {"", BothTexts{std::move(zh), std::move(en)}};
}

CellValue DateValue(const Cell& cell, const std::string& text, bool from_1904) {
  std::optional<CivilDate> date;
  if (cell.kind == Cell::Kind::kNumber && text.size() < 8) {
    date = DateOfSerial(text, from_1904);
    if (!date) date = DateOfText(text);
  } else {
    date = DateOfText(text);
  }
  if (date) return {date->ToString(), std::nullopt};
  return Wrong("不是日历上的日期: " + text, "is no day of the calendar: " + text);
}

CellValue NumberValue(const std::string& text) {
  const auto number = judging::NumberFromSpreadsheet(text);
  if (number && *number >= Number(0)) return {number->ToString(), std::nullopt};
  return Wrong("不是数字: " + text, "is no number: " + text);
}

CellValue YesValue(const std::string& text) {
  const std::string word = Lower(text);
  for (const char* yes : {"合格", "是", "通过", "yes", "y", "true", "1", "passed"}) {
    if (word == yes) return {"true", std::nullopt};
  }
  for (const char* no : {"不合格", "否", "未通过", "no", "n", "false", "0", "failed"}) {
    if (word == no) return {"false", std::nullopt};
  }
  return Wrong("应为“合格”或“不合格”: " + text, "must be yes or no: " + text);
}

CellValue WordValue(const ImportColumn& column, const std::string& text) {
  const std::string wanted = Lower(text);
  std::string words_zh;
  std::string words_en;
  for (const ImportWord& word : column.words) {
    if (text == word.zh || wanted == word.en) return {std::string(word.en), std::nullopt};
    words_zh += (words_zh.empty() ? "" : "、") + std::string(word.zh);
    words_en += (words_en.empty() ? "" : ", ") + std::string(word.en);
  }
  return Wrong("不认识“" + text + "”，可填: " + words_zh,
               "unknown word \"" + text + "\"; there are: " + words_en);
}

CellValue CountValue(const std::string& text, int most) {
  const auto count = Whole(text);
  if (count && *count >= 1 && *count <= most) return {std::to_string(*count), std::nullopt};
  const std::string range = "1-" + std::to_string(most);
  return Wrong("应为 " + range + " 的整数: " + text,
               "must be a whole number " + range + ": " + text);
}

// What an empty cell means.
std::string FallbackOf(const ImportColumn& column) {
  if (column.fallback == 0) return "";
  if (column.kind == Kind::kCount) return std::to_string(column.fallback);
  for (const ImportWord& word : column.words) {
    if (word.value == column.fallback) return std::string(word.en);
  }
  return "";
}

}  // namespace

std::optional<CivilDate> DateOfSerial(std::string_view number, bool from_1904) {
  const auto value = judging::NumberFromSpreadsheet(number);
  if (!value || !value->IsInteger() || *value < Number(0) || *value > Number(2'958'465)) {
    return std::nullopt;
  }
  const auto days = static_cast<std::int32_t>(value->Floor());
  const auto day_of = [](int year, int month, int day) {
    return CivilDate::Of(year, month, day).value_or(CivilDate()).days();
  };
  if (from_1904) {
    const CivilDate date = CivilDate::FromDays(day_of(1904, 1, 1) + days);
    return date.year() <= 9999 ? std::optional(date) : std::nullopt;
  }
  if (days == 0 || days == 60) return std::nullopt;
  return CivilDate::FromDays(day_of(1899, 12, days < 60 ? 31 : 30) + days);
}

std::optional<CivilDate> DateOfText(std::string_view text) {
  for (std::string_view midnight : {"T00:00:00Z", "T00:00:00.000", "T00:00:00", " 00:00:00"}) {
    if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
  }
  if (text.size() == 8 && Whole(text)) {
    return CivilDate::Of(*Whole(text.substr(0, 4)), *Whole(text.substr(4, 2)),
                         *Whole(text.substr(6)));
  }
  struct Form {
    std::string_view after_year, after_month, after_day;
  };
  for (const Form& form :
       {Form{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}}) {
    const auto month_at = text.find(form.after_year);
    if (month_at != 4 || !text.ends_with(form.after_day)) continue;
    std::string_view rest = text.substr(month_at + form.after_year.size());
    rest.remove_suffix(form.after_day.size());
    const auto day_at = rest.find(form.after_month);
    if (day_at == std::string_view::npos || day_at > 2) continue;
    const std::string_view day_digits = rest.substr(day_at + form.after_month.size());
    const auto year = Whole(text.substr(0, 4));
    const auto month = Whole(rest.substr(0, day_at));
    const auto day = Whole(day_digits);
    if (year && month && day && day_digits.size() <= 2) return CivilDate::Of(*year, *month, *day);
  }
  return std::nullopt;
}

std::optional<std::string> PlainText(const Cell& cell) {
  std::string text = TextOf(cell);
  if (cell.kind != Cell::Kind::kNumber || text.empty()) return text;
  const auto number = judging::NumberFromSpreadsheet(text);
  // Spreadsheets keep 15 digits.
  if (!number || number->Abs() >= Number(1'000'000'000'000'000)) return std::nullopt;
  return number->ToString();
}

CellValue ValueOf(const ImportColumn& column, const Cell& cell, bool from_1904) {
  const std::string text = TextOf(cell);
  if (text.empty()) return {FallbackOf(column), std::nullopt};
  switch (column.kind) {
    case Kind::kDate:
      return DateValue(cell, text, from_1904);
    case Kind::kNumber:
      return NumberValue(text);
    case Kind::kYes:
      return YesValue(text);
    case Kind::kWord:
      return WordValue(column, text);
    case Kind::kCount:
      return CountValue(text, 20);
    case Kind::kRepeat:
      return text == "1" ? CellValue() : CountValue(text, 1000);
    default:
      break;
  }
  std::optional<std::string> plain = PlainText(cell);
  if (plain) return {*std::move(plain), std::nullopt};
  return Wrong("数字过长，请把单元格设为文本: " + text,
               "a long number; make the cell a text: " + text);
}

void SetValue(const ImportColumn& column, const std::string& value, v1::Record& record) {
  if (value.empty() || column.field.empty()) return;
  Message* message = &record;
  std::string_view path = column.field;
  if (const auto dot = path.find('.'); dot != std::string_view::npos) {
    const auto* fact = record.GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
    message = record.GetReflection()->MutableMessage(&record, fact);
    path.remove_prefix(dot + 1);
  }
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(std::string(path));
  const auto& reflection = *message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(message, field, value == "true");
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(message, field,
                                  static_cast<std::uint32_t>(Whole(value).value_or(0)));
    case FieldDescriptor::CPPTYPE_ENUM:
      for (const ImportWord& word : column.words) {
        if (word.en == value) reflection.SetEnumValue(message, field, word.value);
      }
      return;
    default:
      return reflection.SetString(message, field, value);
  }
}

}  // namespace touchstone::training
