#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "services/judging/scoring.h"
#include "services/judging/sheets.h"

namespace touchstone::judging {

// The incidents of one entrant that were not revoked, asked for by path. Refers to the sheets,
// which outlive it. Immutable.
class StandingIncidents {
 public:
  explicit StandingIncidents(const EntrantSheets& sheets) : incidents_(sheets.Incidents()) {}

  // The safety zeroing of exactly this part, module or block, or nullptr. `attempt` 0 asks for one
  // that holds for all attempts.
  const Incident* ZeroingOf(std::string_view path, int attempt) const;
  // The strongest incident that puts this attempt at the module out (kDisqualified, kDidNotStart,
  // kDidNotFinish), or nullptr.
  const Incident* ExclusionOf(std::string_view module, int attempt) const;

 private:
  std::vector<const RecordedIncident*> incidents_;
};

// The state of a node that this incident puts out. REQUIRES: it came from ExclusionOf().
NodeState StateOf(const Incident& exclusion);

}  // namespace touchstone::judging
