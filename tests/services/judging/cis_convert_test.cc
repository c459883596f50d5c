#include "services/judging/cis_convert.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/judging/cis_calculation.h"
#include "services/tables/table.h"

namespace touchstone::judging {
namespace {

CisRows ReadSheet(const std::string& file, std::size_t sheet = 0) {
  const auto workbook = tables::ReadTable(std::string(TOUCHSTONE_TEST_DATA) + "/cis/" + file);
  EXPECT_TRUE(workbook.ok()) << workbook.status();
  CisRows rows;
  for (const tables::Row& row : workbook->sheets.at(sheet).rows) {
    rows.resize(static_cast<std::size_t>(row.number));
    for (const tables::Cell& cell : row.cells) rows.back().push_back(cell.text);
  }
  return rows;
}

CisImport FromSheet(const std::string& name) {
  auto import = SchemeFromCisSheet(ReadSheet(name + ".xlsx"), ReadSheet(name + ".xlsx", 1), name);
  EXPECT_TRUE(import.ok()) << import.status();
  return *std::move(import);
}

CisImport FromTables(const std::string& name) {
  auto import =
      SchemeFromCisTables(ReadSheet(name + "_aspects.csv"), ReadSheet(name + "_calculations.csv"),
                          ReadSheet(name + "_criteria_wsos.csv"), name);
  EXPECT_TRUE(import.ok()) << import.status();
  return *std::move(import);
}

std::vector<v1::SchemeItem> ItemsOf(const v1::Scheme& scheme) {
  std::vector<v1::SchemeItem> items;
  for (const auto& part : scheme.parts())
    for (const auto& module : part.modules())
      for (const auto& block : module.blocks())
        items.insert(items.end(), block.items().begin(), block.items().end());
  return items;
}

Number SumOf(const v1::Scheme& scheme) {
  Number sum;
  for (const auto& item : ItemsOf(scheme)) sum += *Number::Parse(item.max());
  return sum;
}

// The marking sheet of a small scheme: one sub-criterion A1 with the rows of `aspects`.
CisRows SmallSheet(const CisRows& aspects) {
  CisRows rows = {{"Skill"},
                  {"Section", "WSOS Marks", "", "", "", "", "", "", "WSOS Marks", "Aspect Marks"},
                  {"1", "Everything", "", "", "", "", "", "", "100", "99.999999999999972"},
                  {},
                  {"ID", "Name"},
                  {"A", "Work", "", "", "", "", "", "", "", "", "100"},
                  {},
                  {"Sub\nCriterion\nID", "", "", "Aspect\nType", "", "", "", "", "", "", "",
                   "Criterion A", "Total\nMark", "100"},
                  {"A1", "First", "1"}};
  rows.insert(rows.end(), aspects.begin(), aspects.end());
  return rows;
}

// A measured aspect with the calculation in row `calculation`.
CisRows::value_type Measured(const std::string& max, const std::string& calculation = "") {
  return {"", "", "", "M", "An aspect", "", "", "", "1", calculation, max};
}

FieldViolation RefusalOf(const CisRows& aspects) {
  const auto import = SchemeFromCisSheet(SmallSheet(aspects), {}, "small");
  EXPECT_EQ(ReasonOf(import.status()), Reason::REQUEST_INVALID);
  const ErrorDetail detail = DetailOf(import.status());
  return detail.fields.empty() ? FieldViolation{} : detail.fields.front();
}

TEST(CisSchemeTest, BothPublishedSchemesAddUpToExactlyOneHundred) {
  const v1::Scheme first = FromSheet("wsuk2024").scheme;
  EXPECT_EQ(ItemsOf(first).size(), 220u);
  EXPECT_EQ(SumOf(first), Number(100));
  const v1::Scheme second = FromSheet("euroskills2023").scheme;
  EXPECT_EQ(ItemsOf(second).size(), 149u);
  EXPECT_EQ(SumOf(second), Number(100));
}

TEST(CisSchemeTest, TheFlatTablesGiveTheSameSchemeAsTheSheet) {
  for (const std::string name : {"wsuk2024", "euroskills2023"}) {
    v1::Scheme sheet = FromSheet(name).scheme;
    v1::Scheme flat = FromTables(name).scheme;
    sheet.clear_display_name();  // the tables do not hold the name of the skill
    flat.clear_display_name();
    EXPECT_EQ(sheet.DebugString(), flat.DebugString());
  }
}

TEST(CisSchemeTest, CriteriaAreModulesSubCriteriaBlocksAndAspectsAreCountedByType) {
  const v1::Scheme scheme = FromSheet("wsuk2024").scheme;
  EXPECT_EQ(scheme.display_name().zh(), "17 Web Technologies");
  ASSERT_EQ(scheme.parts_size(), 1);
  EXPECT_EQ(scheme.parts(0).id(), "competition");
  ASSERT_EQ(scheme.parts(0).modules_size(), 4);
  const v1::SchemeModule& module = scheme.parts(0).modules(0);
  EXPECT_EQ(module.id(), "A");
  EXPECT_EQ(module.display_name().zh(), "Design Implementation");
  EXPECT_EQ(module.panel_size(), 3u);
  EXPECT_EQ(scheme.parts(0).modules(3).panel_size(), 1u);  // measured only
  const v1::SchemeBlock& block = module.blocks(0);
  EXPECT_EQ(block.id(), "A1");
  EXPECT_EQ(block.items(0).id(), "j1");
  EXPECT_EQ(block.items(2).id(), "j3");
  EXPECT_EQ(block.items(3).id(), "m1");
  EXPECT_EQ(scheme.parts(0).modules(3).blocks(9).id(), "D10");
}

TEST(CisSchemeTest, AJudgedAspectHasItsFourLevels) {
  const v1::Scheme scheme = FromSheet("wsuk2024").scheme;
  const v1::SchemeItem& item = scheme.parts(0).modules(0).blocks(0).items(0);
  EXPECT_EQ(item.kind(), v1::ITEM_KIND_JUDGEMENT);
  EXPECT_EQ(item.max(), "0.25");
  EXPECT_EQ(item.wsos_section(), "4");
  ASSERT_EQ(item.level_texts_size(), 4);
  EXPECT_EQ(item.level_texts(0), "All common elements are not responsive at all");
  EXPECT_TRUE(item.level_texts(3).starts_with("When scaling the browser"));
}

TEST(CisSchemeTest, AMeasuredAspectWithoutACalculationIsPassOrFail) {
  const auto import = SchemeFromCisSheet(SmallSheet({Measured("2")}), {}, "small");
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_TRUE(ItemsOf(import->scheme)[0].calculation().has_pass_fail());
}

TEST(CisSchemeTest, TheCalculationOfItsRowIsTaken) {
  const CisRows calculations = {{},
                                {"Twos", "NUMBER_COMPLETED", "TRUE", "POSSIBLE:::8.00000000#x~x#"}};
  const auto import = SchemeFromCisSheet(SmallSheet({Measured("2", "2")}), calculations, "small");
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(ItemsOf(import->scheme)[0].calculation().number_completed().possible(), "8");
  EXPECT_TRUE(import->warnings.empty());
}

TEST(CisSchemeTest, AMissingCalculationIsPassOrFailAndSaidSo) {
  const auto import = SchemeFromCisSheet(SmallSheet({Measured("2", "7")}), {}, "small");
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_TRUE(ItemsOf(import->scheme)[0].calculation().has_pass_fail());
  ASSERT_EQ(import->warnings.size(), 1u);
  EXPECT_EQ(import->warnings[0].code, "CALCULATION_UNKNOWN");
}

TEST(CisSchemeTest, NoiseOfBinaryFloatingPointIsNotKept) {
  const auto import =
      SchemeFromCisSheet(SmallSheet({Measured("0.30000000000000004")}), {}, "small");
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(ItemsOf(import->scheme)[0].max(), "0.3");
  EXPECT_EQ(import->cached_section_marks.at("1"), Number(100));
}

TEST(CisSchemeTest, WhatCannotBeAnAspectIsRefusedWithItsRow) {
  EXPECT_EQ(RefusalOf({Measured("a lot")}).field, "row 10, max mark");
  EXPECT_EQ(RefusalOf({Measured("-1")}).field, "row 10, max mark");
  EXPECT_EQ(RefusalOf({Measured("")}).field, "row 10, max mark");
  EXPECT_EQ(RefusalOf({{"", "", "", "X", "An aspect", "", "", "", "1", "", "1"}}).field,
            "row 10, type");
  EXPECT_EQ(RefusalOf({{"7", "", "", "M", "An aspect", "", "", "", "1", "", "1"}}).field,
            "row 10, sub-criterion");
  EXPECT_EQ(RefusalOf({}).field, "file");
}

TEST(SpreadsheetNumberTest, ReadsWhatSpreadsheetsWrite) {
  EXPECT_EQ(NumberFromSpreadsheet("24.749999999999993")->ToString(), "24.75");
  EXPECT_EQ(NumberFromSpreadsheet("2.4749999999999993E1")->ToString(), "24.75");
  EXPECT_EQ(NumberFromSpreadsheet("1.0000000000000001E-2")->ToString(), "0.01");
  EXPECT_EQ(NumberFromSpreadsheet("0E-8"), Number(0));
  EXPECT_EQ(NumberFromSpreadsheet("1.00000000"), Number(1));
  EXPECT_EQ(NumberFromSpreadsheet("-0.5")->ToString(), "-0.5");
  EXPECT_EQ(NumberFromSpreadsheet("1e3"), Number(1000));
  EXPECT_EQ(NumberFromSpreadsheet(".5")->ToString(), "0.5");
}

TEST(SpreadsheetNumberTest, RefusesWhatIsNoNumberOrTooFine) {
  for (const char* text : {"", "-", ".", "1.2.3", "1,5", "abc", "1e", "1e99", "0x10", "１", " 1",
                           "0.1234567", "1000000000000", "NaN", "1e-300"})
    EXPECT_EQ(NumberFromSpreadsheet(text), std::nullopt) << text;
}

TEST(CisCalculationTest, ReadsTheFiveKinds) {
  EXPECT_TRUE(ToCisCalculation("PASS_FAIL", "")->has_pass_fail());
  EXPECT_EQ(ToCisCalculation("NUMBER_COMPLETED", "NUMBER_POSSIBLE:::12.00000000#x~x#")
                ->number_completed()
                .possible(),
            "12");
  const auto difference = ToCisCalculation(
      "REGULAR_DIFFERENCE_DEDUCTION",
      "DEDUCTION_TYPE:::#x~x#PERCENT#-#TARGET_VALUE:::40.00000000#x~x##-#DIFFERENCE:::2.50000000"
      "#x~x##-#DIFFERENCE_TYPE:::#x~x#UNIT#-#DEDUCTION:::0.25000000#x~x#");
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->difference_deduction().target(), "40");
  EXPECT_EQ(difference->difference_deduction().difference(), "2.5");
  EXPECT_EQ(difference->difference_deduction().deduction(), "0.25");
  EXPECT_TRUE(difference->difference_deduction().deduction_in_percent());
  EXPECT_FALSE(difference->difference_deduction().difference_in_percent());
  const auto ranged = ToCisCalculation(
      "RANGED_SCORE",
      "TARGET_VALUE:::10#x~x##-#RANGE1_LOWER:::9.5#x~x##-#RANGE1_UPPER:::10.5#x~x##-#"
      "RANGE1_DEDUCTION:::0E-8#x~x##-#RANGE2_LOWER:::9#x~x##-#RANGE2_UPPER:::11#x~x##-#"
      "RANGE2_DEDUCTION:::0.5#x~x#");
  ASSERT_TRUE(ranged);
  ASSERT_EQ(ranged->ranged_score().ranges_size(), 2);
  EXPECT_EQ(ranged->ranged_score().ranges(1).deduction(), "0.5");
  EXPECT_EQ(ranged->ranged_score().target(), "10");
}

TEST(CisCalculationTest, ReadsThePublishedCalculations) {
  const auto calculations = ReadCisCalculations(ReadSheet("wsuk2024.xlsx", 1), 0, std::nullopt);
  ASSERT_EQ(calculations.size(), 5u);
  EXPECT_EQ(calculations.at(2).name, "Deduct .25");
  EXPECT_EQ(calculations.at(2).calculation->difference_deduction().deduction(), "0.25");
  const v1::Choice& choice = calculations.at(3).calculation->choice();
  ASSERT_EQ(choice.options_size(), 3);
  EXPECT_EQ(choice.options(0).label(), "Full Marks");
  EXPECT_EQ(choice.options(0).deduction(), "0");
  EXPECT_EQ(choice.options(1).label(), "Any products can be deleted");
  EXPECT_EQ(choice.options(2).deduction(), "0.75");
  EXPECT_FALSE(choice.deduction_in_percent());
}

TEST(CisCalculationTest, AnUnknownKindOrAMissingParameterIsNone) {
  EXPECT_FALSE(ToCisCalculation("MAGIC", ""));
  EXPECT_FALSE(ToCisCalculation("NUMBER_COMPLETED", ""));
  EXPECT_FALSE(ToCisCalculation("CHOICE", "CHOICE1_LABEL:::#x~x#Full"));
  EXPECT_FALSE(ToCisCalculation("RANGED_SCORE", "TARGET_VALUE:::1#x~x#"));
  EXPECT_FALSE(
      ToCisCalculation("REGULAR_DIFFERENCE_DEDUCTION",
                       "TARGET_VALUE:::1#x~x##-#DIFFERENCE:::0#x~x##-#DEDUCTION:::1#x~x#"));
}

}  // namespace
}  // namespace touchstone::judging
