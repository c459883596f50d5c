#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/placing.h"

// Standings of companies and teams, from those of their members. Pure.
namespace touchstone::leaderboard {

// The rule by which groups of these disciplines are ranked.
//   BOARD_NOT_DEFINED           none of them has one
//   DISCIPLINES_NOT_COMPARABLE  their rules differ, or totals would be added over disciplines with
//                               different packs or schemes
// REQUIRES: group is not kEntrants.
absl::StatusOr<const judging::GroupRule*> GroupRuleOf(
    const std::vector<const judging::DisciplineSetup*>& disciplines, Group group);

// Whether entrants of all these can be ranked together: the same pack and scheme.
bool AreComparable(const std::vector<const judging::DisciplineSetup*>& disciplines);

// A line without names: code, place, total and the values that broke ties. For league points those
// are the places of the members who count, best first.
Line GroupLine(const judging::GroupRule& rule, const GroupStanding& standing);

}  // namespace touchstone::leaderboard
