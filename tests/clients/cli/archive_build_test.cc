#include "clients/cli/archive_build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "clients/cli/archive_entries.h"
#include "clients/cli/archive_marks.h"
#include "clients/cli/archive_scheme.h"
#include "services/ledger/archive_scoring.h"
#include "tests/clients/cli/csv_tables.h"

namespace touchstone::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// One discipline under panel-trimmed: a panel item with factor 2, an imported item, a deduction.
constexpr char kItems[] =
    "part,module,item,kind,max,factor\n"
    "panel,art,style,PANEL,10,2\n"
    "imported,tech,elements,IMPORTED,,\n"
    "deductions,falls,fall,DEDUCTION,,\n";

std::string MarksOf(const std::string& entrant, const std::vector<std::string>& panel,
                    const std::string& elements, const std::string& fall) {
  std::string csv;
  for (std::size_t i = 0; i < panel.size(); ++i)
    csv += entrant + ",style,J" + std::to_string(i + 1) + "," + panel[i] + "\n";
  return csv + entrant + ",elements,," + elements + "\n" + entrant + ",fall,," + fall + "\n";
}

constexpr char kMarkTitles[] = "entrant,item,judge,value\n";

BuildTables TablesOf(const std::string& entrants, const std::string& marks,
                     const std::string& items = kItems, const std::string& incidents = "") {
  BuildTables tables{TableOf(entrants, EntrantColumns(), "entrants.csv"),
                     TableOf(marks, MarkColumns(), "marks.csv"),
                     TableOf(items, ItemColumns(), "items.csv"),
                     {},
                     {}};
  if (!incidents.empty()) tables.incidents = TableOf(incidents, IncidentColumns(), "incidents.csv");
  return tables;
}

BuildOptions PanelOptions() {
  BuildOptions options;
  options.pack = "panel-trimmed";
  options.event_name = "Test Cup";
  options.no_mark = {"0", "-"};
  return options;
}

absl::Status ErrorOf(const BuildTables& tables, const BuildOptions& options = PanelOptions()) {
  return BuildArchive(tables, options).status();
}

struct Result {
  std::size_t place;
  std::string total;
  friend bool operator==(const Result&, const Result&) = default;
};

std::map<std::string, Result> ResultsOf(const v1::EventArchive& archive) {
  std::map<std::string, Result> results;
  const auto standings = ledger::ScoreArchive(archive);
  EXPECT_TRUE(standings.ok()) << standings.status();
  if (!standings.ok()) return results;
  for (const auto& discipline : standings->disciplines)
    for (const auto& standing : discipline.entrants)
      results[standing.entrant.code] = {standing.place.place,
                                        standing.score.total.value.ToString()};
  return results;
}

TEST(ArchiveBuildTest, TablesBecomeAnArchiveThatScores) {
  const auto built =
      BuildArchive(TablesOf("code,name\n1,张三\n2,李四\n",
                            kMarkTitles + MarksOf("1", {"7", "8", "9", "5"}, "30.25", "-1") +
                                MarksOf("2", {"6", "0", "8.5", ""}, "31", "0")),
                   PanelOptions());
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_THAT(built->notes, IsEmpty());
  EXPECT_EQ(built->archive.event().name(), "events/test-cup");
  EXPECT_THAT(built->archive.judges(), SizeIs(5));  // J1 to J4 and the office
  // 1: mean of 7 and 8 = 7.5, twice; 15 + 30.25 - 1. 2: two marks, nothing dropped: 7.25, twice.
  EXPECT_EQ(ResultsOf(built->archive),
            (std::map<std::string, Result>{{"1", {2, "44.25"}}, {"2", {1, "45.5"}}}));
}

TEST(ArchiveBuildTest, TheSameTablesGiveTheSameArchive) {
  const BuildTables tables =
      TablesOf("code\n1\n", kMarkTitles + MarksOf("1", {"7", "8", "9"}, "30", "0"));
  EXPECT_EQ(BuildArchive(tables, PanelOptions())->archive.SerializeAsString(),
            BuildArchive(tables, PanelOptions())->archive.SerializeAsString());
}

TEST(ArchiveBuildTest, ANumberMeansNoMarkOnlyWhereMarksMayBeMissing) {
  const auto built = BuildArchive(
      TablesOf("code\n1\n", kMarkTitles + MarksOf("1", {"7", "8.0", "0.00"}, "0", "0")),
      PanelOptions());
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ(ResultsOf(built->archive).at("1").total,
            "15");  // the elements are worth 0, not missing
}

