#include "services/common/clock.h"

#include <gtest/gtest.h>

namespace touchstone {
namespace {

TEST(ClockTest, TheFakeClockStandsUntilItIsMoved) {
  FakeClock clock;
  const Time start = clock.Now();
  EXPECT_EQ(clock.Now(), start);
  clock.Advance(std::chrono::milliseconds(1500));
  EXPECT_EQ(clock.Now() - start, std::chrono::milliseconds(1500));
}

TEST(ClockTest, TimestampsGoBothWaysAlsoBefore1970) {
  for (const std::int64_t nanos : {0LL, 1'767'225'600'123'456'789LL, -1LL, -1'500'000'000LL}) {
    const Time time{std::chrono::nanoseconds(nanos)};
    const auto timestamp = ToTimestamp(time);
    EXPECT_GE(timestamp.nanos(), 0);
    EXPECT_EQ(FromTimestamp(timestamp), time) << nanos;
  }
}

}  // namespace
}  // namespace touchstone
