#include "services/tables/csv.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace touchstone::tables {
namespace {

using Cells = std::vector<std::vector<std::string>>;

Cells Read(std::string_view bytes) {
  const absl::StatusOr<Workbook> workbook = ParseCsv(bytes, "t.csv");
  EXPECT_TRUE(workbook.ok()) << workbook.status();
  Cells cells;
  if (!workbook.ok()) return cells;
  for (const Row& row : workbook->sheets.at(0).rows) {
    cells.emplace_back();
    for (const Cell& cell : row.cells) cells.back().push_back(cell.text);
  }
  return cells;
}

FieldViolation ErrorOf(std::string_view bytes, const Limits& limits = {}) {
  const absl::StatusOr<Workbook> workbook = ParseCsv(bytes, "t.csv", limits);
  EXPECT_FALSE(workbook.ok());
  const ErrorDetail detail = DetailOf(workbook.status());
  return detail.fields.empty() ? FieldViolation{} : detail.fields.front();
}

TEST(CsvTest, ReadsQuotedSeparatorsQuotesAndLineBreaks) {
  EXPECT_EQ(Read("a,\"b,c\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",,z\r\n"),
            (Cells{{"a", "b,c", "say \"hi\""}, {"two\nlines", "", "z"}}));
}

TEST(CsvTest, EndsLinesWithCrLfLfOrCrAndNeedsNoneAtTheEnd) {
  const Cells expected = {{"a", "b"}, {"c", "d"}};
  EXPECT_EQ(Read("a,b\r\nc,d\r\n"), expected);
  EXPECT_EQ(Read("a,b\nc,d"), expected);
  EXPECT_EQ(Read("a,b\rc,d\r"), expected);
}

TEST(CsvTest, AFieldAfterTheLastSeparatorIsEmpty) { EXPECT_EQ(Read("a,"), (Cells{{"a", ""}})); }

TEST(CsvTest, ABlankLineCountsAsARow) {
  const absl::StatusOr<Workbook> workbook = ParseCsv("a\n\nb\n", "t.csv");
  ASSERT_TRUE(workbook.ok());
  ASSERT_EQ(workbook->sheets[0].rows.size(), 3u);
  EXPECT_TRUE(workbook->sheets[0].rows[1].IsBlank());
  EXPECT_EQ(workbook->sheets[0].rows[2].number, 3);
}

TEST(CsvTest, TakesTheSeparatorOfTheFirstLine) {
  EXPECT_EQ(Read("a;b;c\n1,5;2;3\n"), (Cells{{"a", "b", "c"}, {"1,5", "2", "3"}}));
  EXPECT_EQ(Read("a\tb\n1\t2\n"), (Cells{{"a", "b"}, {"1", "2"}}));
}

TEST(CsvTest, ReadsUtf8WithAMark) {
  EXPECT_EQ(Read("\xEF\xBB\xBF姓名,单位\n"), (Cells{{"姓名", "单位"}}));
}

TEST(CsvTest, ReadsGbkAsChineseSpreadsheetsSaveIt) {
  EXPECT_EQ(Read("\xD0\xD5\xC3\xFB,\xB5\xE7\xB9\xA4\r\n"), (Cells{{"姓名", "电工"}}));
}

TEST(CsvTest, ReadsUtf16WithAndWithoutAMark) {
  const std::string le("a\0,\0\xE5\x5D\r\0\n\0", 10);
  const std::string be("\0a\0,\x5D\xE5\0\r\0\n", 10);
  const Cells expected = {{"a", "工"}};
  EXPECT_EQ(Read("\xFF\xFE" + le), expected);
  EXPECT_EQ(Read("\xFE\xFF" + be), expected);
  EXPECT_EQ(Read(le), expected);
  EXPECT_EQ(Read(be), expected);
}

TEST(CsvTest, BytesOfNoEncodingAreRefused) {
  const absl::StatusOr<Workbook> workbook = ParseCsv("abc,\xFF\xFF\xFF\n", "t.csv");
  EXPECT_EQ(ReasonOf(workbook.status()), Reason::REQUEST_INVALID);
}

TEST(CsvTest, ErrorsNameFileRowAndColumn) {
  EXPECT_EQ(ErrorOf("a,b\n1,\"open\n").field, "t.csv:2:B");
  EXPECT_EQ(ErrorOf("a,b\n\"x\"y,2\n").field, "t.csv:2:A");
  EXPECT_NE(ErrorOf("a,b\n1,\"open\n").description.find("引号没有结束"), std::string::npos);
}

TEST(CsvTest, PassingALimitIsRefusedWithItsPlace) {
  Limits limits;
  limits.rows = 2;
  limits.columns = 3;
  limits.cell_bytes = 4;
  EXPECT_EQ(ErrorOf("1\n2\n3\n", limits).field, "t.csv:3");
  EXPECT_EQ(ErrorOf("1,2,3,4\n", limits).field, "t.csv:1:D");
  EXPECT_EQ(ErrorOf("1,12345\n", limits).field, "t.csv:1:B");
  limits = Limits();
  limits.cells = 3;
  EXPECT_EQ(ErrorOf("1,2\n3,4\n", limits).field, "t.csv:2:B");
  limits = Limits();
  limits.file_bytes = 3;
  EXPECT_EQ(ReasonOf(ParseCsv("1,2\n", "t.csv", limits).status()), Reason::IMPORT_TOO_LARGE);
}

TEST(CsvTest, ColumnsAreNamedAsInASpreadsheet) {
  EXPECT_EQ(ColumnName(0), "A");
  EXPECT_EQ(ColumnName(25), "Z");
  EXPECT_EQ(ColumnName(26), "AA");
  EXPECT_EQ(ColumnName(701), "ZZ");
  EXPECT_EQ(ColumnName(702), "AAA");
}

TEST(CsvTest, WhatIsWrittenIsReadBack) {
  const std::vector<std::string> fields = {"a", "b,c", "say \"hi\"", "two\r\nlines", "", "张三"};
  EXPECT_EQ(Read(CsvLine(fields)), (Cells{fields}));
}

TEST(CsvTest, CellsThatLookLikeFormulasAreWrittenAsText) {
  EXPECT_EQ(CsvLine({"=1+1", "+86", "-5.25", "@x", "-cmd", "\tz"}),
            "'=1+1,+86,-5.25,'@x,'-cmd,\"'\tz\"\r\n");
}

}  // namespace
}  // namespace touchstone::tables
