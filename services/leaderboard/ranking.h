#pragma once

#include <compare>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"

namespace touchstone::leaderboard {

// What orders two results: values in the order of the pack's tie-breaks, each turned so that the
// greater one is better. Results with equal keys share a place.
struct RankKey {
  std::vector<Number> values;
  friend bool operator==(const RankKey&, const RankKey&) = default;
  // True when `a` is better than `b`.
  friend bool operator<(const RankKey& a, const RankKey& b);
};

// Key of an entrant under the pack's ordered tie-breaks. With `stage_parts` the total is the
// stage's and only tie-breaks within those parts are kept.
RankKey RankKeyOf(const judging::ScoringRules& rules, const judging::Score& score,
                  const std::vector<std::string>& stage_parts = {});

// Whether the entrant has a place at all (FINAL or PROVISIONAL).
bool IsRanked(judging::EntrantStatus status);

}  // namespace touchstone::leaderboard
