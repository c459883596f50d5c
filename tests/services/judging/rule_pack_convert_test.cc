#include "services/judging/rule_pack_convert.h"

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/judging/shipped_packs.h"

namespace touchstone::judging {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

v1::RulePack Pack() { return *FindShippedRulePack("panel-trimmed"); }
v1::Scheme SchemeMessage() { return *FindShippedScheme("electrician-park-2024"); }

std::string WrongField(const std::function<void(v1::RulePack&)>& spoil) {
  v1::RulePack pack = Pack();
  spoil(pack);
  const auto converted = ToRulePack(pack);
  EXPECT_EQ(ReasonOf(converted.status()), Reason::RULE_PACK_INVALID);
  const auto fields = DetailOf(converted.status()).fields;
  return fields.empty() ? "" : fields[0].field;
}

std::string WrongField(const std::function<void(v1::Scheme&)>& spoil) {
  v1::Scheme scheme = SchemeMessage();
  spoil(scheme);
  const auto converted = ToScheme(scheme);
  EXPECT_EQ(ReasonOf(converted.status()), Reason::SCHEME_INVALID);
  const auto fields = DetailOf(converted.status()).fields;
  return fields.empty() ? "" : fields[0].field;
}

TEST(ShippedPacksTest, AreAllReadAndFitTheirSchemes) {
  EXPECT_EQ(ShippedRulePacks().size(), 5u);
  EXPECT_EQ(ShippedSchemes().size(), 2u);
  const std::pair<const char*, const char*> pairs[] = {
      {"electrician-30-70", "electrician-park-2024"},
      {"forklift-time-penalty", "forklift-park-2024"}};
  for (const auto& [pack, scheme] : pairs) {
    const absl::Status fits = ScoringRules::Check(ToRulePack(*FindShippedRulePack(pack)).value(),
                                                  ToScheme(*FindShippedScheme(scheme)).value());
    EXPECT_TRUE(fits.ok()) << fits;
  }
  EXPECT_EQ(FindShippedRulePack("no-such-pack"), nullptr);
}

TEST(ShippedPacksTest, NoJudgeOfAPanelSeesARunningTotal) {
  for (const v1::RulePack& pack : ShippedRulePacks()) {
    const bool alone = pack.id() == "electrician-30-70" || pack.id() == "forklift-time-penalty";
    EXPECT_EQ(ToRulePack(pack).value().running_total, alone) << pack.id();
  }
}

TEST(ShippedPacksTest, TextsForPeopleAreInBothLanguages) {
  for (const v1::RulePack& pack : ShippedRulePacks()) {
    EXPECT_FALSE(pack.display_name().zh().empty());
    EXPECT_FALSE(pack.display_name().en().empty());
  }
  for (const v1::Scheme& scheme : ShippedSchemes()) {
    for (const auto& part : scheme.parts()) {
      for (const auto& module : part.modules()) {
        for (const auto& block : module.blocks()) {
          for (const auto& item : block.items()) {
            EXPECT_FALSE(item.display_name().zh().empty()) << item.id();
            EXPECT_FALSE(item.display_name().en().empty()) << item.id();
          }
        }
      }
    }
  }
}

TEST(ToRulePackTest, ReadsTheRulesOfAPanel) {
  const RulePack pack = ToRulePack(Pack()).value();
  const ItemRule& rule = pack.item_rules.at(ItemKind::kPanel);
  EXPECT_EQ(rule.combine, Combine::kTrimmedMean);
  EXPECT_EQ(rule.drop_highest, 1);
  EXPECT_EQ(rule.least_marks_to_drop, 3);
  EXPECT_EQ(rule.panel_rounding, (Rounding{2, RoundingMode::kHalfUp}));
  EXPECT_TRUE(rule.may_be_missing);
  EXPECT_EQ(pack.tie_breaks[1].id, "panel");
  EXPECT_EQ(pack.parts[0].weight, Number(1));
}

TEST(ToRulePackTest, NamesThePathOfTheWrongField) {
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.set_id("Bad Id"); }), "id");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_display_name()->clear_zh(); }),
            "display_name.zh");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_item_rules(2)->set_drop_highest(1); }),
            "item_rules[2].drop_highest");
  EXPECT_EQ(
      WrongField([](v1::RulePack& p) { p.mutable_item_rules(0)->set_least_marks_to_drop(2); }),
      "item_rules[0].least_marks_to_drop");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_item_rules(0)->set_max_spread(1); }),
            "item_rules[0].max_spread");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { *p.add_item_rules() = p.item_rules(0); }),
            "item_rules[3].kind");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_parts(1)->set_weight("0,5"); }),
            "parts[1].weight");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_total_rounding()->set_places(7); }),
            "total_rounding.places");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.clear_tie_breaks(); }), "tie_breaks");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_tie_breaks(1)->clear_id(); }),
            "tie_breaks[1].id");
  EXPECT_EQ(WrongField([](v1::RulePack& p) { p.mutable_team_rule(); }), "team_rule.method");
  EXPECT_EQ(
      WrongField([](v1::RulePack& p) { p.add_prizes()->mutable_display_name()->set_zh("奖"); }),
      "prizes[0].first_place");
}

