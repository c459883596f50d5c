#include "services/training/career_rules.h"

#include <gtest/gtest.h>

#include "tests/services/training/progress_cases.h"

namespace touchstone::training {
namespace {

using testing::Day;
using testing::Overall;
using testing::Step;

std::vector<LadderRung> Ladder() {
  return {{SkillLevel::kJunior, 0, {}, Grade::kNone},
          {SkillLevel::kMiddle, 12, {"forklift-n1"}, Grade::kPassed},
          {SkillLevel::kSenior, 24, {}, Grade::kGood}};
}

CareerStanding Stand(const Progress& progress, const std::string& day, bool licensed = true,
                     std::vector<LadderRung> rungs = Ladder()) {
  static std::vector<LadderRung> kept;
  kept = std::move(rungs);
  return StandOnLadder(kept, "钳工", progress, Day(day),
                       [licensed](const std::string&) { return licensed; });
}

TEST(CareerTest, TheMonthsAreEnoughOnTheCorrespondingDay) {
  Progress progress;
  progress.levels = {Step("1", "2024-03-15", SkillLevel::kJunior)};
  progress.evaluations = {Overall("2", "2024-12-31", Grade::kPassed)};
  CareerStanding standing = Stand(progress, "2025-03-14");
  EXPECT_EQ(standing.step->record, "1");
  EXPECT_EQ(standing.next->level, SkillLevel::kMiddle);
  EXPECT_EQ(standing.months_reached->ToString(), "2025-03-15");
  EXPECT_TRUE(standing.months_missing);
  standing = Stand(progress, "2025-03-15");
  EXPECT_FALSE(standing.months_missing);
  EXPECT_TRUE(standing.types_missing.empty());
  EXPECT_FALSE(standing.grade_missing);
}

TEST(CareerTest, WhereTheMonthHasNoSuchDayItsLastDayIsEnough) {
  Progress progress;
  progress.levels = {Step("1", "2024-02-29", SkillLevel::kJunior)};
  EXPECT_EQ(Stand(progress, "2024-03-01").months_reached->ToString(), "2025-02-28");
  progress.levels = {Step("1", "2024-01-31", SkillLevel::kJunior)};
  std::vector<LadderRung> month = Ladder();
  month[1].months_before = 1;
  EXPECT_EQ(Stand(progress, "2024-02-01", true, month).months_reached->ToString(), "2024-02-29");
  month[1].months_before = 3;
  EXPECT_EQ(Stand(progress, "2024-02-01", true, month).months_reached->ToString(), "2024-04-30");
}

TEST(CareerTest, WhoHasNoLevelIsBelowTheFirstStep) {
  Progress progress;
  CareerStanding standing = Stand(progress, "2025-01-01");
  EXPECT_EQ(standing.step, nullptr);
  EXPECT_EQ(standing.next->level, SkillLevel::kJunior);
  EXPECT_FALSE(standing.months_missing);
  progress.levels = {Step("1", "2024-03-15", SkillLevel::kApprentice)};
  standing = Stand(progress, "2025-01-01");
  EXPECT_EQ(standing.step, nullptr);
  EXPECT_EQ(standing.next->level, SkillLevel::kJunior);
  EXPECT_EQ(standing.steps.size(), 1u);
}

TEST(CareerTest, MonthsCannotBeCountedWithoutAStepBefore) {
  std::vector<LadderRung> ladder = Ladder();
  ladder[0].months_before = 6;
  const CareerStanding standing = Stand(Progress(), "2025-01-01", true, ladder);
  EXPECT_TRUE(standing.months_missing);
  EXPECT_FALSE(standing.months_reached.has_value());
}

TEST(CareerTest, TheLastYearlyGradeUpToTheDayDecides) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kMiddle)};
  EXPECT_TRUE(Stand(progress, "2025-01-01").grade_missing);
  progress.evaluations = {Overall("2", "2023-12-31", Grade::kExcellent),
                          Overall("3", "2024-12-31", Grade::kPassed)};
  EXPECT_FALSE(Stand(progress, "2024-12-30").grade_missing);
  EXPECT_TRUE(Stand(progress, "2024-12-31").grade_missing);
  progress.evaluations[1].grade = Grade::kGood;
  EXPECT_FALSE(Stand(progress, "2024-12-31").grade_missing);
  progress.evaluations[1].subject = EvaluationSubject::kTeam;  // says nothing about himself
  progress.evaluations[0].grade = Grade::kFailed;
  EXPECT_TRUE(Stand(progress, "2024-12-31").grade_missing);
}

TEST(CareerTest, EachLicenceThatIsNotHeldIsMissing) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kJunior)};
  EXPECT_EQ(Stand(progress, "2025-01-01", false).types_missing,
            std::vector<std::string>{"forklift-n1"});
}

TEST(CareerTest, StepsOfOtherTradesAndOfLaterDaysDoNotCount) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kJunior),
                     Step("2", "2021-01-01", SkillLevel::kSenior, "电工"),
                     Step("3", "2022-01-01", SkillLevel::kMiddle)};
  EXPECT_EQ(Stand(progress, "2021-12-31").step->record, "1");
  EXPECT_EQ(Stand(progress, "2022-01-01").step->record, "3");
  EXPECT_EQ(Stand(progress, "2022-01-01").months_reached->ToString(), "2024-01-01");
}

TEST(CareerTest, AboveTheLastStepThereIsNone) {
  Progress progress;
  progress.levels = {Step("1", "2020-01-01", SkillLevel::kTechnician)};
  const CareerStanding standing = Stand(progress, "2025-01-01");
  EXPECT_EQ(standing.step->record, "1");
  EXPECT_EQ(standing.next, nullptr);
}

}  // namespace
}  // namespace touchstone::training
