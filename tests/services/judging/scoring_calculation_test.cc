#include "services/judging/scoring_calculation.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::judging {
namespace {

std::string Points(const Calculation& calculation, const char* max, const char* measured) {
  return PointsOf(calculation, N(max), N(measured)).ToString();
}

TEST(PassFailTest, IsAllOrNothing) {
  EXPECT_EQ(Points(PassFail{}, "1.5", "1"), "1.5");
  EXPECT_EQ(Points(PassFail{}, "1.5", "0"), "0");
}

TEST(NumberCompletedTest, IsInProportion) {
  EXPECT_EQ(Points(NumberCompleted{7}, "2", "5"), "10/7");
  EXPECT_EQ(Points(NumberCompleted{4}, "2", "4"), "2");
  EXPECT_EQ(Points(NumberCompleted{4}, "2", "9"), "2");
}

TEST(DifferenceDeductionTest, TakesOffForEachFullStepOnEitherSide) {
  const DifferenceDeduction rule{.target = 100, .difference = 5, .deduction = N("0.5")};
  EXPECT_EQ(Points(rule, "2", "100"), "2");
  EXPECT_EQ(Points(rule, "2", "104.99"), "2");
  EXPECT_EQ(Points(rule, "2", "105"), "1.5");
  EXPECT_EQ(Points(rule, "2", "87"), "1");
  EXPECT_EQ(Points(rule, "2", "60"), "0");
}

TEST(DifferenceDeductionTest, StepsAndDeductionsMayBePercentages) {
  const DifferenceDeduction rule{.target = -50,
                                 .difference = 10,
                                 .difference_in_percent = true,
                                 .deduction = 25,
                                 .deduction_in_percent = true};
  EXPECT_EQ(Points(rule, "4", "-50"), "4");
  EXPECT_EQ(Points(rule, "4", "-55"), "3");  // one step of 5 units
  EXPECT_EQ(Points(rule, "4", "-39"), "2");  // two
}

TEST(RangedScoreTest, TakesTheFirstRangeThatHoldsTheValue) {
  const RangedScore rule{.ranges = {{0, 2, 0}, {2, 5, N("0.7")}}};
  EXPECT_EQ(Points(rule, "2", "2"), "2");
  EXPECT_EQ(Points(rule, "2", "2.01"), "1.3");
  EXPECT_EQ(Points(rule, "2", "5"), "1.3");
  EXPECT_EQ(Points(rule, "2", "5.01"), "0");
  EXPECT_EQ(Points(rule, "2", "-0.01"), "0");
}

TEST(ChoiceTest, TakesOffTheDeductionOfTheAnswer) {
  const Choice rule{.options = {{"good", 0}, {"fair", 40}, {"bad", 150}},
                    .deduction_in_percent = true};
  EXPECT_EQ(Points(rule, "2", "1"), "2");
  EXPECT_EQ(Points(rule, "2", "2"), "1.2");
  EXPECT_EQ(Points(rule, "2", "3"), "0");  // never below 0
  EXPECT_EQ(Points(rule, "2", "4"), "0");
  EXPECT_EQ(Points(rule, "2", "0"), "0");
  EXPECT_EQ(Points(rule, "2", "1.5"), "0");
}

}  // namespace
}  // namespace touchstone::judging
