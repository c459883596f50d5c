#include "services/training/mentor_terms.h"

namespace touchstone::training {

std::vector<ContractState> ContractsOn(const Progress& progress, CivilDate day) {
  std::vector<ContractState> states;
  for (std::size_t i = 0; i < progress.contracts.size(); ++i) {
    const MentorContract& contract = progress.contracts[i];
    ContractState& state = states.emplace_back();
    state.contract = i;
    for (const MentorOutcome& outcome : progress.outcomes) {
      if (outcome.contract != contract.first || outcome.on > day) continue;
      if (state.outcome == nullptr || outcome.on < state.outcome->on) state.outcome = &outcome;
    }
    state.overdue = state.outcome == nullptr && contract.to < day;
  }
  return states;
}

}  // namespace touchstone::training
