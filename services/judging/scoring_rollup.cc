#include "services/judging/scoring_rollup.h"

#include <algorithm>
#include <string>
#include <utility>

namespace touchstone::judging {
namespace {

using Use = NodeInput::Use;

bool IsOut(NodeState state) {
  return state == NodeState::kDisqualified || state == NodeState::kDidNotStart ||
         state == NodeState::kDidNotFinish;
}

bool Counts(NodeState state) {
  return state == NodeState::kComplete || state == NodeState::kZeroed;
}

Number SumOf(const std::vector<Derivation>& children) {
  Number sum;
  for (const Derivation& child : children) sum += child.value;
  return sum;
}

bool NothingMarked(const std::vector<Derivation>& children) {
  return std::all_of(children.begin(), children.end(),
                     [](const Derivation& child) { return child.state == NodeState::kNotMarked; });
}

// The strongest of the children's states that reach their parent: out, or to be scored again.
NodeState StrongestOf(const std::vector<Derivation>& children) {
  NodeState strongest = NodeState::kComplete;
  for (const Derivation& child : children) {
    const bool reaches = IsOut(child.state) || child.state == NodeState::kRescore;
    if (reaches && child.state > strongest) strongest = child.state;
  }
  return strongest;
}

// State of a part or of the total.
NodeState StateOfAll(const std::vector<Derivation>& children) {
  const NodeState strongest = StrongestOf(children);
  if (strongest != NodeState::kComplete) return strongest;
  const bool all_count = std::all_of(children.begin(), children.end(),
                                     [](const Derivation& child) { return Counts(child.state); });
  return all_count ? NodeState::kComplete : NodeState::kPanelIncomplete;
}

// Where one attempt counts: a result before none, did not finish before did not start before
// disqualified.
bool IsBetter(const Derivation& a, const Derivation& b, bool least_wins) {
  const NodeState state_of_a = IsOut(a.state) ? a.state : NodeState::kComplete;
  const NodeState state_of_b = IsOut(b.state) ? b.state : NodeState::kComplete;
  if (state_of_a != state_of_b) return state_of_a < state_of_b;
  return least_wins ? a.value < b.value : a.value > b.value;
}

Number RoundedBy(const std::optional<Rounding>& rounding, const Number& value) {
  return rounding ? value.Rounded(*rounding) : value;
}

void PutOut(const Incident& exclusion, Derivation& node) {
  node.state = StateOf(exclusion);
  if (!exclusion.rule.empty()) node.rule = exclusion.rule;
}

}  // namespace

void RollUp::ApplyZeroing(const Incident* zeroing, Derivation& node) const {
  if (zeroing == nullptr) return;
  node.rule = zeroing->rule;
  if (rules.pack().LeastWins()) {
    node.state = NodeState::kDisqualified;  // a 0 would win
    return;
  }
  node.value = 0;
  node.unweighted = 0;
  if (!IsOut(node.state)) node.state = NodeState::kZeroed;
}

void RollUp::Block(const SchemeBlock& block, int attempt, Derivation& node) const {
  node.exact = block.share + SumOf(node.children);
  node.value = block.floor ? std::max(node.exact, *block.floor) : node.exact;
  node.state = NothingMarked(node.children) ? NodeState::kNotMarked : StrongestOf(node.children);
  ApplyZeroing(incidents.ZeroingOf(block.path, attempt), node);
}

bool RollUp::LacksTime(const SchemeModule& module, const Derivation& node) const {
  for (std::size_t b = 0; b < module.blocks.size(); ++b) {
    for (std::size_t i = 0; i < module.blocks[b].items.size(); ++i) {
      if (module.blocks[b].items[i].kind == ItemKind::kTime &&
          node.children[b].children[i].state == NodeState::kNotMarked) {
        return true;
      }
    }
  }
  return false;
}

void RollUp::Blocks(const SchemeModule& module, int attempt, Derivation& node) const {
  node.exact = SumOf(node.children);
  node.value = node.exact;
  node.state = StrongestOf(node.children);
  // Nothing was done where the pack needs something to be done.
  const bool needs_marks = module.attempts > 1 || rules.pack().LeastWins();
  if (needs_marks && (NothingMarked(node.children) || LacksTime(module, node))) {
    node.state = NodeState::kNotMarked;
  }
  const Incident* exclusion = incidents.ExclusionOf(module.path, attempt);
  if (exclusion != nullptr) PutOut(*exclusion, node);
}

void RollUp::Attempt(const SchemeModule& module, int attempt, Derivation& node) const {
  Blocks(module, attempt, node);
  const Incident* zeroing = incidents.ZeroingOf(module.path, attempt);
  const bool of_one_attempt = zeroing != nullptr && zeroing->attempt != 0;
  if (of_one_attempt && node.state != NodeState::kNotMarked) ApplyZeroing(zeroing, node);
}

const Derivation* RollUp::CountingAttempt(const Derivation& node) const {
  const bool last_counts = rules.pack().attempt_rule == AttemptRule::kLast;
  const bool least_wins = rules.pack().LeastWins();
  const Derivation* counting = nullptr;
  for (const Derivation& attempt : node.children) {
    if (attempt.state == NodeState::kNotMarked) continue;
    const bool replaces =
        counting == nullptr || (last_counts ? attempt.state != NodeState::kDidNotStart
                                            : IsBetter(attempt, *counting, least_wins));
    if (replaces) counting = &attempt;
  }
  return counting;
}

void RollUp::ChooseAttempt(Derivation& node) const {
  const Derivation* counting = CountingAttempt(node);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (&node.children[i] == counting) node.inputs[i].use = Use::kUsed;
  }
  if (counting == nullptr) return;
  node.state = IsOut(counting->state) ? counting->state : NodeState::kComplete;
  if (!IsOut(counting->state)) node.exact = counting->value;
}

