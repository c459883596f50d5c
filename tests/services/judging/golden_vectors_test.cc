#include "tests/services/judging/golden_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace touchstone::judging {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(GoldenVectorsTest, ElectriciansTheoryAndPractice) {
  EXPECT_THAT(DifferencesFromGolden("electrician.txt"), IsEmpty());
}

TEST(GoldenVectorsTest, ForkliftTimePlusPenalties) {
  EXPECT_THAT(DifferencesFromGolden("forklift.txt"), IsEmpty());
}

TEST(GoldenVectorsTest, PanelWithHighestAndLowestDropped) {
  EXPECT_THAT(DifferencesFromGolden("panel.txt"), IsEmpty());
  EXPECT_THAT(DifferencesFromGolden("panel-imported-first.txt"), IsEmpty());
}

TEST(GoldenVectorsTest, WorldSkillsAspects) {
  EXPECT_THAT(DifferencesFromGolden("worldskills.txt"), IsEmpty());
}

// Planted faults: a pack in which one rule is missing, and the vector that finds it.

TEST(PlantedFaultTest, PanelRoundingDroppedIsFoundByTheGoldenVector) {
  const auto drop = [](RulePack& pack) {
    pack.item_rules.at(ItemKind::kPanel).panel_rounding.reset();
  };
  EXPECT_THAT(DifferencesFromGolden("panel.txt", drop),
              Contains("one-mark-is-missing: total is 50.27, not 50.28"));
}

TEST(PlantedFaultTest, PanelRoundingMovedToThePartIsFoundByTheGoldenVector) {
  const auto move = [](RulePack& pack) {
    auto& points = pack.item_rules.at(ItemKind::kPoints);
    points.panel_rounding.reset();  // practice is still rounded to two places, but later
  };
  EXPECT_THAT(DifferencesFromGolden("electrician.txt", move),
              Contains("a-usual-day: total is 80.61, not 80.6"));
}

TEST(PlantedFaultTest, RoundingHalfDownIsFoundByTheGoldenVector) {
  const auto cut = [](RulePack& pack) {
    pack.item_rules.at(ItemKind::kPanel).panel_rounding->mode = RoundingMode::kDown;
  };
  EXPECT_THAT(DifferencesFromGolden("panel.txt", cut), Not(IsEmpty()));
}

TEST(PlantedFaultTest, DroppingMarksBeforeMissingOnesAreLeftOutIsFound) {
  // With the two marks that are there dropped too, nothing would be left.
  const auto drop = [](RulePack& pack) { pack.item_rules.at(ItemKind::kPanel).drop_lowest = 0; };
  EXPECT_THAT(DifferencesFromGolden("panel.txt", drop), Not(IsEmpty()));
}

TEST(PlantedFaultTest, AttemptRuleLastInsteadOfBestIsFound) {
  const auto last = [](RulePack& pack) { pack.attempt_rule = AttemptRule::kLast; };
  EXPECT_THAT(DifferencesFromGolden("forklift.txt", last),
              Contains("the-better-attempt-counts: total is 220.1, not 217.35"));
}

TEST(PlantedFaultTest, SpreadCheckSwitchedOffIsFound) {
  const auto off = [](RulePack& pack) {
    pack.item_rules.at(ItemKind::kJudgement).max_spread.reset();
  };
  EXPECT_THAT(DifferencesFromGolden("worldskills.txt", off), Not(IsEmpty()));
}

TEST(PlantedFaultTest, EveryRoundingPointOfThePanelPackMatters) {
  const auto item = [](RulePack& pack) {
    pack.item_rules.at(ItemKind::kPanel).item_rounding.reset();
  };
  EXPECT_THAT(DifferencesFromGolden("panel.txt", item), Not(IsEmpty()));
}

}  // namespace
}  // namespace touchstone::judging
