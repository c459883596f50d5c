#pragma once

#include <string>
#include <string_view>

#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"
#include "services/judging/sheets.h"

namespace touchstone::judging {

// The id of the node for `path` below the node of a module ("practice/course", which gives `path`)
// or of an attempt ("practice/course#2", which gives "practice/course#2/penalties").
std::string PathInAttempt(std::string_view module_or_attempt, std::string_view path);

// Gives `node` what an item's node keeps for ever: level, id, operation and rule.
// `module_or_attempt` is the id of the node above its block.
void DescribeItem(const ScoringRules& rules, const SchemeItem& item,
                  std::string_view module_or_attempt, Derivation& node);

// Fills in the rest from the marks of the current round: inputs, exact, rounding, value, state.
// `judges` are those whose marks count, sorted. `node` was made by DescribeItem().
void EvaluateItem(const ScoringRules& rules, const SchemeItem& item, int attempt,
                  const Panel& judges, const EntrantSheets& sheets, Derivation& node);

}  // namespace touchstone::judging
