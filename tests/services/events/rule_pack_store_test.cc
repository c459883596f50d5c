#include "services/events/rule_pack_store.h"

#include <gmock/gmock.h>

#include "services/judging/shipped_packs.h"
#include "tests/services/events/events_fixture.h"

namespace touchstone {
namespace {

using Stub = v1::EventsService::Stub;

class RulePackStoreTest : public testing::EventsFixture {
 protected:
  absl::StatusOr<v1::StoredRulePack> Store(const v1::RulePack& pack) {
    v1::CreateRulePackRequest request;
    *request.mutable_rule_pack() = pack;
    return Try(&Stub::CreateRulePack, request);
  }
};

TEST_F(RulePackStoreTest, ShippedPacksAndSchemesAreThere) {
  const v1::ListRulePacksResponse packs = Do(&Stub::ListRulePacks, v1::ListRulePacksRequest());
  EXPECT_EQ(static_cast<std::size_t>(packs.rule_packs_size()), judging::ShippedRulePacks().size());
  for (const v1::StoredRulePack& pack : packs.rule_packs()) EXPECT_TRUE(pack.shipped());
  EXPECT_EQ(
      static_cast<std::size_t>(Do(&Stub::ListSchemes, v1::ListSchemesRequest()).schemes_size()),
      judging::ShippedSchemes().size());
}

TEST_F(RulePackStoreTest, TheSameContentIsTheSameResource) {
  const auto first = Store(testing::KindsPack());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->name(), ::testing::MatchesRegex("rulePacks/kinds-[0-9a-f]+"));
  EXPECT_EQ(Store(testing::KindsPack())->name(), first->name());
  v1::RulePack other = testing::KindsPack();
  other.set_version("2");
  EXPECT_NE(Store(other)->name(), first->name());
}

TEST_F(RulePackStoreTest, AShippedPackStaysShippedWhenItIsUploaded) {
  const auto stored = Store(judging::ShippedRulePacks().front());
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_TRUE(stored->shipped());
}

TEST_F(RulePackStoreTest, ABrokenPackIsRefusedWithThePath) {
  v1::RulePack pack = testing::KindsPack();
  pack.mutable_item_rules(0)->set_combine(v1::ItemRule::COMBINE_UNSPECIFIED);
  const absl::Status status = Store(pack).status();
  EXPECT_EQ(ReasonOf(status), Reason::RULE_PACK_INVALID);
  EXPECT_THAT(FieldsOf(status), ::testing::Contains(::testing::HasSubstr("item_rules[0]")));
}

TEST_F(RulePackStoreTest, ABrokenSchemeIsRefusedWithThePath) {
  v1::CreateSchemeRequest request;
  *request.mutable_scheme() = testing::KindsScheme();
  request.mutable_scheme()
      ->mutable_parts(0)
      ->mutable_modules(0)
      ->mutable_blocks(0)
      ->mutable_items(0)
      ->set_max("zehn");
  const absl::Status status = Try(&Stub::CreateScheme, request).status();
  EXPECT_EQ(ReasonOf(status), Reason::SCHEME_INVALID);
  EXPECT_THAT(FieldsOf(status), ::testing::Contains(::testing::HasSubstr("items[0].max")));
}

TEST_F(RulePackStoreTest, ADisciplineNeedsASchemeThatFitsItsPack) {
  MakeEvent();
  v1::RulePack pack = testing::KindsPack();
  pack.mutable_parts(0)->set_part_id("theory");
  const auto refused =
      Try(&Stub::CreateDiscipline, NewDiscipline("d1", pack, testing::KindsScheme()));
  EXPECT_EQ(ReasonOf(refused.status()), Reason::SCHEME_DOES_NOT_FIT_PACK);
}

TEST_F(RulePackStoreTest, AStageIsMadeOfPartsOfTheScheme) {
  MakeEvent();
  v1::CreateDisciplineRequest request =
      NewDiscipline("d1", testing::KindsPack(), testing::KindsScheme());
  v1::Stage& stage = *request.mutable_discipline()->add_stages();
  stage.set_id("heat");
  stage.mutable_display_name()->set_zh("预赛");
  stage.add_parts("theory");
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateDiscipline, request).status()), Reason::REFERENCE_UNKNOWN);
  request.mutable_discipline()->mutable_stages(0)->set_parts(0, "work");
  EXPECT_EQ(Do(&Stub::CreateDiscipline, request).stages_size(), 1);
}

}  // namespace
}  // namespace touchstone
