#include "services/leaderboard/awards.h"

#include <vector>

#include "services/judging/scale.h"

namespace touchstone::leaderboard {

const judging::Prize* PrizeFor(const judging::RulePack& pack, std::size_t place) {
  for (const judging::Prize& prize : pack.prizes) {
    if (static_cast<int>(place) >= prize.first_place &&
        static_cast<int>(place) <= prize.last_place) {
      return &prize;
    }
  }
  return nullptr;
}

std::unordered_map<Seat, Award> ScaleAwards(const judging::RulePack& pack, const BoardIndex& index,
                                            const std::function<std::string(Seat)>& company_of) {
  std::vector<Seat> ranked;
  std::vector<judging::ScaleEntry> entries;
  for (const Seat seat : index.Range(0, index.size())) {
    if (!IsRanked(index.ResultOf(seat).status)) break;
    ranked.push_back(seat);
    entries.push_back({index.ResultOf(seat).total, company_of(seat)});
  }
  const auto scaled = judging::ScaleOf(*pack.scale, entries);
  std::unordered_map<Seat, Award> awards;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (!scaled[i].score && scaled[i].medal == judging::Medal::kNone) continue;
    awards[ranked[i]] = {scaled[i].score.value_or(0), judging::MedalName(scaled[i].medal)};
  }
  return awards;
}

}  // namespace touchstone::leaderboard
