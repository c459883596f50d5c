#include "services/leaderboard/ranking.h"

#include <algorithm>
#include <string_view>

namespace touchstone::leaderboard {
namespace {

using judging::Derivation;
using judging::TieBreak;

bool IsWithin(const TieBreak& tie_break, const std::vector<std::string>& parts) {
  if (parts.empty() || tie_break.by == TieBreak::By::kTotal) return true;
  const std::string_view part = std::string_view(tie_break.id).substr(0, tie_break.id.find('/'));
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

Number ValueOf(const judging::ScoringRules& rules, const judging::Score& score,
               const TieBreak& tie_break, const std::vector<std::string>& stage_parts) {
  if (tie_break.by == TieBreak::By::kTotal) {
    return stage_parts.empty() ? score.total.value : judging::StageTotal(rules, score, stage_parts);
  }
  const Derivation* node = judging::FindNode(score.total, tie_break.id);
  if (node == nullptr) return 0;  // its module does not count yet
  return tie_break.by == TieBreak::By::kPart ? node->unweighted : node->value;
}

}  // namespace

bool operator<(const RankKey& a, const RankKey& b) {
  return std::lexicographical_compare(b.values.begin(), b.values.end(), a.values.begin(),
                                      a.values.end());
}

RankKey RankKeyOf(const judging::ScoringRules& rules, const judging::Score& score,
                  const std::vector<std::string>& stage_parts) {
  RankKey key;
  for (const TieBreak& tie_break : rules.pack().tie_breaks) {
    if (!IsWithin(tie_break, stage_parts)) continue;
    const bool is_total = tie_break.by == TieBreak::By::kTotal;
    const bool least_wins = is_total ? rules.pack().LeastWins() : tie_break.least_wins;
    const Number value = ValueOf(rules, score, tie_break, stage_parts);
    key.values.push_back(least_wins ? -value : value);
  }
  return key;
}

bool IsRanked(judging::EntrantStatus status) {
  return status == judging::EntrantStatus::kFinal || status == judging::EntrantStatus::kProvisional;
}

}  // namespace touchstone::leaderboard
