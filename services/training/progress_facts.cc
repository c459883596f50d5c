#include "services/training/progress_facts.h"

namespace touchstone::training {

const Evaluation* LastOverall(const Progress& progress, CivilDate day) {
  const Evaluation* last = nullptr;
  for (const Evaluation& evaluation : progress.evaluations) {
    if (evaluation.kind != EvaluationKind::kYearlyOverall ||
        evaluation.subject != EvaluationSubject::kWorker || evaluation.on > day) {
      continue;
    }
    if (last == nullptr || evaluation.on >= last->on) last = &evaluation;
  }
  return last;
}

const LevelStep* LevelOn(const Progress& progress, const std::string& trade, CivilDate day) {
  const LevelStep* highest = nullptr;
  for (const LevelStep& step : progress.levels) {
    if (step.trade != trade || step.on > day) continue;
    const bool better = highest == nullptr || step.level > highest->level ||
                        (step.level == highest->level && step.on < highest->on);
    if (better) highest = &step;
  }
  return highest;
}

}  // namespace touchstone::training
