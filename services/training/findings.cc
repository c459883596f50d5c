#include "services/training/findings.h"

#include <algorithm>
#include <map>
#include <utility>

namespace touchstone::training {
namespace {

using Place = std::pair<std::string, std::string>;  // evaluation, finding

std::map<Place, const FindingClosure*> FirstClosures(const Progress& progress, CivilDate day) {
  std::map<Place, const FindingClosure*> first;
  for (const FindingClosure& closure : progress.closures) {
    if (closure.on > day) continue;
    const FindingClosure*& known = first[{closure.evaluation, closure.finding}];
    if (known == nullptr || closure.on < known->on) known = &closure;
  }
  return first;
}

}  // namespace

std::vector<FindingState> FindingsOn(const Progress& progress, CivilDate day) {
  const auto closures = FirstClosures(progress, day);
  std::vector<FindingState> states;
  for (std::size_t i = 0; i < progress.evaluations.size(); ++i) {
    const Evaluation& evaluation = progress.evaluations[i];
    if (evaluation.on > day) continue;
    const auto begin = static_cast<std::ptrdiff_t>(states.size());
    for (const Finding& finding : evaluation.findings) {
      FindingState& state = states.emplace_back();
      state.evaluation = i;
      state.finding = finding;
      const auto closure = closures.find({evaluation.first, finding.id});
      if (closure != closures.end()) {
        state.closed = std::max(closure->second->on, evaluation.on);
        state.closure = closure->second->record;
      }
      state.overdue = !state.closed && finding.due && *finding.due < day;
    }
    std::sort(
        states.begin() + begin, states.end(),
        [](const FindingState& a, const FindingState& b) { return a.finding.id < b.finding.id; });
  }
  return states;
}

}  // namespace touchstone::training
