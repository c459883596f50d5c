#include "services/leaderboard/ranking.h"

#include <gtest/gtest.h>

#include "services/judging/rule_pack_convert.h"
#include "services/judging/shipped_packs.h"
#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::leaderboard {
namespace {

using judging::EntrantStatus;
using judging::N;
using judging::ScoringFixture;
using judging::TieBreak;

// Parts p (module p/m) and q (module q/m), each with one item of points.
class RankingTest : public ::testing::Test {
 protected:
  RankingTest() {
    f.AddItem(judging::ItemKind::kPoints);
    judging::SchemePart q{.path = "q"};
    q.modules = {{.path = "q/m"}};
    q.modules[0].blocks = {{.path = "q/m/b"}};
    q.modules[0].blocks[0].items = {{.path = "q/m/b/i", .kind = judging::ItemKind::kPoints}};
    f.scheme.parts.push_back(q);
    f.pack.parts.push_back({.part_id = "q", .weight = N("0.5")});
    f.panels["q/m"] = {"a"};
  }

  RankKey KeyOf(const char* p, const char* q, const std::vector<std::string>& stage = {}) {
    f.sheets = judging::EntrantSheets();
    f.Enter("a", "p/m/b/i", p);
    f.Enter("a", "q/m/b/i", q);
    f.SealAll("p/m");
    f.SealAll("q/m");
    return RankKeyOf(judging::ScoringRules(f.pack, f.scheme), f.Result(), stage);
  }

  ScoringFixture f;
};

TEST_F(RankingTest, TheGreaterTotalIsBetter) {
  EXPECT_TRUE(KeyOf("8", "2") < KeyOf("7", "2"));
  EXPECT_FALSE(KeyOf("7", "2") < KeyOf("8", "2"));
}

TEST_F(RankingTest, WhereSecondsAreMeasuredTheSmallerTotalIsBetter) {
  f.pack.measure = judging::Measure::kSeconds;
  f.scheme.parts[0].modules[0].blocks[0].items[0].kind = judging::ItemKind::kTime;
  f.scheme.parts[1].modules[0].blocks[0].items[0].kind = judging::ItemKind::kTime;
  f.pack.item_rules.try_emplace(judging::ItemKind::kTime);
  EXPECT_TRUE(KeyOf("7", "2") < KeyOf("8", "2"));
}

TEST_F(RankingTest, EqualKeysShareAPlace) {
  EXPECT_EQ(KeyOf("7", "4"), KeyOf("8", "2"));  // 7 + 2 = 8 + 1
}

TEST_F(RankingTest, TieBreaksDecideInTheirOrder) {
  f.pack.tie_breaks = {{TieBreak::By::kTotal}, {TieBreak::By::kPart, "q"}};
  EXPECT_TRUE(KeyOf("7", "4") < KeyOf("8", "2"));
  f.pack.tie_breaks = {
      {TieBreak::By::kTotal}, {TieBreak::By::kPart, "p"}, {TieBreak::By::kPart, "q"}};
  EXPECT_TRUE(KeyOf("8", "2") < KeyOf("7", "4"));
}

// Planted fault: without its second key the pack leaves a tie that it should break.
TEST_F(RankingTest, OneTieBreakDroppedIsFound) {
  f.pack.tie_breaks = {{TieBreak::By::kTotal}, {TieBreak::By::kModule, "q/m"}};
  ASSERT_NE(KeyOf("7", "4"), KeyOf("8", "2"));
  f.pack.tie_breaks.pop_back();
  EXPECT_EQ(KeyOf("7", "4"), KeyOf("8", "2"));
}

TEST_F(RankingTest, ATieBreakMayPreferTheSmallerValue) {
  f.pack.tie_breaks = {{TieBreak::By::kTotal}, {TieBreak::By::kItem, "q/m/b/i", true}};
  EXPECT_TRUE(KeyOf("8", "2") < KeyOf("7", "4"));
}

TEST_F(RankingTest, APartIsComparedBeforeItsWeight) {
  f.pack.tie_breaks = {{TieBreak::By::kPart, "q"}};
  EXPECT_EQ(KeyOf("7", "4").values, std::vector<Number>{N("4")});
}

TEST_F(RankingTest, AStageHasItsOwnTotalAndTieBreaks) {
  f.pack.tie_breaks = {
      {TieBreak::By::kTotal}, {TieBreak::By::kPart, "p"}, {TieBreak::By::kModule, "q/m"}};
  const RankKey key = KeyOf("7", "5", {"q"});
  EXPECT_EQ(key.values, (std::vector<Number>{N("2.5"), N("5")}));
}

TEST(ShippedTieBreakTest, ElectriciansAreComparedByTotalPracticeAndTwoModules) {
  const auto pack = judging::ToRulePack(*judging::FindShippedRulePack("electrician-30-70")).value();
  ASSERT_EQ(pack.tie_breaks.size(), 4u);
  EXPECT_EQ(pack.tie_breaks[0].by, TieBreak::By::kTotal);
  EXPECT_EQ(pack.tie_breaks[1].id, "practice");
  EXPECT_EQ(pack.tie_breaks[2].id, "practice/m1");
  EXPECT_EQ(pack.tie_breaks[3].id, "practice/m2");
}

TEST(IsRankedTest, OnlyResultsHaveAPlace) {
  EXPECT_TRUE(IsRanked(EntrantStatus::kFinal));
  EXPECT_TRUE(IsRanked(EntrantStatus::kProvisional));
  for (const EntrantStatus status :
       {EntrantStatus::kWaiting, EntrantStatus::kRescore, EntrantStatus::kDidNotFinish,
        EntrantStatus::kDidNotStart, EntrantStatus::kDisqualified, EntrantStatus::kWithdrawn}) {
    EXPECT_FALSE(IsRanked(status));
  }
}

}  // namespace
}  // namespace touchstone::leaderboard
