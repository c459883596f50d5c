#include "services/common/number.h"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace touchstone {
namespace {

Number N(const char* text) { return Number::Parse(text).value(); }

TEST(NumberParseTest, ReadsDecimals) {
  EXPECT_EQ(N("0"), Number(0));
  EXPECT_EQ(N("-12.50"), Number::Ratio(-25, 2));
  EXPECT_EQ(N("007.0"), Number(7));
  EXPECT_EQ(N("-0.0"), Number(0));
  EXPECT_EQ(N("999999999999.999999999999").ToString(), "999999999999.999999999999");
}

TEST(NumberParseTest, RefusesEverythingElse) {
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", " 1", "1 ", "1e3", "1,5", "--1", "0x10",
                           "1.2.3", "１", "nan", "1234567890123", "0.1234567890123"}) {
    EXPECT_EQ(Number::Parse(text), std::nullopt) << text;
  }
}

TEST(NumberTextTest, IsTheShortestDecimalOrAFraction) {
  EXPECT_EQ(N("8.50").ToString(), "8.5");
  EXPECT_EQ(Number::Ratio(-1, 8).ToString(), "-0.125");
  EXPECT_EQ(Number::Ratio(22, 7).ToString(), "22/7");
  EXPECT_EQ(Number::Ratio(-22, -7).ToString(), "22/7");
  EXPECT_EQ(Number(-3).ToString(), "-3");
}

TEST(NumberTextTest, FixedHasAllPlaces) {
  EXPECT_EQ(N("8.5").ToFixed(2), "8.50");
  EXPECT_EQ(N("-0.005").ToFixed(2), "-0.01");
  EXPECT_EQ(N("0.05").ToFixed(2), "0.05");
  EXPECT_EQ(Number(12).ToFixed(0), "12");
}

struct RoundingCase {
  const char* value;
  int places;
  const char* half_up;
  const char* half_even;
  const char* down;
};

TEST(NumberRoundingTest, FollowsTheMode) {
  const RoundingCase cases[] = {{"2.345", 2, "2.35", "2.34", "2.34"},
                                {"-2.345", 2, "-2.35", "-2.34", "-2.34"},
                                {"2.355", 2, "2.36", "2.36", "2.35"},
                                {"2.3449", 2, "2.34", "2.34", "2.34"},
                                {"-2.3451", 2, "-2.35", "-2.35", "-2.34"},
                                {"0.5", 0, "1", "0", "0"},
                                {"-0.5", 0, "-1", "0", "0"},
                                {"1.5", 0, "2", "2", "1"},
                                {"8.375", 2, "8.38", "8.38", "8.37"},
                                {"-0.004", 2, "0", "0", "0"},
                                {"7", 6, "7", "7", "7"}};
  for (const RoundingCase& c : cases) {
    EXPECT_EQ(N(c.value).Rounded({c.places, RoundingMode::kHalfUp}), N(c.half_up)) << c.value;
    EXPECT_EQ(N(c.value).Rounded({c.places, RoundingMode::kHalfEven}), N(c.half_even)) << c.value;
    EXPECT_EQ(N(c.value).Rounded({c.places, RoundingMode::kDown}), N(c.down)) << c.value;
  }
}

TEST(NumberRoundingTest, AThirdOfAMarkIsExactUntilItIsRounded) {
  const Number third = Number(1) / Number(3);
  EXPECT_EQ(third + third + third, Number(1));
  EXPECT_EQ(third.Rounded({2, RoundingMode::kHalfUp}), N("0.33"));
}

TEST(NumberRoundingTest, FloorGoesTowardsNegativeInfinity) {
  EXPECT_EQ(N("2.9").Floor(), 2);
  EXPECT_EQ(N("-2.1").Floor(), -3);
  EXPECT_EQ(N("-2").Floor(), -2);
}

TEST(NumberSizeTest, GrowsBeyond64BitsAndComesBack) {
  const Number huge(std::numeric_limits<std::int64_t>::max());
  const Number square = huge * huge;
  EXPECT_EQ(square.ToString(), "85070591730234615847396907784232501249");
  EXPECT_EQ(square / huge, huge);
  EXPECT_GT(square, huge);
  EXPECT_LT(-square, huge);
  EXPECT_EQ(square - square, Number(0));
  EXPECT_NE(square, huge);
  EXPECT_EQ((square + Number::Ratio(1, 2)).Rounded({0, RoundingMode::kHalfUp}), square + 1);
  const Number least(std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ((-least).ToString(), "9223372036854775808");
  EXPECT_EQ(-(-least), least);
}

}  // namespace
}  // namespace touchstone
