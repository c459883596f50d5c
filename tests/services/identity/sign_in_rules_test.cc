#include "services/identity/sign_in_rules.h"

#include <gtest/gtest.h>

namespace touchstone::identity {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow{std::chrono::hours(500'000)};

TEST(SignInRulesTest, FourWrongTriesLockNobodyOut) {
  for (std::uint32_t count = 0; count < 5; ++count) {
    EXPECT_FALSE(LockOutAfter({count, kNow}, Secret::kPassword, kNow).locked) << count;
    EXPECT_FALSE(LockOutAfter({count, kNow}, Secret::kPin, kNow).locked) << count;
  }
}

TEST(SignInRulesTest, AfterTheFifthAPauseOfFiveMinutes) {
  const LockOut lock = LockOutAfter({5, kNow}, Secret::kPassword, kNow + minutes(5) - seconds(1));
  EXPECT_TRUE(lock.locked);
  EXPECT_EQ(lock.until, kNow + minutes(5));
  EXPECT_FALSE(LockOutAfter({5, kNow}, Secret::kPassword, kNow + minutes(5)).locked);
}

TEST(SignInRulesTest, AServerClockThatIsSetBackLocksNobodyOutForLonger) {
  EXPECT_FALSE(LockOutAfter({5, kNow}, Secret::kPin, kNow - seconds(1)).locked);
  EXPECT_TRUE(LockOutAfter({15, kNow}, Secret::kPin, kNow - std::chrono::hours(9000)).locked);
}

TEST(SignInRulesTest, AfterThePauseFiveMore) {
  for (std::uint32_t count = 6; count < 10; ++count) {
    EXPECT_FALSE(LockOutAfter({count, kNow}, Secret::kPin, kNow).locked) << count;
  }
  EXPECT_TRUE(LockOutAfter({10, kNow}, Secret::kPin, kNow).locked);
}

TEST(SignInRulesTest, FifteenWrongPinsLockForGoodAndPasswordsOnlyPause) {
  const Time later = kNow + std::chrono::hours(1000);
  const LockOut pin = LockOutAfter({15, kNow}, Secret::kPin, later);
  EXPECT_TRUE(pin.locked);
  EXPECT_FALSE(pin.until.has_value());
  EXPECT_TRUE(LockOutAfter({16, kNow}, Secret::kPin, later).locked);
  EXPECT_FALSE(LockOutAfter({15, kNow}, Secret::kPassword, later).locked);
}

}  // namespace
}  // namespace touchstone::identity
