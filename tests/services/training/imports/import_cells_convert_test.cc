#include "services/training/imports/import_cells_convert.h"

#include <gtest/gtest.h>

#include <set>

namespace touchstone::training {
namespace {

using Kind = tables::Cell::Kind;

std::string Shown(const std::optional<CivilDate>& date) { return date ? date->ToString() : "none"; }

TEST(ImportCellsTest, DaysFrom1900LackThe29FebruaryThatNeverWas) {
  EXPECT_EQ(Shown(DateOfSerial("1", false)), "1900-01-01");
  EXPECT_EQ(Shown(DateOfSerial("59", false)), "1900-02-28");
  EXPECT_EQ(Shown(DateOfSerial("60", false)), "none");
  EXPECT_EQ(Shown(DateOfSerial("61", false)), "1900-03-01");
  EXPECT_EQ(Shown(DateOfSerial("45658", false)), "2025-01-01");
  EXPECT_EQ(Shown(DateOfSerial("2958465", false)), "9999-12-31");
  for (const char* none : {"0", "-1", "45658.5", "2958466", "x", "1e99"}) {
    EXPECT_EQ(Shown(DateOfSerial(none, false)), "none") << none;
  }
}

TEST(ImportCellsTest, DaysFrom1904BeginThere) {
  EXPECT_EQ(Shown(DateOfSerial("0", true)), "1904-01-01");
  EXPECT_EQ(Shown(DateOfSerial("60", true)), "1904-03-01");
  EXPECT_EQ(Shown(DateOfSerial("44196", true)), "2025-01-01");
}

TEST(ImportCellsTest, DaysAreReadAsPeopleWriteThem) {
  for (const char* text : {"2024-05-03", "2024-5-3", "2024/5/3", "2024.5.3", "2024年5月3日",
                           "20240503", "2024-05-03T00:00:00", "2024-05-03 00:00:00"}) {
    EXPECT_EQ(Shown(DateOfText(text)), "2024-05-03") << text;
  }
  for (const char* text : {"2023-02-29", "24-05-03", "2024-13-01", "3.5.2024", "2024-05", "",
                           "2024-05-03T08:00:00", "2024年5月", "-024-05-03", "2024-05-003"}) {
    EXPECT_EQ(Shown(DateOfText(text)), "none") << text;
  }
}

TEST(ImportCellsTest, NumbersInColumnsOfTextsAreTheirDigits) {
  EXPECT_EQ(PlainText({"1001", Kind::kNumber}), "1001");
  EXPECT_EQ(PlainText({"1.001E3", Kind::kNumber}), "1001");
  EXPECT_EQ(PlainText({" \xE3\x80\x80王 ", Kind::kText}), "王");
  EXPECT_EQ(PlainText({"1.234567890123456E+17", Kind::kNumber}), std::nullopt);
  EXPECT_EQ(PlainText({"123456789012345678", Kind::kText}), "123456789012345678");
  EXPECT_EQ(PlainText({"'=1+1", Kind::kText}), "=1+1") << "an export marked it";
}

TEST(ImportCellsTest, EveryColumnTakesBackWhatItWrites) {
  for (const ImportTable& table : ImportTables()) {
    std::set<std::string_view> names;
    std::set<std::string_view> titles;
    for (const ImportColumn& column : table.columns) {
      EXPECT_TRUE(names.insert(column.name).second) << column.name;
      EXPECT_TRUE(titles.insert(column.title).second) << column.title;
      for (std::string_view other : column.other_titles) {
        EXPECT_TRUE(titles.insert(other).second) << other;
      }
      EXPECT_FALSE(column.help_zh.empty() || column.help_en.empty()) << column.name;
      for (const ImportWord& word : column.words) {
        for (std::string_view text : {word.zh, word.en}) {
          const CellValue value = ValueOf(column, {std::string(text), Kind::kText}, false);
          ASSERT_FALSE(value.problem) << text;
          v1::Record record;
          SetValue(column, value.text, record);
          const auto cells = CellsOf(table, record);
          EXPECT_EQ(cells[static_cast<std::size_t>(&column - table.columns.data())], word.zh);
        }
      }
    }
  }
}

TEST(ImportCellsTest, WhatIsWrongIsSaidInBothLanguages) {
  for (const ImportTable& table : ImportTables()) {
    for (const ImportColumn& column : table.columns) {
      const CellValue value = ValueOf(column, {"@@", Kind::kText}, false);
      if (!value.problem) continue;
      EXPECT_NE(value.problem->zh.find("@@"), std::string::npos);
      EXPECT_NE(value.problem->en.find("@@"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace touchstone::training
