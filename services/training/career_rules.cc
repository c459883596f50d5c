#include "services/training/career_rules.h"

#include <algorithm>

namespace touchstone::training {
namespace {

std::vector<const LevelStep*> StepsUpTo(const Progress& progress, const std::string& trade,
                                        CivilDate day) {
  std::vector<const LevelStep*> steps;
  for (const LevelStep& step : progress.levels) {
    if (step.trade == trade && step.on <= day) steps.push_back(&step);
  }
  std::stable_sort(steps.begin(), steps.end(),
                   [](const LevelStep* a, const LevelStep* b) { return a->level < b->level; });
  return steps;
}

}  // namespace

CareerStanding StandOnLadder(const std::vector<LadderRung>& rungs, const std::string& trade,
                             const Progress& progress, CivilDate day,
                             const std::function<bool(const std::string&)>& is_licensed) {
  CareerStanding standing;
  standing.steps = StepsUpTo(progress, trade, day);
  const LevelStep* const held = LevelOn(progress, trade, day);
  const SkillLevel level = held == nullptr ? SkillLevel::kNone : held->level;
  if (held != nullptr && !rungs.empty() && level >= rungs.front().level) standing.step = held;
  const auto next = std::find_if(rungs.begin(), rungs.end(),
                                 [level](const LadderRung& rung) { return rung.level > level; });
  if (next == rungs.end()) return standing;
  standing.next = &*next;
  if (next->months_before > 0) {
    if (held != nullptr) {
      standing.months_reached = Later(held->on, {next->months_before, Period::Unit::kMonths});
    }
    standing.months_missing = !standing.months_reached || *standing.months_reached > day;
  }
  for (const std::string& type : next->types) {
    if (!is_licensed(type)) standing.types_missing.push_back(type);
  }
  const Evaluation* const overall = LastOverall(progress, day);
  if (overall != nullptr) standing.grade = overall->grade;
  standing.grade_missing = next->grade != Grade::kNone &&
                           (standing.grade == Grade::kNone || standing.grade > next->grade);
  return standing;
}

}  // namespace touchstone::training
