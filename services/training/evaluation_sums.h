#pragma once

#include <array>
#include <optional>
#include <string>

#include "services/common/number.h"
#include "services/training/progress_facts.h"

// When evaluations are made, and what those of a year come to. All functions are pure.
namespace touchstone::training {

// Which week (ISO 8601: from Monday on), month or year the day is in. Two days are in one period
// when their numbers are equal; numbers of different kinds are not compared.
int PeriodOf(EvaluationKind kind, CivilDate date);

// One month. open = carried + found - closed; the next month carries what is open.
struct MonthOfEvaluations {
  int month = 0;                // 1 to 12
  int checks = 0;               // weekly checks
  std::optional<Number> score;  // of the monthly review
  Grade grade = Grade::kNone;
  int carried = 0;  // open findings of before
  int found = 0;
  int closed = 0;
  int open = 0;  // at its end
};

struct YearOfEvaluations {
  std::array<MonthOfEvaluations, 12> months;
  // Mean of the monthly scores, rounded half up to two places.
  std::optional<Number> mean;
  // The yearly overall evaluation; null: there is none. It is one of `progress`.
  const Evaluation* overall = nullptr;
};

// The evaluations of `subject` (and its team) in `year`. A check and what it found are of the month
// of its day, also when its week began in the month before.
YearOfEvaluations SumEvaluations(const Progress& progress, int year, EvaluationSubject subject,
                                 const std::string& team);

}  // namespace touchstone::training
