#include "services/common/id_generator.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "services/common/resource_name.h"

namespace touchstone {
namespace {

TEST(RandomIdGeneratorTest, IdsAreResourceIdsAndDoNotRepeat) {
  RandomIdGenerator ids;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = ids.NewId();
    EXPECT_TRUE(IsResourceId(id)) << id;
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(RandomIdGeneratorTest, BytesDoNotRepeat) {
  RandomIdGenerator ids;
  EXPECT_EQ(ids.RandomBytes(32).size(), 32u);
  EXPECT_NE(ids.RandomBytes(32), ids.RandomBytes(32));
}

TEST(CountingIdGeneratorTest, GivesTheSameIdsInEveryRun) {
  CountingIdGenerator ids;
  EXPECT_EQ(ids.NewId(), "id-1");
  EXPECT_EQ(ids.NewId(), "id-2");
  EXPECT_EQ(ids.RandomBytes(4), "3xxx");
}

}  // namespace
}  // namespace touchstone
