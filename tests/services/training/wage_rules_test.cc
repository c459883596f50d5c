#include "services/training/wage_rules.h"

#include <gtest/gtest.h>

#include "tests/services/training/progress_cases.h"

namespace touchstone::training {
namespace {

using testing::Day;
using testing::Overall;
using testing::Place;
using testing::Step;

WageTable Table() {
  WageTable table;
  table.trade = "钳工";
  table.levels = {{SkillLevel::kJunior, Number::Parse("333.33").value()},
                  {SkillLevel::kSenior, 1000}};
  table.percents = {{Grade::kExcellent, 120}, {Grade::kFailed, 50}};
  table.places = {{1, 500}, {3, 200}};
  return table;
}

std::string Wage(const Progress& progress, const std::string& day) {
  const auto proposal = ProposeWage(Table(), progress, Day(day));
  return proposal ? proposal->amount.ToFixed(2) : "none";
}

TEST(WageTest, LevelTimesPercentPlusPlace) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kSenior)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1000.00");
  progress.evaluations = {Overall("2", "2023-12-31", Grade::kExcellent)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1200.00");
  progress.places = {Place("3", "2024-05-20", 2)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1400.00");
  const auto proposal = ProposeWage(Table(), progress, Day("2024-06-30"));
  EXPECT_EQ(proposal->step->record, "1");
  EXPECT_EQ(proposal->overall->record, "2");
  EXPECT_EQ(proposal->place->record, "3");
  EXPECT_EQ(proposal->percent, 120);
  EXPECT_EQ(proposal->place_amount, Number(200));
}

TEST(WageTest, AHalfIsRoundedUp) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kJunior)};
  progress.evaluations = {Overall("2", "2023-12-31", Grade::kFailed)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "166.67");  // 166.665
  progress.evaluations[0].grade = Grade::kExcellent;
  EXPECT_EQ(Wage(progress, "2024-06-30"), "400.00");  // 399.996
}

TEST(WageTest, AGradeThatTheTableDoesNotNameIsAHundredPercent) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kSenior)};
  progress.evaluations = {Overall("2", "2023-12-31", Grade::kGood)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1000.00");
}

TEST(WageTest, PlacesOfTheLastTwelveMonthsCount) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kSenior)};
  progress.places = {Place("2", "2023-06-30", 1)};
  EXPECT_EQ(Wage(progress, "2023-06-29"), "1000.00");
  EXPECT_EQ(Wage(progress, "2023-06-30"), "1500.00");
  EXPECT_EQ(Wage(progress, "2024-06-29"), "1500.00");
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1000.00");
}

TEST(WageTest, TheBestPlaceCountsAndTheFirstLineThatFits) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kSenior)};
  progress.places = {Place("2", "2024-01-10", 3), Place("3", "2024-02-10", 4)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1200.00");
  progress.places = {Place("3", "2024-02-10", 4)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "1000.00");
  EXPECT_EQ(ProposeWage(Table(), progress, Day("2024-06-30"))->place->place, 4);
}

TEST(WageTest, WhoHasNoLevelInTheTradeIsNotInTheProposal) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kSenior, "电工"),
                     Step("2", "2025-01-01", SkillLevel::kSenior)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "none");
  EXPECT_EQ(Wage(progress, "2025-01-01"), "1000.00");
}

TEST(WageTest, ALevelThatTheTableDoesNotNameIsWorthNothing) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kMiddle)};
  progress.places = {Place("2", "2024-01-10", 1)};
  EXPECT_EQ(Wage(progress, "2024-06-30"), "500.00");
}

}  // namespace
}  // namespace touchstone::training
