#include "services/leaderboard/placing.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace touchstone::leaderboard {
namespace {

using judging::GroupRule;
using judging::TieBreak;

Number ValueOf(const TieBreak& tie_break, const judging::Score& score) {
  if (tie_break.by == TieBreak::By::kTotal) return score.total.value;
  const judging::Derivation* node = judging::FindNode(score.total, tie_break.id);
  if (node == nullptr) return 0;
  return tie_break.by == TieBreak::By::kPart ? node->unweighted : node->value;
}

using Members = std::vector<const GroupMember*>;

// Those who count, best first; nobody when there are too few.
Members CountingOf(const GroupRule& rule, bool least_wins, Members members) {
  const bool by_totals = rule.method == GroupRule::Method::kSumOfTotals;
  const auto wanted = static_cast<std::size_t>(rule.members);
  if (by_totals && members.size() < wanted) return {};
  std::sort(members.begin(), members.end(), [&](const GroupMember* a, const GroupMember* b) {
    if (by_totals && !(a->total == b->total)) {
      return least_wins ? a->total < b->total : a->total > b->total;
    }
    return a->place < b->place;
  });
  if (wanted > 0 && members.size() > wanted) members.resize(wanted);
  return members;
}

RankKey KeyOfTotals(const GroupRule& rule, bool least_wins, const Members& counting) {
  Number total;
  for (const GroupMember* member : counting) total += member->total;
  RankKey key{{least_wins ? -total : total}};
  for (std::size_t i = 0; i < rule.tie_breaks.size(); ++i) {
    const TieBreak& by = rule.tie_breaks[i];
    Number sum;
    for (const GroupMember* member : counting) sum += member->tie_breaks[i];
    const bool least = by.by == TieBreak::By::kTotal ? least_wins : by.least_wins;
    key.values.push_back(least ? -sum : sum);
  }
  return key;
}

// Points, then the places from the best on: at the first difference the better place wins, and who
// has one more place wins, which is to have more of the better places. `length`: of every key.
RankKey KeyOfPoints(const GroupRule& rule, const Members& counting, std::size_t length,
                    std::int64_t no_place) {
  RankKey key{{Number(0)}};
  for (const GroupMember* member : counting) {
    const bool listed = member->place <= rule.points.size();
    key.values[0] += listed ? rule.points[member->place - 1] : rule.points_for_others;
    key.values.push_back(-static_cast<std::int64_t>(member->place));
  }
  key.values.resize(length, Number(-no_place));
  return key;
}

}  // namespace

std::vector<Place> AssignPlaces(const std::vector<RankKey>& keys) {
  std::vector<Place> places(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool as_before = i > 0 && keys[i] == keys[i - 1];
    places[i].place = as_before ? places[i - 1].place : i + 1;
    places[i].shared = as_before;
    if (as_before) places[i - 1].shared = true;
  }
  return places;
}

GroupMember MemberOf(const GroupRule& rule, std::string group, std::size_t place,
                     const judging::Score& score) {
  GroupMember member{std::move(group), place, score.total.value, {}};
  for (const TieBreak& by : rule.tie_breaks) member.tie_breaks.push_back(ValueOf(by, score));
  return member;
}

std::vector<GroupStanding> GroupStandings(const GroupRule& rule, bool least_wins,
                                          const std::vector<GroupMember>& members,
                                          const std::vector<std::string>& groups) {
  std::map<std::string, Members> by_group;
  for (const std::string& group : groups) by_group[group];
  std::size_t last_place = 0;
  for (const GroupMember& member : members) {
    by_group[member.group].push_back(&member);
    last_place = std::max(last_place, member.place);
  }
  std::size_t most = 0;
  for (auto& [group, own] : by_group) {
    own = CountingOf(rule, least_wins, std::move(own));
    most = std::max(most, own.size());
  }

  std::vector<GroupStanding> standings;
  for (const auto& [group, counting] : by_group) {
    GroupStanding standing{group, {}, {}, {}, counting.size()};
    if (!counting.empty()) {
      const bool by_totals = rule.method == GroupRule::Method::kSumOfTotals;
      standing.key = by_totals ? KeyOfTotals(rule, least_wins, counting)
                               : KeyOfPoints(rule, counting, most + 1,
                                             static_cast<std::int64_t>(last_place) + 1);
      standing.total = by_totals && least_wins ? -standing.key.values[0] : standing.key.values[0];
    }
    standings.push_back(std::move(standing));
  }
  const auto without_place = std::stable_partition(standings.begin(), standings.end(),
                                                   [](const auto& s) { return s.counting > 0; });
  std::stable_sort(standings.begin(), without_place,
                   [](const auto& a, const auto& b) { return a.key < b.key; });
  std::vector<RankKey> keys;
  for (auto it = standings.begin(); it != without_place; ++it) keys.push_back(it->key);
  const std::vector<Place> places = AssignPlaces(keys);
  for (std::size_t i = 0; i < places.size(); ++i) standings[i].place = places[i];
  return standings;
}

}  // namespace touchstone::leaderboard
