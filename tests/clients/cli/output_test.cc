#include "clients/cli/output.h"

#include <gtest/gtest.h>

#include <sstream>

namespace touchstone::cli {
namespace {

TEST(DisplayWidthTest, ChineseCharactersTakeTwoColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("张三"), 4);
  EXPECT_EQ(DisplayWidth("A1（电工）"), 10);
  EXPECT_EQ(DisplayWidth("é"), 1);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);  // combining accent
  EXPECT_EQ(DisplayWidth("\xFF\xFE"), 2);   // no UTF-8
  EXPECT_EQ(DisplayWidth("𠮷"), 2);
}

TEST(TextTableTest, AlignsChineseAndLatinTextInOneColumn) {
  TextTable table({{"姓名"}, {"分", Align::kRight}});
  table.AddRow({"张三", "9.5"});
  table.AddRow({"Ann", "10"});
  std::ostringstream out;
  table.Print(out);
  EXPECT_EQ(out.str(),
            "姓名   分\n"
            "---------\n"
            "张三  9.5\n"
            "Ann    10\n");
}

TEST(TextTableTest, AShortRowLeavesNoSpacesAtItsEnd) {
  TextTable table({{"a"}, {"b"}});
  table.AddRow({"x", ""});
  table.AddRow({"long"});
  std::ostringstream out;
  table.Print(out);
  EXPECT_EQ(out.str(), "a     b\n-------\nx\nlong\n");
}

}  // namespace
}  // namespace touchstone::cli
