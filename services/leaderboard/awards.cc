#include "services/leaderboard/awards.h"

#include <cstddef>
#include <vector>

#include "services/judging/scale.h"

namespace touchstone::leaderboard {
namespace {

const judging::Prize* PrizeFor(const judging::RulePack& pack, std::size_t place) {
  for (const judging::Prize& prize : pack.prizes) {
    if (static_cast<int>(place) >= prize.first_place &&
        static_cast<int>(place) <= prize.last_place) {
      return &prize;
    }
  }
  return nullptr;
}

}  // namespace

std::unordered_map<Seat, Award> AwardsOf(const judging::RulePack& pack, const BoardIndex& index,
                                         const std::function<std::string(Seat)>& company_of) {
  std::unordered_map<Seat, Award> awards;
  if (pack.prizes.empty() && !pack.scale) return awards;
  std::vector<Seat> ranked;
  for (const Seat seat : index.Range(0, index.size())) {
    if (!IsRanked(index.ResultOf(seat).status)) break;
    ranked.push_back(seat);
  }
  if (pack.scale) {
    std::vector<judging::ScaleEntry> entries;
    for (const Seat seat : ranked) {
      entries.push_back({index.ResultOf(seat).total, company_of(seat)});
    }
    const auto scaled = judging::ScaleOf(*pack.scale, entries);
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      if (!scaled[i].score && scaled[i].medal == judging::Medal::kNone) continue;
      awards[ranked[i]] = {scaled[i].score.value_or(0), judging::MedalName(scaled[i].medal)};
    }
  }
  for (const Seat seat : ranked) {
    const judging::Prize* prize = PrizeFor(pack, index.PlaceOf(seat));
    if (prize == nullptr) continue;
    Award& award = awards[seat];
    if (award.name.zh.empty() && award.name.en.empty()) award.name = prize->display_name;
  }
  return awards;
}

}  // namespace touchstone::leaderboard
