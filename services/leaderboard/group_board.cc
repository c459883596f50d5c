#include "services/leaderboard/group_board.h"

#include <algorithm>
#include <optional>

#include "services/common/errors.h"

namespace touchstone::leaderboard {
namespace {

using judging::GroupRule;
using judging::TieBreak;

bool SameTieBreak(const TieBreak& a, const TieBreak& b) {
  return a.by == b.by && a.id == b.id && a.least_wins == b.least_wins;
}

bool SameRule(const GroupRule& a, const GroupRule& b) {
  return a.method == b.method && a.members == b.members && a.points == b.points &&
         a.points_for_others == b.points_for_others &&
         std::equal(a.tie_breaks.begin(), a.tie_breaks.end(), b.tie_breaks.begin(),
                    b.tie_breaks.end(), SameTieBreak);
}

}  // namespace

absl::StatusOr<const GroupRule*> GroupRuleOf(
    const std::vector<const judging::DisciplineSetup*>& disciplines, Group group) {
  const GroupRule* rule = nullptr;
  for (const judging::DisciplineSetup* discipline : disciplines) {
    const judging::RulePack& pack = discipline->rules->pack();
    const std::optional<GroupRule>& own =
        group == Group::kTeams ? pack.team_rule : pack.company_rule;
    if (!own) return MakeError(Reason::BOARD_NOT_DEFINED, discipline->id + " has no rule for it");
    if (rule != nullptr && !SameRule(*rule, *own)) {
      return MakeError(Reason::DISCIPLINES_NOT_COMPARABLE);
    }
    rule = &*own;
  }
  if (rule == nullptr) return MakeError(Reason::BOARD_NOT_DEFINED, "no discipline");
  if (rule->method == GroupRule::Method::kSumOfTotals && !AreComparable(disciplines)) {
    return MakeError(Reason::DISCIPLINES_NOT_COMPARABLE);
  }
  return rule;
}

bool AreComparable(const std::vector<const judging::DisciplineSetup*>& disciplines) {
  return std::all_of(disciplines.begin(), disciplines.end(), [&](const auto* discipline) {
    return discipline->rule_pack_name == disciplines.front()->rule_pack_name &&
           discipline->scheme_name == disciplines.front()->scheme_name;
  });
}

Line GroupLine(const GroupRule& rule, const GroupStanding& standing) {
  Line line;
  line.code = standing.group;
  line.place = standing.place.place;
  line.shared = standing.place.shared;
  if (standing.place.place == 0) return line;
  line.status = judging::EntrantStatus::kFinal;
  line.total = standing.total;
  if (rule.method == GroupRule::Method::kLeaguePoints) {
    for (std::size_t i = 1; i <= standing.counting; ++i) {
      line.tie_break_values.push_back(-standing.key.values[i]);
    }
    return line;
  }
  for (std::size_t i = 0; i < rule.tie_breaks.size(); ++i) {
    const TieBreak& by = rule.tie_breaks[i];
    if (by.by == TieBreak::By::kTotal) continue;
    const Number& turned = standing.key.values[i + 1];
    line.tie_break_values.push_back(by.least_wins ? -turned : turned);
  }
  return line;
}

}  // namespace touchstone::leaderboard
