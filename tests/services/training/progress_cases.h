#pragma once

#include <string>
#include <vector>

#include "services/training/progress_facts.h"

// Facts for the tests of the rules of progress, in few words.
namespace touchstone::training::testing {

inline CivilDate Day(const std::string& text) { return CivilDate::Parse(text).value(); }

template <typename Fact>
Fact At(const std::string& record, const std::string& date) {
  Fact fact;
  fact.record = record;
  fact.first = record;
  fact.on = Day(date);
  return fact;
}

inline Evaluation Check(const std::string& record, const std::string& date,
                        const std::vector<std::string>& findings = {}) {
  Evaluation evaluation = At<Evaluation>(record, date);
  for (const std::string& id : findings) evaluation.findings.push_back({id, id, std::nullopt});
  return evaluation;
}

inline Evaluation Review(const std::string& record, const std::string& date,
                         const std::string& score) {
  Evaluation evaluation = At<Evaluation>(record, date);
  evaluation.kind = EvaluationKind::kMonthlyReview;
  evaluation.score = Number::Parse(score);
  return evaluation;
}

inline Evaluation Overall(const std::string& record, const std::string& date, Grade grade) {
  Evaluation evaluation = At<Evaluation>(record, date);
  evaluation.kind = EvaluationKind::kYearlyOverall;
  evaluation.score = Number(80);
  evaluation.grade = grade;
  return evaluation;
}

inline FindingClosure Closure(const std::string& record, const std::string& date,
                              const std::string& evaluation, const std::string& finding) {
  FindingClosure closure = At<FindingClosure>(record, date);
  closure.evaluation = evaluation;
  closure.finding = finding;
  return closure;
}

inline LevelStep Step(const std::string& record, const std::string& date, SkillLevel level,
                      const std::string& trade = "钳工") {
  LevelStep step = At<LevelStep>(record, date);
  step.trade = trade;
  step.level = level;
  return step;
}

inline ContestPlace Place(const std::string& record, const std::string& date, int number) {
  ContestPlace place = At<ContestPlace>(record, date);
  place.place = number;
  return place;
}

}  // namespace touchstone::training::testing
