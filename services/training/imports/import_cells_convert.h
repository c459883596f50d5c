#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "services/tables/table.h"
#include "services/training/civil_time.h"
#include "services/training/imports/import_columns_convert.h"

// What single cells of an imported table say. Pure; thread-safe.
namespace touchstone::training {

// A text for people, in both languages.
struct BothTexts {
  std::string zh;
  std::string en;
};

// The day that a spreadsheet means by a number of days: counted from 1900 on, where 60 is the
// 29 February 1900 that never was and gives nullopt, or from 1904 on. nullopt also for fractions,
// which are times of day, and for days before the first or after 9999-12-31.
std::optional<CivilDate> DateOfSerial(std::string_view number, bool from_1904);

// A day as text: "2024-05-03", "2024/5/3", "2024.5.3", "2024年5月3日", "20240503", or ISO 8601 with
// midnight behind it. nullopt for anything else.
std::optional<CivilDate> DateOfText(std::string_view text);

// The cell without outer spaces. A number in a column of texts is its digits; numbers that a
// spreadsheet has rounded or shows otherwise than it keeps them give nullopt.
std::optional<std::string> PlainText(const tables::Cell& cell);

// The cell as the field of `column` takes it ("2024-05-03", "3.5", "true", "issued"), or what is
// wrong with it. For columns of kinds kText, kDate, kNumber, kCount, kYes, kWord and kRepeat. An
// empty cell gives the column's fallback, or an empty text.
struct CellValue {
  std::string text;
  std::optional<BothTexts> problem;
};
CellValue ValueOf(const ImportColumn& column, const tables::Cell& cell, bool from_1904);

// Puts a value of ValueOf(), or a name, into the record.
void SetValue(const ImportColumn& column, const std::string& value, v1::Record& record);

}  // namespace touchstone::training
