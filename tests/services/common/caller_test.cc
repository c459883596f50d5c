#include "services/common/caller.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace touchstone {
namespace {

TEST(CallerTest, ATokenOfOneEventIsGoodForWhatLiesInItOnly) {
  const Caller caller{v1::ROLE_DESK, "tokens/t", "events/e1", "", "", true};
  EXPECT_TRUE(caller.RequireEvent("events/e1").ok());
  EXPECT_TRUE(caller.RequireEvent("events/e1/entrants/7").ok());
  for (const char* other : {"events/e2", "events/e11", "events/e1x/entrants/7", "", "e1"}) {
    EXPECT_EQ(ReasonOf(caller.RequireEvent(other)), Reason::NOT_YOURS) << other;
  }
}

TEST(CallerTest, ATokenWithoutEventIsGoodForAllAndNoTokenForNone) {
  const Caller organiser{v1::ROLE_ORGANISER, "tokens/t", "", "", "", true};
  EXPECT_TRUE(organiser.RequireEvent("events/e2").ok());
  EXPECT_EQ(ReasonOf(Caller().RequireEvent("events/e2")), Reason::NOT_YOURS);
}

}  // namespace
}  // namespace touchstone
