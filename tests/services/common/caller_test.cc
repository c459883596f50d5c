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

TEST(CallerTest, AJudgeIsOneJudge) {
  const Caller judge{v1::ROLE_JUDGE, "tokens/t", "events/e1", "events/e1/judges/j1", "", true};
  EXPECT_TRUE(judge.RequireJudge("events/e1/judges/j1").ok());
  EXPECT_EQ(ReasonOf(judge.RequireJudge("events/e1/judges/j2")), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(judge.RequireJudge("")), Reason::NOT_YOURS);
  const Caller chief{v1::ROLE_CHIEF_JUDGE, "tokens/t", "events/e1", "", "", true};
  EXPECT_TRUE(chief.RequireJudge("events/e1/judges/j2").ok());
}

}  // namespace
}  // namespace touchstone
