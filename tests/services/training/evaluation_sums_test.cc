#include "services/training/evaluation_sums.h"

#include <gtest/gtest.h>

#include "tests/services/training/progress_cases.h"

namespace touchstone::training {
namespace {

using testing::Check;
using testing::Closure;
using testing::Day;
using testing::Overall;
using testing::Review;

YearOfEvaluations Sum(const Progress& progress, int year) {
  return SumEvaluations(progress, year, EvaluationSubject::kWorker, "");
}

// "carried+found-closed=open" of a month.
std::string Balance(const YearOfEvaluations& sum, int month) {
  const MonthOfEvaluations& line = sum.months[static_cast<std::size_t>(month) - 1];
  return std::to_string(line.carried) + "+" + std::to_string(line.found) + "-" +
         std::to_string(line.closed) + "=" + std::to_string(line.open);
}

TEST(EvaluationPeriodTest, AWeekBeginsOnMondayAndMayLieInTwoYears) {
  const auto week = [](const char* day) {
    return PeriodOf(EvaluationKind::kWeeklyCheck, Day(day));
  };
  EXPECT_EQ(week("2024-12-30"), week("2025-01-05"));  // week 1 of 2025
  EXPECT_NE(week("2024-12-29"), week("2024-12-30"));
  EXPECT_NE(week("2025-01-05"), week("2025-01-06"));
}

TEST(EvaluationPeriodTest, AMonthAndAYearAreThoseOfTheCalendar) {
  const auto month = [](const char* day) {
    return PeriodOf(EvaluationKind::kMonthlyReview, Day(day));
  };
  EXPECT_EQ(month("2024-05-01"), month("2024-05-31"));
  EXPECT_NE(month("2024-05-31"), month("2024-06-01"));
  EXPECT_NE(month("2024-05-31"), month("2023-05-31"));
  EXPECT_EQ(PeriodOf(EvaluationKind::kYearlyOverall, Day("2024-12-31")),
            PeriodOf(EvaluationKind::kYearlyOverall, Day("2024-01-01")));
}

TEST(EvaluationSumTest, FindingsAreCarriedFromMonthToMonthAndFromYearToYear) {
  Progress progress;
  progress.evaluations = {Check("w1", "2023-12-25", {"a", "b"}), Check("w2", "2024-01-08", {"c"}),
                          Check("w3", "2024-03-04", {"d", "e"})};
  progress.closures = {
      Closure("c1", "2024-01-31", "w1", "a"), Closure("c2", "2024-02-01", "w2", "c"),
      Closure("c3", "2024-03-05", "w3", "d"), Closure("c4", "2025-01-02", "w3", "e")};
  const YearOfEvaluations sum = Sum(progress, 2024);
  EXPECT_EQ(Balance(sum, 1), "2+1-1=2");
  EXPECT_EQ(Balance(sum, 2), "2+0-1=1");
  EXPECT_EQ(Balance(sum, 3), "1+2-1=2");
  EXPECT_EQ(Balance(sum, 4), "2+0-0=2");
  EXPECT_EQ(Balance(sum, 12), "2+0-0=2");
  EXPECT_EQ(Balance(Sum(progress, 2023), 12), "0+2-0=2");
  EXPECT_EQ(Balance(Sum(progress, 2025), 1), "2+0-1=1");
}

TEST(EvaluationSumTest, TheMeanOfTheMonthsIsRoundedHalfUpToTwoPlaces) {
  Progress progress;
  progress.evaluations = {Review("m1", "2024-01-31", "80.01"), Review("m2", "2024-02-29", "80")};
  EXPECT_EQ(Sum(progress, 2024).mean->ToFixed(2), "80.01");  // 80.005
  progress.evaluations.push_back(Review("m3", "2024-03-31", "90"));
  EXPECT_EQ(Sum(progress, 2024).mean->ToFixed(2), "83.34");  // 83.33666…
  EXPECT_FALSE(Sum(progress, 2023).mean.has_value());
}

TEST(EvaluationSumTest, AMonthHasItsChecksItsScoreAndItsGrade) {
  Progress progress;
  progress.evaluations = {Check("w1", "2024-05-06"), Check("w2", "2024-05-13"),
                          Review("m1", "2024-05-31", "88.5"),
                          Overall("y1", "2024-12-31", Grade::kGood)};
  progress.evaluations[2].grade = Grade::kExcellent;
  const YearOfEvaluations sum = Sum(progress, 2024);
  EXPECT_EQ(sum.months[4].checks, 2);
  EXPECT_EQ(sum.months[4].score->ToString(), "88.5");
  EXPECT_EQ(sum.months[4].grade, Grade::kExcellent);
  EXPECT_EQ(sum.months[5].checks, 0);
  ASSERT_NE(sum.overall, nullptr);
  EXPECT_EQ(sum.overall->record, "y1");
  EXPECT_EQ(sum.mean->ToFixed(2), "88.50");  // the yearly score is none of the months'
}

TEST(EvaluationSumTest, ATeamAndItsLeaderHaveSumsOfTheirOwn) {
  Progress progress;
  progress.evaluations = {Review("m1", "2024-05-31", "70"), Review("m2", "2024-05-31", "80"),
                          Review("m3", "2024-05-31", "90"), Review("m4", "2024-05-31", "60")};
  progress.evaluations[1].subject = EvaluationSubject::kTeam;
  progress.evaluations[1].team = "一班";
  progress.evaluations[2].subject = EvaluationSubject::kTeamLeader;
  progress.evaluations[2].team = "一班";
  progress.evaluations[3].subject = EvaluationSubject::kTeam;
  progress.evaluations[3].team = "二班";
  progress.evaluations[3].findings = {{"a", "a", std::nullopt}};
  const auto mean = [&](EvaluationSubject subject, const char* team) {
    return SumEvaluations(progress, 2024, subject, team).mean->ToString();
  };
  EXPECT_EQ(mean(EvaluationSubject::kWorker, ""), "70");
  EXPECT_EQ(mean(EvaluationSubject::kTeam, "一班"), "80");
  EXPECT_EQ(mean(EvaluationSubject::kTeamLeader, "一班"), "90");
  EXPECT_EQ(mean(EvaluationSubject::kTeam, "二班"), "60");
  EXPECT_EQ(Balance(SumEvaluations(progress, 2024, EvaluationSubject::kTeam, "一班"), 5),
            "0+0-0=0");
  EXPECT_EQ(Balance(SumEvaluations(progress, 2024, EvaluationSubject::kTeam, "二班"), 5),
            "0+1-0=1");
}

}  // namespace
}  // namespace touchstone::training