TEST(ArchiveBuildTest, AnAbsentRowAnEmptyValueAndTheNoMarkValueAreTheSame) {
  const auto total = [](const std::string& row) {
    const auto built = BuildArchive(
        TablesOf("code\n1\n2\n", kMarkTitles + MarksOf("1", {"7", "8", "9"}, "30", "0") + row +
                                     MarksOf("2", {"7", "8", "9", "9"}, "30", "0")),
        PanelOptions());
    EXPECT_TRUE(built.ok()) << built.status();
    return ResultsOf(built->archive).at("1").total;
  };
  EXPECT_EQ(total(""), "46");
  EXPECT_EQ(total("1,style,J4,\n"), "46");
  EXPECT_EQ(total("1,style,J4,0.0\n"), "46");
  EXPECT_EQ(total("1,style,J4,-\n"), "46");
  EXPECT_EQ(total("1,style,J4,9\n"), "47");
}

TEST(ArchiveBuildTest, AMissingMarkThatMayNotBeMissingLeavesTheSheetOpenAndSaysSo) {
  const auto built =
      BuildArchive(TablesOf("code\n1\n2\n", kMarkTitles + MarksOf("1", {"7", "8", "9"}, "", "0") +
                                                MarksOf("2", {"7", "8", "9"}, "1", "0")),
                   PanelOptions());
  ASSERT_TRUE(built.ok()) << built.status();
  ASSERT_THAT(built->notes, SizeIs(1));
  EXPECT_EQ(built->notes[0].place, "entrants.csv:2");
  EXPECT_NE(built->notes[0].en.find("imported/tech"), std::string::npos) << built->notes[0].en;
}

TEST(ArchiveBuildTest, WhatTheRulesRefuseIsNamedWithItsRow) {
  EXPECT_THAT(PlacesOf(ErrorOf(
                  TablesOf("code\n1\n", kMarkTitles + MarksOf("1", {"7", "11", "9"}, "30", "0")))),
              ElementsAre("marks.csv:3:D"));
}

TEST(ArchiveBuildTest, EveryUnreadableRowIsNamedAtOnce) {
  EXPECT_THAT(PlacesOf(ErrorOf(TablesOf("code\n1\n", std::string(kMarkTitles) + "1,style,J1,7\n"
                                                                                "9,style,J1,7\n"
                                                                                "1,nothing,J1,7\n"
                                                                                "1,style,J2,seven\n"
                                                                                "1,style,J1,8\n"))),
              ElementsAre("marks.csv:3:A", "marks.csv:4:B", "marks.csv:5:D", "marks.csv:6:D"));
}

TEST(ArchiveBuildTest, CodesAreCheckedAndMayNotRepeat) {
  EXPECT_THAT(PlacesOf(ErrorOf(TablesOf("code\n一号\n1\n1\n", kMarkTitles))),
              ElementsAre("entrants.csv:2:A", "entrants.csv:4:A"));
}

TEST(ArchiveBuildTest, AnItemMayBeNamedByItsPathAndMustBeWhereItsIdIsNotUnique) {
  const std::string items = std::string(kItems) + "panel,jumps,style,PANEL,10,1\n";
  EXPECT_THAT(
      PlacesOf(ErrorOf(TablesOf("code\n1\n", std::string(kMarkTitles) + "1,style,J1,7\n", items))),
      ElementsAre("marks.csv:2:B"));
  const auto built = BuildArchive(
      TablesOf(
          "code\n1\n",
          std::string(kMarkTitles) +
              "1,jumps/jumps/style,J1,7\n1,panel/art/art/style,J1,5\n1,elements,,0\n1,fall,,0\n",
          items),
      PanelOptions());
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ(ResultsOf(built->archive).at("1").total, "17");
}

TEST(ArchiveBuildTest, ItemsWithProblemsAreNamed) {
  EXPECT_THAT(PlacesOf(ErrorOf(TablesOf("code\n1\n", kMarkTitles,
                                        "part,item,kind,max,calculation\n"
                                        "panel,a,PANNEL,10,\n"
                                        ",b,PANEL,10,\n"
                                        "panel,c,PANEL,ten,\n"
                                        "panel,c,PANEL,10,\n"
                                        "panel,d,PANEL,10,MAGIC 1\n"))),
              ElementsAre("items.csv:2:C", "items.csv:3:A", "items.csv:4:D", "items.csv:5:B",
                          "items.csv:6:E"));
}

TEST(ArchiveBuildTest, IncidentsTakeEffect) {
  const auto built = BuildArchive(
      TablesOf("code\n1\n2\n",
               kMarkTitles + MarksOf("1", {"7", "8", "9"}, "30", "0") +
                   MarksOf("2", {"7", "8", "9"}, "20", "0"),
               kItems, "entrant,kind,rule,judge,witness,reason\n1,DISQUALIFIED,§4,J1,J2,rope\n"),
      PanelOptions());
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_EQ(ResultsOf(built->archive).at("1").place, 0u);
  EXPECT_EQ(ResultsOf(built->archive).at("2").place, 1u);
  EXPECT_THAT(PlacesOf(ErrorOf(TablesOf("code\n1\n", kMarkTitles, kItems,
                                        "entrant,kind,reason\n1,DISQUALIFIED,rope\n1,LATE,x\n"))),
              ElementsAre("incidents.csv:3:B"));
}

