#include "services/tables/stable_id.h"

#include <gtest/gtest.h>

namespace touchstone::tables {
namespace {

TEST(StableIdTest, IsTheSameForTheSameTextAndFitsTheApi) {
  EXPECT_EQ(StableId("c", "north"), "north");
  EXPECT_EQ(StableId("c", "北方电力"), StableId("c", "北方电力"));
  EXPECT_NE(StableId("c", "北方电力"), StableId("c", "南方物流"));
  EXPECT_NE(StableId("c", "North"), StableId("c", "north"));
  EXPECT_EQ(StableId("c", "").size(), 18u);
}

}  // namespace
}  // namespace touchstone::tables
