#include "services/judging/scoring_panel.h"

#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::judging {
namespace {

using Use = NodeInput::Use;

std::vector<NodeInput> Marks(std::initializer_list<const char*> texts) {
  std::vector<NodeInput> marks;
  for (const std::string text : texts) {
    if (text == "-") {
      marks.push_back({"", std::nullopt, Use::kMissing});
    } else {
      marks.push_back({"", Number::Parse(text), Use::kUsed});
    }
  }
  return marks;
}

ItemRule Trimmed(int highest, int lowest, int least) {
  return {.combine = Combine::kTrimmedMean,
          .drop_highest = highest,
          .drop_lowest = lowest,
          .least_marks_to_drop = least};
}

TEST(TrimmedMeanTest, DropsOneHighestAndOneLowestOfFive) {
  auto marks = Marks({"8.25", "8.5", "8.75", "9", "7.5"});
  EXPECT_EQ(CombineMarks(Trimmed(1, 1, 3), marks), N("8.5"));
  EXPECT_EQ(marks[3].use, Use::kHighestDropped);
  EXPECT_EQ(marks[4].use, Use::kLowestDropped);
  EXPECT_EQ(marks[0].use, Use::kUsed);
}

TEST(TrimmedMeanTest, LeavesMissingMarksOutBeforeItDrops) {
  auto marks = Marks({"8.25", "8.5", "7.75", "-", "8.5"});
  EXPECT_EQ(CombineMarks(Trimmed(1, 1, 3), marks), N("8.375"));
  EXPECT_EQ(marks[3].use, Use::kMissing);
}

TEST(TrimmedMeanTest, ANullMarkIsNotZero) {
  auto missing = Marks({"6", "8", "-"});
  auto zero = Marks({"6", "8", "0"});
  const ItemRule rule = Trimmed(1, 0, 2);
  EXPECT_EQ(CombineMarks(rule, missing), N("6"));
  EXPECT_EQ(CombineMarks(rule, zero), N("3"));
}

TEST(TrimmedMeanTest, DropsNothingFromFewMarks) {
  auto marks = Marks({"8", "-", "9"});
  EXPECT_EQ(CombineMarks(Trimmed(1, 1, 3), marks), N("8.5"));
}

TEST(TrimmedMeanTest, OfEqualMarksDropsOneAtEachEnd) {
  auto marks = Marks({"7", "7", "7"});
  EXPECT_EQ(CombineMarks(Trimmed(1, 1, 3), marks), N("7"));
  EXPECT_EQ(marks[0].use, Use::kLowestDropped);
  EXPECT_EQ(marks[1].use, Use::kUsed);
  EXPECT_EQ(marks[2].use, Use::kHighestDropped);
}

TEST(TrimmedMeanTest, CanDropSeveralAtOneEnd) {
  auto marks = Marks({"1", "2", "3", "4", "5"});
  EXPECT_EQ(CombineMarks(Trimmed(2, 0, 3), marks), N("2"));
}

TEST(PanelTest, NoMarkAtAllIsNoValue) {
  auto marks = Marks({"-", "-"});
  EXPECT_EQ(CombineMarks(Trimmed(1, 1, 3), marks), std::nullopt);
  EXPECT_EQ(CombineMarks({.combine = Combine::kMean}, marks), std::nullopt);
}

TEST(PanelTest, MeanAndSumAreOfTheMarksPresent) {
  auto marks = Marks({"1", "-", "2", "2"});
  EXPECT_EQ(CombineMarks({.combine = Combine::kMean}, marks), Number::Ratio(5, 3));
  EXPECT_EQ(CombineMarks({.combine = Combine::kSum}, marks), N("5"));
}

TEST(PanelTest, SpreadIsHighestMinusLowestOfTheMarksPresent) {
  EXPECT_EQ(SpreadOf(Marks({"2", "-", "0", "1"})), N("2"));
  EXPECT_EQ(SpreadOf(Marks({"-"})), N("0"));
}

}  // namespace
}  // namespace touchstone::judging
