#include "services/training/wage_rules.h"

#include <algorithm>

namespace touchstone::training {
namespace {

const ContestPlace* BestPlace(const Progress& progress, CivilDate day) {
  const CivilDate year_ago = Earlier(day, {12, Period::Unit::kMonths});
  const ContestPlace* best = nullptr;
  for (const ContestPlace& place : progress.places) {
    if (place.on <= year_ago || place.on > day) continue;
    const bool better = best == nullptr || place.place < best->place ||
                        (place.place == best->place && place.on >= best->on);
    if (better) best = &place;
  }
  return best;
}

}  // namespace

std::optional<WageProposal> ProposeWage(const WageTable& table, const Progress& progress,
                                        CivilDate day) {
  WageProposal proposal;
  proposal.step = LevelOn(progress, table.trade, day);
  if (proposal.step == nullptr) return std::nullopt;
  if (auto found = table.levels.find(proposal.step->level); found != table.levels.end()) {
    proposal.level_amount = found->second;
  }
  proposal.overall = LastOverall(progress, day);
  if (proposal.overall != nullptr) {
    const auto percent = table.percents.find(proposal.overall->grade);
    if (percent != table.percents.end()) proposal.percent = percent->second;
  }
  proposal.place = BestPlace(progress, day);
  if (proposal.place != nullptr) {
    const auto line = std::find_if(
        table.places.begin(), table.places.end(),
        [&](const WageTable::Place& place) { return proposal.place->place <= place.to_place; });
    if (line != table.places.end()) proposal.place_amount = line->amount;
  }
  proposal.amount =
      (proposal.level_amount * Number::Ratio(proposal.percent, 100) + proposal.place_amount)
          .Rounded({2, RoundingMode::kHalfUp});
  return proposal;
}

}  // namespace touchstone::training
