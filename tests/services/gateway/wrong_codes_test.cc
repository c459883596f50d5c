#include "services/gateway/wrong_codes.h"

#include <gtest/gtest.h>

#include <vector>

namespace touchstone::gateway {
namespace {

using namespace std::chrono_literals;

class WrongCodesTest : public ::testing::Test {
 protected:
  static Limits Few() {
    Limits limits;
    limits.wrong_codes_per_address = 3;
    limits.wrong_codes = 5;
    limits.wrong_code_time = 60s;
    return limits;
  }
  // Whether it was looked at; it was wrong.
  bool TryWrong(const std::string& address) {
    WrongCodes::Try tried = codes_.Begin(address, now_);
    if (tried == nullptr) return false;
    codes_.Wrong(std::move(tried), now_);
    return true;
  }
  bool TryGood(const std::string& address) { return codes_.Begin(address, now_) != nullptr; }

  WrongCodes codes_{Few()};
  WrongCodes::Time now_{};
};

TEST_F(WrongCodesTest, AfterThreeWrongCodesAnAddressIsNotLookedAt) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(TryWrong("a")) << i;
  EXPECT_FALSE(TryWrong("a"));
  EXPECT_FALSE(TryGood("a"));
  EXPECT_TRUE(TryGood("b"));
}

TEST_F(WrongCodesTest, TheGoodCodeOfAPatientReaderStillAnswers) {
  for (int i = 0; i < 3; ++i) TryWrong("a");
  now_ += 59s;
  EXPECT_FALSE(TryGood("a"));
  now_ += 1s;
  EXPECT_TRUE(TryGood("a"));
}

TEST_F(WrongCodesTest, WrongCodesAreForgottenOneByOne) {
  for (int i = 0; i < 3; ++i) {
    TryWrong("a");
    now_ += 10s;
  }
  now_ += 30s;  // the first is a minute ago
  EXPECT_TRUE(TryWrong("a"));
  EXPECT_FALSE(TryWrong("a"));
}

TEST_F(WrongCodesTest, GoodCodesAreNotCounted) {
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(TryGood("a")) << i;
}

TEST_F(WrongCodesTest, ManyAtOnceAreNoWayAroundTheLimit) {
  std::vector<WrongCodes::Try> tries;
  for (int i = 0; i < 3; ++i) tries.push_back(codes_.Begin("a", now_));
  EXPECT_EQ(codes_.Begin("a", now_), nullptr);
  tries.pop_back();  // it was right
  EXPECT_NE(codes_.Begin("a", now_), nullptr);
}

TEST_F(WrongCodesTest, WrongCodesOfAllAreBounded) {
  for (const char* address : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(TryWrong(address));
  EXPECT_FALSE(TryWrong("f"));
}

}  // namespace
}  // namespace touchstone::gateway
