#include "services/leaderboard/awards.h"

namespace touchstone::leaderboard {

std::unordered_map<Seat, Award> AwardsOf(const judging::RulePack& pack, const BoardIndex& index) {
  std::unordered_map<Seat, Award> awards;
  if (pack.prizes.empty()) return awards;
  for (const Seat seat : index.Range(0, index.size())) {
    const auto place = static_cast<int>(index.PlaceOf(seat));
    if (place == 0) break;
    for (const judging::Prize& prize : pack.prizes) {
      if (place < prize.first_place || place > prize.last_place) continue;
      awards[seat].name = prize.display_name;
      break;
    }
  }
  return awards;
}

}  // namespace touchstone::leaderboard
