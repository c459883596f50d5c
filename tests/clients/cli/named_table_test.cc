#include "clients/cli/named_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/clients/cli/csv_tables.h"

namespace touchstone::cli {
namespace {

using testing::ElementsAre;

const std::vector<ColumnSpec>& Columns() {
  static const std::vector<ColumnSpec> columns = {{"code", {"选手号"}, true}, {"value", {"分数"}}};
  return columns;
}

absl::Status ErrorOf(const tables::Workbook& workbook) {
  return NamedTable::Make(workbook, "t.csv", Columns()).status();
}

TEST(NamedTableTest, FindsColumnsByEitherTitleInAnyOrder) {
  const NamedTable table = TableOf("分数, CODE \n1.5,a\n\n 2 ,b\n", Columns());
  ASSERT_EQ(table.size(), 2u);
  EXPECT_EQ(table.Get(0, "code"), "a");
  EXPECT_EQ(table.Get(1, "value"), "2");
  EXPECT_EQ(table.Place(1, "value"), "t.csv:4:A");
  EXPECT_EQ(table.Place(1), "t.csv:4");
}

TEST(NamedTableTest, UnknownRepeatedAndMissingTitlesAreNamed) {
  EXPECT_THAT(PlacesOf(ErrorOf(*tables::ParseCsv("factr,value,分数\n", "t.csv"))),
              ElementsAre("t.csv:1:A", "t.csv:1:C", "t.csv:1"));
}

TEST(NamedTableTest, FormulaAndErrorCellsAreRefused) {
  tables::Workbook workbook = *tables::ParseCsv("code,value\na,1\nb,2\n", "t.csv");
  workbook.sheets[0].rows[1].cells[1].formula = true;
  workbook.sheets[0].rows[2].cells[0].kind = tables::Cell::Kind::kError;
  EXPECT_THAT(PlacesOf(ErrorOf(workbook)), ElementsAre("t.csv:2:B", "t.csv:3:A"));
}

TEST(NamedTableTest, NumbersAreExactAndOthersAreProblems) {
  const NamedTable table =
      TableOf("code,value\na,24.749999999999993\nb,\nc,7.5x\nd,1.5\ne,是\n", Columns());
  Problems problems;
  EXPECT_EQ(table.GetNumber(0, "value", problems)->ToString(), "24.75");
  EXPECT_EQ(table.GetNumber(1, "value", problems), std::nullopt);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(table.GetNumber(2, "value", problems), std::nullopt);
  EXPECT_EQ(table.GetCount(3, "value", 0, 9, 4, problems), 4);
  EXPECT_EQ(table.GetCount(1, "value", 0, 9, 4, problems), 4);
  EXPECT_TRUE(table.GetYes(4, "value", problems));
  EXPECT_FALSE(table.GetYes(2, "value", problems));
  EXPECT_THAT(PlacesOf(problems.ToStatus()), ElementsAre("t.csv:4:B", "t.csv:5:B", "t.csv:4:B"));
}

TEST(SlugTest, KeepsLowerCaseLettersAndDigits) {
  EXPECT_EQ(Slug("Ladies FREE -- Skating 2017"), "ladies-free-skating-2017");
  EXPECT_EQ(Slug("电工"), "");
  EXPECT_EQ(Slug("A-B", 2), "a");
}

}  // namespace
}  // namespace touchstone::cli
