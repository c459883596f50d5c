#include "services/judging/scoring_item.h"

#include <algorithm>
#include <utility>

#include "services/judging/scoring_calculation.h"
#include "services/judging/scoring_panel.h"

namespace touchstone::judging {
namespace {

using Use = NodeInput::Use;

NodeInput InputOf(const std::string& label, const CellState& cell) {
  if (cell.value.has_value()) return {label, cell.value, Use::kUsed};
  if (cell.not_attempted) return {label, Number(0), Use::kNotAttempted};
  return {label, std::nullopt, Use::kMissing};
}

// The marks of one item in one round: one for each judge, or the one that the panel made together.
void ReadMarks(const ItemRule& rule, CellKey first, const Panel& judges,
               const EntrantSheets& sheets, std::vector<NodeInput>& marks) {
  marks.clear();
  if (rule.combine == Combine::kShared) {
    const CellState& cell = sheets.Cell(first);
    if (cell.HasMark()) marks.push_back(InputOf("panel", cell));
    return;
  }
  static const CellState kNoMark;
  const auto& cells = sheets.cells();
  auto at = cells.lower_bound(first);  // cells of one round stand together, by judge
  const auto is_here = [&] {
    return at != cells.end() && at->first.round == first.round &&
           at->first.attempt == first.attempt && at->first.item == first.item;
  };
  for (const std::string& judge : judges) {
    while (is_here() && at->first.judge < judge) ++at;
    const bool has_cell = is_here() && at->first.judge == judge;
    marks.push_back(InputOf(judge, has_cell ? at->second : kNoMark));
  }
}

// An aspect that was not attempted is worth 0 points, whatever 0 would be worth as a measured
// value: such marks are left out of the mean. False when none was measured.
bool KeepMeasured(std::vector<NodeInput>& marks) {
  const auto is_measured = [](const NodeInput& mark) { return mark.use == Use::kUsed; };
  if (std::none_of(marks.begin(), marks.end(), is_measured)) return false;
  for (NodeInput& mark : marks) {
    if (mark.use == Use::kNotAttempted) mark.value.reset();
  }
  return true;
}

// The item's value of the panel mark; notes the number that it was made with.
Number ValueOf(const SchemeItem& item, const Number& mark, std::vector<NodeInput>& inputs) {
  switch (item.kind) {
    case ItemKind::kPoints:
    case ItemKind::kTime:
    case ItemKind::kImported:
      return mark;
    case ItemKind::kFault:
      inputs.push_back({"deduction", item.deduction});
      return -(mark * item.deduction);
    case ItemKind::kPenalty:
      inputs.push_back({"seconds", item.seconds});
      return mark * item.seconds;
    case ItemKind::kMeasurement:
      inputs.push_back({"max", item.max});
      return PointsOf(*item.calculation, *item.max, mark);
    case ItemKind::kJudgement:
      inputs.push_back({"max", item.max});
      return *item.max * mark / Number(3);
    case ItemKind::kPanel:
      inputs.push_back({"factor", item.factor});
      return mark * item.factor;
    case ItemKind::kDeduction:
      return -mark.Abs();
  }
  return 0;
}

Operation OperationOf(Combine combine) {
  switch (combine) {
    case Combine::kShared:
      return Operation::kShared;
    case Combine::kMean:
      return Operation::kMean;
    case Combine::kTrimmedMean:
      return Operation::kTrimmedMean;
    case Combine::kSum:
      return Operation::kPanelSum;
  }
  return Operation::kShared;
}

Operation OperationOf(const SchemeItem& item, const ItemRule& rule) {
  switch (item.kind) {
    case ItemKind::kFault:
      return Operation::kFaults;
    case ItemKind::kPenalty:
      return Operation::kPenalties;
    case ItemKind::kMeasurement:
      return OperationOf(*item.calculation);
    case ItemKind::kJudgement:
      return Operation::kJudgement;
    case ItemKind::kDeduction:
      return Operation::kDeduction;
    case ItemKind::kPoints:
    case ItemKind::kTime:
    case ItemKind::kPanel:
    case ItemKind::kImported:
      break;
  }
  return OperationOf(rule.combine);
}

std::string ItemRuleName(const ScoringRules& rules, ItemKind kind) {
  return rules.pack().id + "/item_rules/" + std::string(ItemKindName(kind));
}

// Whether the judges are so far apart that they have to score again.
bool NeedsRescore(const ItemRule& rule, int round, const std::vector<NodeInput>& marks) {
  if (!rule.max_spread.has_value()) return false;
  const bool used_up = rule.rescore_rounds > 0 && round >= rule.rescore_rounds;
  return !used_up && SpreadOf(marks) > Number(*rule.max_spread);
}

// Rounds the combined mark and the item's value, and keeps what was before the last rounding.
void SetValue(const ItemRule& rule, const SchemeItem& item, const Number& combined,
              Derivation& node) {
  const Number mark = rule.panel_rounding ? combined.Rounded(*rule.panel_rounding) : combined;
  if (rule.combine != Combine::kShared) node.inputs.push_back({"panel mark", mark});
  const std::size_t plain = node.inputs.size();
  node.exact = ValueOf(item, mark, node.inputs);
  node.rounding = rule.item_rounding;
  const bool is_mark_itself = node.inputs.size() == plain && item.kind != ItemKind::kDeduction;
  if (!node.rounding.has_value() && is_mark_itself) {
    node.exact = combined;
    node.rounding = rule.panel_rounding;
  }
  node.value = node.rounding ? node.exact.Rounded(*node.rounding) : node.exact;
  if (item.disqualify_at > 0 && mark >= Number(item.disqualify_at)) {
    node.state = NodeState::kDisqualified;
    node.rule = item.path + "/disqualify_at";
  }
}

}  // namespace

std::string PathInAttempt(std::string_view attempt_id, std::string_view path) {
  const std::size_t module_size = attempt_id.find('#');
  if (module_size == std::string_view::npos) return std::string(path);
  return std::string(attempt_id) + std::string(path.substr(module_size));
}

void DescribeItem(const ScoringRules& rules, const SchemeItem& item,
                  std::string_view module_or_attempt, Derivation& node) {
  node.level = Level::kItem;
  node.id = PathInAttempt(module_or_attempt, item.path);
  node.operation = OperationOf(item, rules.RuleOf(item.kind));
  node.rule = ItemRuleName(rules, item.kind);
}

void EvaluateItem(const ScoringRules& rules, const SchemeItem& item, int attempt,
                  const Panel& judges, const EntrantSheets& sheets, Derivation& node) {
  const ItemRule& rule = rules.RuleOf(item.kind);
  const int round = sheets.RoundOf(item.path, attempt);
  if (item.disqualify_at > 0) node.rule = ItemRuleName(rules, item.kind);
  node.exact = 0;
  node.rounding.reset();
  node.value = 0;
  ReadMarks(rule, {item.path, attempt, round, ""}, judges, sheets, node.inputs);
  const bool marked = std::any_of(node.inputs.begin(), node.inputs.end(),
                                  [](const NodeInput& mark) { return mark.value.has_value(); });
  if (!marked) {
    node.state = NodeState::kNotMarked;
    return;
  }
  if (NeedsRescore(rule, round, node.inputs)) {
    node.state = NodeState::kRescore;
    return;
  }
  node.state = NodeState::kComplete;
  if (item.kind == ItemKind::kMeasurement && !KeepMeasured(node.inputs)) return;
  const bool no_time =
      item.kind == ItemKind::kTime &&
      std::any_of(node.inputs.begin(), node.inputs.end(),
                  [](const NodeInput& mark) { return mark.use == Use::kNotAttempted; });
  if (no_time) {
    node.state = NodeState::kDidNotStart;
    return;
  }
  SetValue(rule, item, *CombineMarks(rule, node.inputs), node);
}

}  // namespace touchstone::judging