void RollUp::SumAttempts(Derivation& node) const {
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Derivation& attempt = node.children[i];
    if (attempt.state == NodeState::kNotMarked || IsOut(attempt.state)) continue;
    node.inputs[i].use = Use::kUsed;
    node.exact += attempt.value;
    node.state = NodeState::kComplete;
  }
  // An attempt that is out adds nothing to points; a time without it is no time.
  const NodeState strongest = StrongestOf(node.children);
  const bool is_out = node.state != NodeState::kComplete || rules.pack().LeastWins();
  if (IsOut(strongest) && is_out) {
    node.state = strongest;
    node.exact = 0;
  }
}

void RollUp::Attempts(Derivation& node) const {
  node.inputs.clear();
  node.exact = 0;
  node.state = NodeState::kNotMarked;
  for (const Derivation& attempt : node.children) {
    NodeInput input{"#" + std::to_string(node.inputs.size() + 1), std::nullopt, Use::kMissing};
    if (attempt.state != NodeState::kNotMarked) {
      input.value = attempt.value;
      input.use = Use::kNotCounted;
    }
    node.inputs.push_back(std::move(input));
  }
  if (rules.pack().attempt_rule == AttemptRule::kSum) {
    SumAttempts(node);
  } else {
    ChooseAttempt(node);
  }
  node.value = node.exact;
  const bool rescore =
      std::any_of(node.children.begin(), node.children.end(),
                  [](const Derivation& attempt) { return attempt.state == NodeState::kRescore; });
  if (rescore && !IsOut(node.state)) node.state = NodeState::kRescore;
}

void RollUp::Module(const SchemeModule& module, Derivation& node) const {
  if (module.attempts == 1) {
    Blocks(module, 1, node);
  } else {
    Attempts(node);
  }
  if (node.state == NodeState::kNotMarked) return;
  ApplyZeroing(incidents.ZeroingOf(module.path, module.attempts == 1 ? 1 : 0), node);
}

void RollUp::HiddenModule(const SchemeModule& module, Derivation& node) const {
  const Incident* counting = nullptr;
  for (int attempt = 1; attempt <= module.attempts; ++attempt) {
    const Incident* exclusion = incidents.ExclusionOf(module.path, attempt);
    if (exclusion == nullptr) {
      counting = nullptr;
      break;
    }
    if (counting == nullptr || StateOf(*exclusion) < StateOf(*counting)) counting = exclusion;
  }
  node.state = NodeState::kPanelIncomplete;
  if (counting != nullptr) PutOut(*counting, node);
}

void RollUp::Part(int part, Derivation& node) const {
  const PartRule& rule = rules.RuleOfPart(part);
  const Number sum = SumOf(node.children);
  const Number floored = rule.floor ? std::max(sum, *rule.floor) : sum;
  node.inputs.front().value = sum;
  node.unweighted = RoundedBy(rule.rounding, floored);
  node.exact = node.unweighted * rule.weight;
  node.rounding = rule.weighted_rounding;
  node.value = RoundedBy(node.rounding, node.exact);
  const Incident* zeroing =
      incidents.ZeroingOf(rules.scheme().parts[static_cast<std::size_t>(part)].path, 0);
  for (Derivation& module : node.children) {  // nobody scores again what is worth nothing
    if (zeroing != nullptr && module.state == NodeState::kRescore) {
      module.state = NodeState::kZeroed;
    }
  }
  node.state = StateOfAll(node.children);
  ApplyZeroing(zeroing, node);
}

void RollUp::Total(Derivation& node) const {
  node.exact = SumOf(node.children);
  node.rounding = rules.pack().total_rounding;
  node.value = RoundedBy(node.rounding, node.exact);
  node.state = StateOfAll(node.children);
  ApplyZeroing(incidents.ZeroingOf("", 0), node);
}

EntrantStatus StatusOf(const Derivation& total) {
  NodeState strongest = StrongestOf(total.children);
  if (total.state == NodeState::kDisqualified) strongest = total.state;
  switch (strongest) {
    case NodeState::kDisqualified:
      return EntrantStatus::kDisqualified;
    case NodeState::kDidNotStart:
      return EntrantStatus::kDidNotStart;
    case NodeState::kDidNotFinish:
      return EntrantStatus::kDidNotFinish;
    case NodeState::kRescore:
      return EntrantStatus::kRescore;
    default:
      break;
  }
  int modules = 0;
  int counting = 0;
  for (const Derivation& part : total.children) {
    for (const Derivation& module : part.children) {
      ++modules;
      if (Counts(module.state)) ++counting;
    }
  }
  if (counting == modules) return EntrantStatus::kFinal;
  return counting > 0 ? EntrantStatus::kProvisional : EntrantStatus::kWaiting;
}

}  // namespace touchstone::judging
