#pragma once

#include <unordered_map>

#include "services/judging/rule_pack.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/entrant_boards.h"

namespace touchstone::leaderboard {

// What each ranked entrant of a discipline gets: the value on the pack's standardised scale with
// its medal, and the first of the pack's prizes whose places include his. Those who get nothing
// are left out. Pure.
std::unordered_map<Seat, Award> AwardsOf(const judging::RulePack& pack, const BoardIndex& index);

}  // namespace touchstone::leaderboard