TEST(ArchiveBuildTest, JudgedItemsKeepThePanelOfEachEntrantAndAReScore) {
  BuildOptions options;
  options.pack = "worldskills-cis";
  const std::string items =
      "module,block,item,kind,max,calculation\n"
      "A,A1,j1,JUDGEMENT,60,\n"
      "A,A1,m1,MEASUREMENT,40,NUMBER_COMPLETED possible=8\n";
  const std::string marks =
      "entrant,item,judge,value,round\n"
      "1,j1,Ann,3,0\n1,j1,Bob,2,0\n1,j1,Cid,2,0\n1,m1,Ann,8,0\n"
      "2,j1,Ann,0,0\n2,j1,Bob,2,0\n2,j1,Dan,2,0\n2,m1,Bob,2,0\n"
      "2,j1,Ann,1,1\n2,j1,Bob,2,1\n2,j1,Dan,2,1\n";
  const auto built = BuildArchive(TablesOf("code\n1\n2\n", marks, items), options);
  ASSERT_TRUE(built.ok()) << built.status();
  EXPECT_THAT(built->notes, IsEmpty());
  // 60 * 7 / 9 = 46.67 and 40; 60 * 5 / 9 = 33.33 and 10.
  EXPECT_EQ(ResultsOf(built->archive),
            (std::map<std::string, Result>{{"1", {1, "86.67"}}, {"2", {2, "43.33"}}}));
}

TEST(ArchiveBuildTest, AJudgeWhoIsMissingFromAJudgedPanelIsNoticed) {
  BuildOptions options;
  options.pack = "worldskills-cis";
  const auto built =
      BuildArchive(TablesOf("code\n1\n2\n",
                            "entrant,item,judge,value\n1,j1,Ann,3\n1,j1,Bob,2\n1,j1,Cid,2\n"
                            "2,j1,Ann,3\n2,j1,Bob,2\n",
                            "module,item,kind,max\nA,j1,JUDGEMENT,100\n"),
                   options);
  ASSERT_TRUE(built.ok()) << built.status();
  ASSERT_THAT(built->notes, SizeIs(1));
  EXPECT_EQ(built->notes[0].place, "entrants.csv:3");
  EXPECT_EQ(built->notes[0].en, "2: panels too small to count: competition/A 2/3");
  EXPECT_EQ(ResultsOf(built->archive).at("1").place, 1u);
  EXPECT_EQ(ResultsOf(built->archive).at("2").place, 0u);
}

TEST(ArchiveBuildTest, WithoutAPackOrItemsItSaysWhatIsMissing) {
  BuildTables tables = TablesOf("code\n1\n", kMarkTitles);
  EXPECT_EQ(ReasonOf(ErrorOf(tables, BuildOptions())), Reason::REQUEST_INVALID);
  tables.items.reset();
  EXPECT_EQ(ReasonOf(ErrorOf(tables)), Reason::REQUEST_INVALID);
}

TEST(ArchiveBuildTest, ASchemeThatDoesNotFitThePackIsRefused) {
  EXPECT_EQ(ReasonOf(ErrorOf(
                TablesOf("code\n1\n", kMarkTitles, "part,item,kind,max\npanel,a,JUDGEMENT,10\n"))),
            Reason::SCHEME_DOES_NOT_FIT_PACK);
}

TEST(CalculationTextTest, ReadsTheFiveKinds) {
  EXPECT_TRUE(ParseCalculation("PASS_FAIL")->has_pass_fail());
  EXPECT_EQ(ParseCalculation("NUMBER_COMPLETED possible=8")->number_completed().possible(), "8");
  const auto difference =
      ParseCalculation("REGULAR_DIFFERENCE_DEDUCTION target=40 difference=5% deduction=0.25");
  ASSERT_TRUE(difference);
  EXPECT_TRUE(difference->difference_deduction().difference_in_percent());
  EXPECT_FALSE(difference->difference_deduction().deduction_in_percent());
  EXPECT_EQ(difference->difference_deduction().target(), "40");
  const auto ranged = ParseCalculation("RANGED_SCORE -0.5..0.5=0 -1..1=50%");
  ASSERT_TRUE(ranged);
  EXPECT_EQ(ranged->ranged_score().ranges(0).lower(), "-0.5");
  EXPECT_EQ(ranged->ranged_score().ranges(1).deduction(), "50");
  EXPECT_TRUE(ranged->ranged_score().deduction_in_percent());
  EXPECT_THAT(ParseCalculation("CHOICE 0 0.25 0.75")->choice().options(), SizeIs(3));
  for (const char* text :
       {"", "MAGIC", "PASS_FAIL 1", "NUMBER_COMPLETED", "CHOICE x", "NUMBER_COMPLETED possible=8%",
        "RANGED_SCORE 1=2", "REGULAR_DIFFERENCE_DEDUCTION goal=1"})
    EXPECT_FALSE(ParseCalculation(text)) << text;
}

}  // namespace
}  // namespace touchstone::cli
