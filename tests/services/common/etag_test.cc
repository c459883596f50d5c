#include "services/common/etag.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone {
namespace {

TEST(EtagTest, ChangesWithTheContentAndWithEveryChangeBack) {
  v1::Company company;
  company.set_display_name("a");
  const std::string first = NextEtag("", company);
  company.set_display_name("b");
  const std::string second = NextEtag(first, company);
  company.set_display_name("a");
  const std::string third = NextEtag(second, company);
  EXPECT_NE(first, second);
  EXPECT_NE(first, third);
  EXPECT_EQ(first.size(), 16u);
}

TEST(EtagTest, OnlyTheCurrentOneOrNoneIsAccepted) {
  EXPECT_TRUE(CheckEtag("", "x").ok());
  EXPECT_TRUE(CheckEtag("x", "x").ok());
  EXPECT_EQ(ReasonOf(CheckEtag("y", "x")), Reason::ETAG_MISMATCH);
}

}  // namespace
}  // namespace touchstone
