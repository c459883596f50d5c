#pragma once

#include <string>
#include <string_view>

#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/visibility.h"
#include "touchstone/v1/identity.pb.h"
#include "touchstone/v1/leaderboard.pb.h"

// Boards between the rules and their messages. Pure; thread-safe.
namespace touchstone::leaderboard {

BoardId FromProto(const v1::Board& board);

// What a role is on the boards of an event for which its token is.
Audience AudienceOf(v1::Role role);

// `event`: id, for resource names.
v1::Standing ToProto(const Line& line, Group group, std::string_view event);

// The tree with the names of the scheme. Of modules whose panel is not complete only that is said.
v1::Derivation ToProto(const judging::Derivation& derivation, const judging::ScoringRules& rules);

}  // namespace touchstone::leaderboard
