#include "services/judging/scoring_running_total.h"

#include <string>

#include "services/judging/scoring.h"

namespace touchstone::judging {

std::optional<Number> RunningTotal(const ScoringRules& rules, const SchemeModule& module,
                                   const Panel& panel, std::string_view judge,
                                   const EntrantSheets& sheets) {
  if (!rules.pack().running_total) return std::nullopt;
  if (panel != Panel{std::string(judge)} || module.panel_size > 1) return std::nullopt;
  EntrantSheets sealed = sheets;
  sealed.Apply(Seal{std::string(judge), module.path});
  const Score score = Evaluate(rules, sealed, {{module.path, panel}});
  const Derivation& node = *FindNode(score.total, module.path);
  const bool counts = node.state == NodeState::kComplete || node.state == NodeState::kZeroed;
  return counts ? std::optional(node.value) : std::nullopt;
}

}  // namespace touchstone::judging