TEST(ToRulePackTest, ReportsEveryWrongField) {
  v1::RulePack pack = Pack();
  pack.set_id("");
  pack.mutable_parts(0)->set_weight("-1");
  pack.set_version("");
  EXPECT_EQ(DetailOf(ToRulePack(pack).status()).fields.size(), 3u);
}

TEST(ToSchemeTest, NamesThePathOfTheWrongField) {
  const auto item = [](v1::Scheme& s) {
    return s.mutable_parts(1)->mutable_modules(0)->mutable_blocks(1)->mutable_items(2);
  };
  const std::string at = "parts[1].modules[0].blocks[1].items[2]";
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->clear_max(); }), at + ".max");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_max("ten"); }), at + ".max");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_step("0"); }), at + ".step");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_id("a/b"); }), at + ".id");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_id("layout"); }), at + ".id");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_kind(v1::ITEM_KIND_FAULT); }),
            at + ".deduction");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_kind(v1::ITEM_KIND_MEASUREMENT); }),
            at + ".calculation");
  EXPECT_EQ(WrongField([&](v1::Scheme& s) { item(s)->set_disqualify_at(1); }),
            at + ".disqualify_at");
  EXPECT_EQ(WrongField([](v1::Scheme& s) { s.mutable_parts(1)->set_id("theory"); }), "parts[1].id");
  EXPECT_EQ(WrongField([](v1::Scheme& s) { s.clear_parts(); }), "parts");
}

TEST(ToSchemeTest, PathsAreMadeOfIds) {
  const Scheme scheme = ToScheme(SchemeMessage()).value();
  const SchemeBlock& safety = scheme.parts[1].modules[0].blocks[0];
  EXPECT_EQ(safety.path, "practice/m1/safety");
  EXPECT_EQ(safety.share, Number(10));
  EXPECT_EQ(safety.floor, Number(0));
  EXPECT_EQ(safety.items[3].path, "practice/m1/safety/damage");
  EXPECT_EQ(safety.items[3].disqualify_at, 2);
}

TEST(RulePackTextTest, ErrorsHaveFileAndLine) {
  const std::string text =
      "id: \"x\"\nversion: \"1\"\nparts { part_id: \"p\"\n weight: \"much\" }\n";
  const auto wrong = ParseRulePackText(
      "display_name { zh: \"x\" }\nitem_rules { kind: ITEM_KIND_POINTS combine: COMBINE_SHARED }\n"
      "tie_breaks { by: BY_TOTAL }\n" +
          text,
      "mine.txtpb");
  EXPECT_THAT(std::string(wrong.status().message()),
              StartsWith("mine.txtpb:7: parts[0].weight: not a decimal number"));
  EXPECT_EQ(ReasonOf(wrong.status()), Reason::RULE_PACK_INVALID);

  const auto unknown = ParseRulePackText("id: \"x\"\nweights: 3\n", "mine.txtpb");
  EXPECT_THAT(std::string(unknown.status().message()), StartsWith("mine.txtpb:2:"));
  EXPECT_THAT(std::string(unknown.status().message()), HasSubstr("weights"));

  const auto missing = ParseSchemeText("id: \"x\"\nparts {\n id: \"p\"\n}\n", "s.txtpb");
  EXPECT_THAT(std::string(missing.status().message()), StartsWith("s.txtpb:1: display_name.zh"));
  EXPECT_EQ(ReasonOf(missing.status()), Reason::SCHEME_INVALID);
}

// The example that docs/rule-packs.md tells people to start from.
TEST(RulePackTextTest, TheExampleOfTheGuideIsValid) {
  std::ifstream file(std::string(TOUCHSTONE_SOURCE_DIR) + "/docs/rule-packs.md");
  std::ostringstream guide;
  guide << file.rdbuf();
  const std::string text = guide.str();
  const std::size_t begin = text.find("id: \"welder-40-60\"");
  ASSERT_NE(begin, std::string::npos);
  const std::string example = text.substr(begin, text.find("```", begin) - begin);
  const auto pack = ParseRulePackText(example, "rule-packs.md");
  ASSERT_TRUE(pack.ok()) << pack.status();
  EXPECT_EQ(ToRulePack(*pack)->parts[1].weight, *Number::Parse("0.6"));
}

TEST(RulePackTextTest, ReadsBackWhatItWrites) {
  for (const v1::RulePack& pack : ShippedRulePacks()) {
    const auto again = ParseRulePackText(ToText(pack), "again");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(ContentHash(*again), ContentHash(pack));
  }
}

TEST(ContentHashTest, IsTheVersionOfTheContent) {
  const v1::RulePack pack = Pack();
  const std::string hash = ContentHash(pack);
  EXPECT_EQ(hash.size(), 64u);
  v1::RulePack other = pack;
  other.mutable_parts(0)->set_weight("0.99");
  EXPECT_NE(ContentHash(other), hash);
  EXPECT_EQ(ResourceId(pack.id(), hash), "panel-trimmed-" + hash.substr(0, 12));
}

TEST(ContentHashTest, IsSha256OfTheDeterministicSerialisation) {
  v1::Text empty;  // no bytes at all
  EXPECT_EQ(ContentHash(empty), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace touchstone::judging
