#include "services/leaderboard/results.h"

#include <algorithm>
#include <optional>

#include "services/leaderboard/placing.h"

namespace touchstone::leaderboard {
namespace {

using judging::Derivation;
using judging::EntrantStatus;
using judging::NodeState;

// How many modules below a node there are, count, and are to be scored again.
struct ModuleCounts {
  int all = 0;
  int counted = 0;
  int rescored = 0;
};

void CountModules(const Derivation& node, ModuleCounts& counts) {
  if (node.level != judging::Level::kModule) {
    for (const Derivation& child : node.children) CountModules(child, counts);
    return;
  }
  ++counts.all;
  if (node.state == NodeState::kRescore) ++counts.rescored;
  if (node.state != NodeState::kNotMarked && node.state != NodeState::kPanelIncomplete &&
      node.state != NodeState::kRescore) {
    ++counts.counted;
  }
}

EntrantStatus StageStatus(const judging::StageSetup& stage, const judging::Score& score) {
  switch (score.status) {
    case EntrantStatus::kDidNotFinish:
    case EntrantStatus::kDidNotStart:
    case EntrantStatus::kDisqualified:
    case EntrantStatus::kWithdrawn:
      return score.status;
    default:
      break;
  }
  ModuleCounts counts;
  for (const std::string& part : stage.parts) {
    const Derivation* node = judging::FindNode(score.total, part);
    if (node != nullptr) CountModules(*node, counts);
  }
  if (counts.rescored > 0) return EntrantStatus::kRescore;
  if (counts.counted == 0) return EntrantStatus::kWaiting;
  return counts.counted == counts.all ? EntrantStatus::kFinal : EntrantStatus::kProvisional;
}

std::vector<Number> GroupValues(const std::optional<judging::GroupRule>& rule,
                                const judging::Score& score) {
  if (!rule) return {};
  return MemberOf(*rule, "", 1, score).tie_breaks;
}

}  // namespace

EntrantResult ResultOf(const judging::DisciplineSetup& discipline, const judging::Score& score) {
  const judging::ScoringRules& rules = *discipline.rules;
  EntrantResult result;
  result.boards.reserve(1 + discipline.stages.size());
  BoardResult& whole = result.boards.emplace_back();
  whole.status = score.status;
  if (IsRanked(score.status)) {
    whole.total = score.total.value;
    whole.key = RankKeyOf(rules, score);
    result.company_values = GroupValues(rules.pack().company_rule, score);
    result.team_values = GroupValues(rules.pack().team_rule, score);
  }
  for (const judging::StageSetup& stage : discipline.stages) {
    BoardResult& board = result.boards.emplace_back();
    board.status = StageStatus(stage, score);
    if (!IsRanked(board.status)) continue;
    board.total = judging::StageTotal(rules, score, stage.parts);
    board.key = RankKeyOf(rules, score, stage.parts);
  }
  return result;
}

std::vector<Number> TieBreakValues(const judging::DisciplineSetup& discipline,
                                   const BoardResult& result, std::string_view stage) {
  const judging::StageSetup* only = nullptr;
  for (const judging::StageSetup& each : discipline.stages) {
    if (each.id == stage) only = &each;
  }
  std::vector<Number> values;
  std::size_t i = 0;  // keys are in the order of the pack, less those outside the stage
  for (const judging::TieBreak& by : discipline.rules->pack().tie_breaks) {
    const bool is_total = by.by == judging::TieBreak::By::kTotal;
    const std::string_view part = std::string_view(by.id).substr(0, by.id.find('/'));
    if (only != nullptr && !is_total &&
        std::find(only->parts.begin(), only->parts.end(), part) == only->parts.end()) {
      continue;
    }
    const Number& turned = result.key.values[i++];
    if (!is_total) values.push_back(by.least_wins ? -turned : turned);
  }
  return values;
}

EntrantResult EmptyResult(const judging::DisciplineSetup& discipline) {
  EntrantResult result;
  result.boards.resize(1 + discipline.stages.size());
  return result;
}

}  // namespace touchstone::leaderboard
