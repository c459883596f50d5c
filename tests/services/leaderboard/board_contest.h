#pragma once

#include <memory>
#include <string>
#include <utility>

#include "services/judging/contest.h"
#include "services/leaderboard/results.h"

// A contest for tests of boards: results are given, nothing is scored.
namespace touchstone::leaderboard {

// Theory and practice; ties by practice; a stage "final" that is the practice alone. Companies: the
// best two totals; teams: league points 10, 9, 8, then 1.
inline judging::RulePack BoardPack() {
  judging::RulePack pack;
  pack.id = "board";
  pack.item_rules[judging::ItemKind::kPoints] = {};
  for (const char* part : {"theory", "practice"}) {
    judging::PartRule rule;
    rule.part_id = part;
    pack.parts.push_back(rule);
  }
  pack.tie_breaks = {{judging::TieBreak::By::kTotal, "", false},
                     {judging::TieBreak::By::kPart, "practice", false}};
  pack.company_rule = judging::GroupRule{judging::GroupRule::Method::kSumOfTotals, 2, {}, 0, {}};
  pack.team_rule =
      judging::GroupRule{judging::GroupRule::Method::kLeaguePoints, 0, {10, 9, 8}, 1, {}};
  pack.prizes = {{{"一等奖", "First prize"}, 1, 1}, {{"二等奖", "Second prize"}, 2, 3}};
  return pack;
}

inline judging::Scheme BoardScheme() {
  judging::Scheme scheme;
  scheme.id = "board";
  for (const std::string part : {"theory", "practice"}) {
    judging::SchemeItem item;
    item.path = part + "/m/b/i";
    item.max = 100;
    judging::SchemeBlock block;
    block.path = part + "/m/b";
    block.share = 100;
    block.items = {item};
    judging::SchemeModule module;
    module.path = part + "/m";
    module.blocks = {block};
    scheme.parts.push_back({part, {part, part}, {module}});
  }
  return scheme;
}

inline judging::DisciplineSetup BoardDiscipline(const std::string& id, judging::RulePack pack,
                                                const std::string& pack_name = "rulePacks/board") {
  judging::DisciplineSetup setup;
  setup.id = id;
  setup.rule_pack_name = pack_name;
  setup.scheme_name = "schemes/board";
  setup.rules = std::make_shared<judging::ScoringRules>(std::move(pack), BoardScheme());
  setup.stages = {{"final", {"决赛", "Final"}, {"practice"}}};
  return setup;
}

inline BoardResult Ranked(Number total, Number practice,
                          judging::EntrantStatus status = judging::EntrantStatus::kFinal) {
  return {status, total, {{total, practice}}};
}

// Total and practice; the stage is the practice.
inline EntrantResult Result(Number total, Number practice,
                            judging::EntrantStatus status = judging::EntrantStatus::kFinal) {
  EntrantResult result;
  result.boards = {Ranked(total, practice, status), Ranked(practice, practice, status)};
  return result;
}

inline EntrantResult Unranked(judging::EntrantStatus status) {
  EntrantResult result;
  result.boards.resize(2);
  for (BoardResult& board : result.boards) board.status = status;
  return result;
}

}  // namespace touchstone::leaderboard
