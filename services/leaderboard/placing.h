#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"
#include "services/leaderboard/ranking.h"

// Places, and the standings of companies and teams. Pure; used by the leaderboard and offline.
namespace touchstone::leaderboard {

struct Place {
  std::size_t place = 0;  // from 1; 0: not ranked
  bool shared = false;
  friend bool operator==(const Place&, const Place&) = default;
};

// Places of results in the order of `keys`, best first: equal keys share a place, and the next
// place is skipped for each of them (1, 2, 2, 4). REQUIRES: no key is better than the one before.
std::vector<Place> AssignPlaces(const std::vector<RankKey>& keys);

// A ranked entrant as a member of his group.
struct GroupMember {
  std::string group;      // company or team id; not empty
  std::size_t place = 0;  // in his standings, from 1
  Number total;
  std::vector<Number> tie_breaks;  // a value for each of the rule's tie_breaks
};

// The member that a score makes. REQUIRES: IsRanked(score.status).
GroupMember MemberOf(const judging::GroupRule& rule, std::string group, std::size_t place,
                     const judging::Score& score);

struct GroupStanding {
  std::string group;
  Place place;               // 0: too few of its members are ranked
  Number total;              // sum of totals or points; 0 without a place
  RankKey key;               // empty without a place
  std::size_t counting = 0;  // how many members count
};

// The standings of the groups that occur in `members`: best first, those without a place behind
// them, equals by id. `groups` may name more of them, such as teams without any ranked member.
// `least_wins`: smaller totals are better; league points never are.
//
// SUM_OF_TOTALS: the totals of the best `rule.members` members; a group with fewer has no place;
// ties by the sums of the tie-break values. LEAGUE_POINTS: points for the places of the best
// `rule.members` members; ties by the greater number of first places, of second places and so on.
// With rule.members = 0 all members count.
std::vector<GroupStanding> GroupStandings(const judging::GroupRule& rule, bool least_wins,
                                          const std::vector<GroupMember>& members,
                                          const std::vector<std::string>& groups = {});

}  // namespace touchstone::leaderboard
