#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/training/civil_time.h"
#include "services/training/progress_facts.h"

// What evaluations found and what was put right. All functions are pure.
namespace touchstone::training {

// How a finding stands at the end of a day.
struct FindingState {
  std::size_t evaluation = 0;  // place in Progress.evaluations
  Finding finding;
  // Day on which it was closed, never before that of the evaluation, and the record that closed it:
  // of several the first by day, then by position. Absent: open.
  std::optional<CivilDate> closed;
  std::string closure;
  bool overdue = false;  // open, and its day is over
};

// The findings of all evaluations up to `day`, by evaluation and id, as they stand at its end. A
// finding stays open, over weeks, months and years, until it is closed.
std::vector<FindingState> FindingsOn(const Progress& progress, CivilDate day);

}  // namespace touchstone::training
