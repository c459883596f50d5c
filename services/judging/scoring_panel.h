#pragma once

#include <optional>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"

namespace touchstone::judging {

// The judges' marks as one value, not yet rounded; nullopt when no mark is present. Marks without a
// value (kMissing) are left out before anything is dropped; what is dropped is noted in `marks`.
// Pure.
std::optional<Number> CombineMarks(const ItemRule& rule, std::vector<NodeInput>& marks);

// Highest minus lowest of the marks present; 0 when there is none. Pure.
Number SpreadOf(const std::vector<NodeInput>& marks);

}  // namespace touchstone::judging
