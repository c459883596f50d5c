#include "services/judging/scoring_running_total.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::judging {
namespace {

class RunningTotalTest : public ::testing::Test, protected ScoringFixture {
 protected:
  RunningTotalTest() { pack.running_total = true; }

  // "-" when there is none.
  std::string TotalOf(const std::string& judge = "a") {
    const ScoringRules rules(pack, scheme);
    const auto total = RunningTotal(rules, *rules.FindModule("p/m"), panels["p/m"], judge, sheets);
    return total ? total->ToString() : "-";
  }
};

TEST_F(RunningTotalTest, IsWhatTheMarksAddUpTo) {
  AddItem(ItemKind::kPoints, "i1");
  AddItem(ItemKind::kPoints, "i2");
  block().share = 5;
  EXPECT_EQ(TotalOf(), "5");
  Enter("a", "p/m/b/i1", "7.25");
  EXPECT_EQ(TotalOf(), "12.25");
  Enter("a", "p/m/b/i2", "1");
  EXPECT_EQ(TotalOf(), "13.25");
}

TEST_F(RunningTotalTest, IsTheModuleOfTheStandingsOnceTheJudgeSealed) {
  AddItem(ItemKind::kFault, "f").deduction = N("0.5");
  AddItem(ItemKind::kPoints, "i");
  Enter("a", "p/m/b/f", "3");
  Enter("a", "p/m/b/i", "6.5");
  const std::string before = TotalOf();
  EXPECT_NE(ValueOf("p/m"), before);
  SealAll();
  EXPECT_EQ(ValueOf("p/m"), before);
  EXPECT_EQ(TotalOf(), before);
}

// Planted fault: another judge's marks could be worked out from it.
TEST_F(RunningTotalTest, IsNotShownWhereSeveralMark) {
  AddItem(ItemKind::kPoints);
  Enter("a", "p/m/b/i", "7");
  EXPECT_EQ(TotalOf(), "7");
  SetPanel({"a", "b"});
  EXPECT_EQ(TotalOf("a"), "-");
  EXPECT_EQ(TotalOf("b"), "-");
  SetPanel({"a"});
  module().panel_size = 2;
  EXPECT_EQ(TotalOf(), "-");
}

TEST_F(RunningTotalTest, IsNotShownToSomebodyElseNorWithoutThePacksLeave) {
  AddItem(ItemKind::kPoints);
  Enter("a", "p/m/b/i", "7");
  EXPECT_EQ(TotalOf("b"), "-");
  SetPanel({});
  EXPECT_EQ(TotalOf(), "-");
  SetPanel({"a"});
  pack.running_total = false;
  EXPECT_EQ(TotalOf(), "-");
}

TEST_F(RunningTotalTest, IsNotThereBeforeThereIsATime) {
  pack.measure = Measure::kSeconds;
  AddItem(ItemKind::kTime, "t", "600");
  AddItem(ItemKind::kPenalty, "x").seconds = 5;
  Enter("a", "p/m/b/x", "2");
  EXPECT_EQ(TotalOf(), "-");
  Enter("a", "p/m/b/t", "83.4");
  EXPECT_EQ(TotalOf(), "93.4");
}

TEST_F(RunningTotalTest, OfSeveralAttemptsIsThatOfTheRule) {
  pack.measure = Measure::kSeconds;
  module().attempts = 2;
  AddItem(ItemKind::kTime, "t", "600");
  Enter("a", "p/m/b/t", "90");
  Enter("a", "p/m/b/t", "83.4", 2);
  EXPECT_EQ(TotalOf(), "83.4");
}

TEST_F(RunningTotalTest, FollowsIncidents) {
  AddItem(ItemKind::kPoints);
  Enter("a", "p/m/b/i", "7");
  Happen(IncidentKind::kSafetyZero, "p/m");
  EXPECT_EQ(TotalOf(), "0");
  Happen(IncidentKind::kDisqualified, "");
  EXPECT_EQ(TotalOf(), "-");
}

TEST_F(RunningTotalTest, LeavesTheSheetOpen) {
  AddItem(ItemKind::kPoints);
  Enter("a", "p/m/b/i", "7");
  EXPECT_EQ(TotalOf(), "7");
  EXPECT_FALSE(sheets.IsSealed("p/m", "a"));
}

}  // namespace
}  // namespace touchstone::judging
