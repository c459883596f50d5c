#pragma once

#include <optional>
#include <string_view>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/sheets.h"

namespace touchstone::judging {

// What the judge's marks in the module add up to: the module's value if he sealed it now as it is,
// by Evaluate(). nullopt unless the pack has `running_total` and he is the module's whole panel, so
// that nobody reads another judge's marks off it; and while the module has no value, because a time
// is missing or the entrant is out. Pure; thread-safe.
std::optional<Number> RunningTotal(const ScoringRules& rules, const SchemeModule& module,
                                   const Panel& panel, std::string_view judge,
                                   const EntrantSheets& sheets);

}  // namespace touchstone::judging
