#pragma once

#include <functional>
#include <string>
#include <unordered_map>

#include "services/judging/rule_pack.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/entrant_boards.h"

namespace touchstone::leaderboard {

// What each ranked entrant of a discipline gets: the value on the pack's standardised scale with
// its medal, or the first of the pack's prizes whose places include his. Those who get nothing are
// left out. `company_of` gives a company's id, which may be empty. Pure.
std::unordered_map<Seat, Award> AwardsOf(const judging::RulePack& pack, const BoardIndex& index,
                                         const std::function<std::string(Seat)>& company_of);

}  // namespace touchstone::leaderboard
