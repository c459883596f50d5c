#include "services/events/resource_kinds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "touchstone/v1/events.pb.h"

namespace touchstone::events {
namespace {

using ::testing::ElementsAre;

TEST(ResourceKindsTest, NamesAndKeysOfEveryKindCarryTheSameIds) {
  for (const char* kind : {"company", "worker", "event", "discipline", "team", "entrant", "judge",
                           "assignment", "rulePack", "scheme"}) {
    const ResourceKind& found = KindNamed(kind);
    const std::string name = NameOf(found, {found.in_event ? "e1" : "", "x-7"});
    const absl::StatusOr<ResourceId> id = ParseName(found, name);
    ASSERT_TRUE(id.ok()) << name;
    EXPECT_EQ(id->id, "x-7");
    EXPECT_EQ(id->event, found.in_event ? "e1" : "");
    EXPECT_TRUE(KeyOf(found, *id).starts_with(PrefixOf(found, id->event))) << name;
  }
}

TEST(ResourceKindsTest, EveryNamedFieldIsAFieldOfTheMessage) {
  const google::protobuf::Descriptor* descriptors[] = {
      v1::Company::descriptor(), v1::Worker::descriptor(),     v1::Event::descriptor(),
      v1::Team::descriptor(),    v1::Discipline::descriptor(), v1::Entrant::descriptor(),
      v1::Judge::descriptor(),   v1::Assignment::descriptor()};
  for (const google::protobuf::Descriptor* descriptor : descriptors) {
    const ResourceKind& kind = KindOf(*descriptor);
    for (std::string_view field : kind.output_only) {
      EXPECT_NE(descriptor->FindFieldByName(std::string(field)), nullptr) << field;
    }
    for (const Reference& reference : kind.references) {
      EXPECT_NE(descriptor->FindFieldByName(std::string(reference.field)), nullptr)
          << reference.field;
    }
  }
}

TEST(ResourceKindsTest, ChangedFieldsAreThoseThatDifferButForOutputOnly) {
  v1::Assignment before;
  before.set_name("events/e1/assignments/a");
  before.set_judge("events/e1/judges/j");
  before.add_entrants("events/e1/entrants/1");
  v1::Assignment after = before;
  after.set_etag("other");
  EXPECT_TRUE(ChangedFields(KindNamed("assignment"), before, after).empty());
  after.add_entrants("events/e1/entrants/2");
  after.set_state(v1::Assignment::STATE_ENDED);
  EXPECT_THAT(ChangedFields(KindNamed("assignment"), before, after),
              ElementsAre("entrants", "state"));
}

}  // namespace
}  // namespace touchstone::events
