#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>

#include "services/judging/rule_pack.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/entrant_boards.h"

// What entrants of a discipline get. Pure.
namespace touchstone::leaderboard {

// The first of the pack's prizes whose places include `place`; nullptr for none.
const judging::Prize* PrizeFor(const judging::RulePack& pack, std::size_t place);

// Values on the pack's standardised scale with their medals; those without either are left out.
// Needs the whole field. `company_of` gives a company's id, which may be empty. REQUIRES: the pack
// has a scale.
std::unordered_map<Seat, Award> ScaleAwards(const judging::RulePack& pack, const BoardIndex& index,
                                            const std::function<std::string(Seat)>& company_of);

}  // namespace touchstone::leaderboard
