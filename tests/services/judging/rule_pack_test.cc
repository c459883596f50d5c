#include "services/judging/rule_pack.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::judging {
namespace {

// The path that the refusal names; empty when the scheme fits.
std::string RefusedAt(const ScoringFixture& f) {
  const absl::Status status = ScoringRules::Check(f.pack, f.scheme);
  if (status.ok()) return "";
  EXPECT_EQ(ReasonOf(status), Reason::SCHEME_DOES_NOT_FIT_PACK);
  return DetailOf(status).fields.at(0).field;
}

TEST(SchemeFitsPackTest, AcceptsWhatThePackKnows) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  EXPECT_EQ(RefusedAt(f), "");
}

TEST(SchemeFitsPackTest, RefusesAKindWithoutARule) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.pack.item_rules.clear();
  EXPECT_EQ(RefusedAt(f), "p/m/b/i");
}

TEST(SchemeFitsPackTest, RefusesAPartWithoutARule) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.pack.parts[0].part_id = "other";
  EXPECT_EQ(RefusedAt(f), "p");
}

TEST(SchemeFitsPackTest, MaximaAddUpToTheFullMarks) {
  ScoringFixture f;
  f.block().share = 10;
  f.AddItem(ItemKind::kFault, "fault").deduction = 5;
  f.AddItem(ItemKind::kPoints, "points", "80");
  f.AddItem(ItemKind::kPanel, "panel", "5").factor = 2;
  f.pack.parts[0].full_marks = Number(100);
  EXPECT_EQ(RefusedAt(f), "");
  f.AddItem(ItemKind::kPoints, "more", "0.01");
  EXPECT_EQ(RefusedAt(f), "p");
}

TEST(SchemeFitsPackTest, APartWithFullMarksMayNotBeAbsent) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.pack.parts.push_back({.part_id = "theory", .full_marks = Number(100)});
  EXPECT_EQ(RefusedAt(f), "theory");
}

TEST(SchemeFitsPackTest, RefusesATieBreakThatNamesNothing) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  for (const TieBreak& good :
       {TieBreak{TieBreak::By::kPart, "p"}, TieBreak{TieBreak::By::kModule, "p/m"},
        TieBreak{TieBreak::By::kItem, "p/m/b/i"}}) {
    f.pack.tie_breaks = {{TieBreak::By::kTotal}, good};
    EXPECT_EQ(RefusedAt(f), "") << good.id;
    f.pack.tie_breaks[1].id += "x";
    EXPECT_EQ(RefusedAt(f), "tie_breaks[1].id");
  }
  f.pack.tie_breaks.clear();
  f.pack.team_rule = GroupRule{.tie_breaks = {{TieBreak::By::kPart, "practice"}}};
  EXPECT_EQ(RefusedAt(f), "team_rule.tie_breaks[0].id");
}

TEST(SchemeFitsPackTest, RefusesALeagueInWhichNoPlaceIsWorthAPoint) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.pack.company_rule = GroupRule{.method = GroupRule::Method::kLeaguePoints, .points = {0, 0}};
  EXPECT_EQ(RefusedAt(f), "company_rule.points");
  f.pack.company_rule->points_for_others = 1;
  EXPECT_EQ(RefusedAt(f), "");
}

TEST(ScoringRulesTest, LooksUpByPath) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints, "one");
  f.AddItem(ItemKind::kTime, "two");
  ScoringRules made(f.pack, f.scheme);
  const ScoringRules rules(std::move(made));
  EXPECT_EQ(rules.FindItem("p/m/b/two")->kind, ItemKind::kTime);
  EXPECT_EQ(rules.PlaceOf("p/m/b/two")->item, 1);
  EXPECT_EQ(rules.FindItem("p/m/b/three"), nullptr);
  EXPECT_EQ(rules.PlaceOf("p/m"), std::nullopt);
  EXPECT_EQ(rules.FindModule("p/m")->path, "p/m");
  EXPECT_EQ(rules.FindModule("p"), nullptr);
  for (const char* scope : {"p", "p/m", "p/m/b"}) EXPECT_TRUE(rules.HasScope(scope)) << scope;
  for (const char* scope : {"", "p/m/b/one", "q"}) EXPECT_FALSE(rules.HasScope(scope)) << scope;
}

}  // namespace
}  // namespace touchstone::judging
