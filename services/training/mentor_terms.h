#pragma once

#include <cstddef>
#include <vector>

#include "services/training/progress_facts.h"

// How mentor contracts (师徒协议) stand. All functions are pure.
namespace touchstone::training {

struct ContractState {
  std::size_t contract = 0;                // place in Progress.contracts
  const MentorOutcome* outcome = nullptr;  // one of `progress`; null: nothing came of it yet
  bool overdue = false;                    // the term is over and nothing came of it
};

// All contracts, by position, as they stand at the end of `day`; an outcome counts from its day on.
std::vector<ContractState> ContractsOn(const Progress& progress, CivilDate day);

}  // namespace touchstone::training
