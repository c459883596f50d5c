#include "services/training/evaluation_sums.h"

#include "services/training/findings.h"

namespace touchstone::training {
namespace {

int MonthsOf(CivilDate date) { return date.year() * 12 + date.month() - 1; }

// Findings of the subject come to the month of `first` and of those after it in the year.
void CountFindings(const Progress& progress, EvaluationSubject subject, const std::string& team,
                   int first, YearOfEvaluations& sum) {
  const CivilDate end = CivilDate::Of(9999, 12, 31).value_or(CivilDate());
  for (const FindingState& state : FindingsOn(progress, end)) {
    const Evaluation& evaluation = progress.evaluations[state.evaluation];
    if (evaluation.subject != subject || evaluation.team != team) continue;
    const int found = MonthsOf(evaluation.on);
    for (MonthOfEvaluations& month : sum.months) {
      const int now = first + month.month - 1;
      const bool was_closed = state.closed && MonthsOf(*state.closed) < now;
      const bool is_closed = state.closed && MonthsOf(*state.closed) == now;
      month.carried += found < now && !was_closed ? 1 : 0;
      month.found += found == now ? 1 : 0;
      month.closed += is_closed ? 1 : 0;
    }
  }
  for (MonthOfEvaluations& month : sum.months) {
    month.open = month.carried + month.found - month.closed;
  }
}

}  // namespace

int PeriodOf(EvaluationKind kind, CivilDate date) {
  switch (kind) {
    case EvaluationKind::kWeeklyCheck:
      return MondayOf(date).days();
    case EvaluationKind::kMonthlyReview:
      return MonthsOf(date);
    case EvaluationKind::kYearlyOverall:
      return date.year();
  }
  return 0;
}

YearOfEvaluations SumEvaluations(const Progress& progress, int year, EvaluationSubject subject,
                                 const std::string& team) {
  YearOfEvaluations sum;
  for (std::size_t i = 0; i < sum.months.size(); ++i) {
    sum.months[i].month = static_cast<int>(i) + 1;
  }
  Number scores;
  int reviews = 0;
  for (const Evaluation& evaluation : progress.evaluations) {
    if (evaluation.subject != subject || evaluation.team != team) continue;
    if (evaluation.on.year() != year) continue;
    MonthOfEvaluations& month = sum.months[static_cast<std::size_t>(evaluation.on.month()) - 1];
    if (evaluation.kind == EvaluationKind::kYearlyOverall) sum.overall = &evaluation;
    if (evaluation.kind == EvaluationKind::kWeeklyCheck) ++month.checks;
    if (evaluation.kind != EvaluationKind::kMonthlyReview) continue;
    month.score = evaluation.score;
    month.grade = evaluation.grade;
    if (!evaluation.score) continue;
    scores += *evaluation.score;
    ++reviews;
  }
  if (reviews > 0) sum.mean = (scores / Number(reviews)).Rounded({2, RoundingMode::kHalfUp});
  CountFindings(progress, subject, team, year * 12, sum);
  return sum;
}

}  // namespace touchstone::training
