#include "services/judging/scheme_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/tables/table.h"

namespace touchstone::judging {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

CisImport ReadImport(const std::string& file) {
  const auto workbook = tables::ReadTable(std::string(TOUCHSTONE_TEST_DATA) + "/cis/" + file);
  EXPECT_TRUE(workbook.ok()) << workbook.status();
  std::vector<CisRows> sheets;
  for (const tables::Sheet& sheet : workbook->sheets) {
    CisRows& rows = sheets.emplace_back();
    for (const tables::Row& row : sheet.rows) {
      rows.resize(static_cast<std::size_t>(row.number));
      for (const tables::Cell& cell : row.cells) rows.back().push_back(cell.text);
    }
  }
  auto import = SchemeFromCisSheet(sheets.at(0), sheets.at(1), "scheme");
  EXPECT_TRUE(import.ok()) << import.status();
  return *std::move(import);
}

std::vector<std::string> EnglishOf(const std::vector<SchemeWarning>& warnings,
                                   const std::string& code) {
  std::vector<std::string> texts;
  for (const SchemeWarning& warning : warnings)
    if (warning.code == code) texts.push_back(warning.en);
  return texts;
}

// A faultless scheme of one measured and one judged item.
v1::Scheme SmallScheme() {
  v1::Scheme scheme;
  v1::WsosSection& section = *scheme.add_wsos_sections();
  section.set_id("1");
  section.set_declared_marks("100");
  v1::SchemePart& part = *scheme.add_parts();
  part.set_id("p");
  v1::SchemeModule& module = *part.add_modules();
  module.set_id("A");
  v1::SchemeBlock& block = *module.add_blocks();
  block.set_id("A1");
  for (const std::string id : {"m1", "j1"}) {
    v1::SchemeItem& item = *block.add_items();
    item.set_id(id);
    item.mutable_display_name()->set_zh(id);
    item.set_max("50");
    item.set_wsos_section("1");
    item.set_kind(id == "m1" ? v1::ITEM_KIND_MEASUREMENT : v1::ITEM_KIND_JUDGEMENT);
  }
  for (const char* text : {"0", "1", "2", "3"}) block.mutable_items(1)->add_level_texts(text);
  return scheme;
}

v1::SchemeItem& ItemOf(v1::Scheme& scheme, int index) {
  return *scheme.mutable_parts(0)->mutable_modules(0)->mutable_blocks(0)->mutable_items(index);
}

std::vector<std::string> CodesOf(const v1::Scheme& scheme) {
  std::vector<std::string> codes;
  for (const SchemeWarning& warning : LintScheme(scheme)) codes.push_back(warning.code);
  return codes;
}

TEST(SchemeLintTest, NamesTheStaleWsosTotalsOfTheNationalFinal) {
  const auto warnings = LintCisImport(ReadImport("wsuk2024.xlsx"));
  EXPECT_THAT(EnglishOf(warnings, "WSOS_SECTION"),
              ElementsAre("WSOS section 1 declares 5, its aspects add up to 6",
                          "WSOS section 2 declares 5, its aspects add up to 1",
                          "WSOS section 3 declares 25, its aspects add up to 7",
                          "WSOS section 4 declares 25, its aspects add up to 60",
                          "WSOS section 5 declares 40, its aspects add up to 26"));
  EXPECT_THAT(EnglishOf(warnings, "WSOS_VARIATION"), ElementsAre("the WSOS variation is 72"));
  EXPECT_THAT(EnglishOf(warnings, "WSOS_STALE"),
              ElementsAre("the sum 15 that the file stores for WSOS section 1 is stale; it is 6",
                          "the sum 15 that the file stores for WSOS section 2 is stale; it is 1",
                          "the sum 27 that the file stores for WSOS section 3 is stale; it is 7",
                          "the sum 23 that the file stores for WSOS section 4 is stale; it is 60",
                          "the sum 20 that the file stores for WSOS section 5 is stale; it is 26"));
  EXPECT_THAT(EnglishOf(warnings, "TOTAL_NOT_100"), IsEmpty());
  EXPECT_THAT(EnglishOf(warnings, "CRITERION_MARKS"), IsEmpty());
}

TEST(SchemeLintTest, CalculationsThatNoAspectUsesAreNamed) {
  const auto warnings = LintCisImport(ReadImport("wsuk2024.xlsx"));
  EXPECT_EQ(EnglishOf(warnings, "CALCULATION_UNUSED").size(), 5u);
}

TEST(SchemeLintTest, TheEuropeanSchemeHasNoFaultOfSums) {
  const auto warnings = LintCisImport(ReadImport("euroskills2023.xlsx"));
  for (const char* code : {"TOTAL_NOT_100", "WSOS_SECTION", "WSOS_VARIATION", "WSOS_STALE",
                           "CRITERION_MARKS", "CRITERION_SUM_STALE"})
    EXPECT_THAT(EnglishOf(warnings, code), IsEmpty()) << code;
}

TEST(SchemeLintTest, AFaultlessSchemeHasNoWarning) {
  EXPECT_THAT(CodesOf(SmallScheme()), IsEmpty());
}

TEST(SchemeLintTest, AWrongTotalAndItsSectionAreNamed) {
  v1::Scheme scheme = SmallScheme();
  ItemOf(scheme, 0).set_max("49.75");
  EXPECT_THAT(CodesOf(scheme), ElementsAre("TOTAL_NOT_100", "WSOS_SECTION", "WSOS_VARIATION"));
  EXPECT_EQ(LintScheme(scheme)[2].en, "the WSOS variation is 0.25");
  EXPECT_EQ(LintScheme(scheme)[2].zh, "WSOS 偏差合计 0.25");
}

TEST(SchemeLintTest, AnUndeclaredSectionIsNamed) {
  v1::Scheme scheme = SmallScheme();
  ItemOf(scheme, 0).set_wsos_section("9");
  EXPECT_THAT(CodesOf(scheme), Contains("WSOS_SECTION_UNKNOWN"));
}

TEST(SchemeLintTest, AJudgementWithoutFourLevelsIsNamed) {
  v1::Scheme scheme = SmallScheme();
  ItemOf(scheme, 1).mutable_level_texts()->RemoveLast();
  EXPECT_THAT(CodesOf(scheme), ElementsAre("JUDGEMENT_LEVELS"));
  scheme = SmallScheme();
  ItemOf(scheme, 1).set_level_texts(2, "");
  EXPECT_THAT(CodesOf(scheme), ElementsAre("JUDGEMENT_LEVELS"));
}

TEST(SchemeLintTest, AMeasurementWithLevelsIsNamed) {
  v1::Scheme scheme = SmallScheme();
  ItemOf(scheme, 0).add_level_texts("0");
  EXPECT_THAT(CodesOf(scheme), ElementsAre("MEASUREMENT_LEVELS"));
}

TEST(SchemeLintTest, AnItemWorthNothingIsNamed) {
  v1::Scheme scheme = SmallScheme();
  ItemOf(scheme, 0).set_max("0");
  ItemOf(scheme, 1).set_max("100");
  EXPECT_THAT(CodesOf(scheme), ElementsAre("ITEM_WORTH_NOTHING"));
}

TEST(SchemeLintTest, RepeatedIdsAndItemsAreNamed) {
  v1::Scheme scheme = SmallScheme();
  ItemOf(scheme, 1) = ItemOf(scheme, 0);
  EXPECT_THAT(CodesOf(scheme), ElementsAre("ID_REPEATED", "ITEM_REPEATED"));
}

TEST(SchemeLintTest, ASchemeWithoutSectionsNeedNotAddUpToOneHundred) {
  v1::Scheme scheme = SmallScheme();
  scheme.clear_wsos_sections();
  ItemOf(scheme, 0).set_max("1");
  EXPECT_THAT(CodesOf(scheme), Not(Contains("TOTAL_NOT_100")));
}

TEST(SchemeLintTest, CriteriaThatDoNotMatchTheirAspectsAreNamed) {
  CisImport import;
  import.scheme = SmallScheme();
  import.criterion_marks["A"] = 99;
  import.cached_criterion_sums["A"] = 98;
  std::vector<std::string> codes;
  for (const SchemeWarning& warning : LintCisImport(import)) codes.push_back(warning.code);
  EXPECT_THAT(codes, ElementsAre("CRITERION_MARKS", "CRITERION_SUM_STALE"));
}

}  // namespace
}  // namespace touchstone::judging
