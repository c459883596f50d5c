#pragma once

#include <string_view>
#include <vector>

#include "services/common/number.h"
#include "services/judging/contest.h"
#include "services/judging/scoring.h"
#include "services/leaderboard/ranking.h"

// What the standings keep of a score. Pure.
namespace touchstone::leaderboard {

// An entrant on one board.
struct BoardResult {
  judging::EntrantStatus status = judging::EntrantStatus::kWaiting;
  Number total;  // 0 unless something counts
  RankKey key;   // empty unless ranked
  friend bool operator==(const BoardResult&, const BoardResult&) = default;
};

// An entrant of a discipline: boards[0] is the discipline's, then come those of its stages in their
// order.
struct EntrantResult {
  std::vector<BoardResult> boards;
  std::vector<Number> company_values;  // a value for each tie-break of the company rule
  std::vector<Number> team_values;     // and of the team rule; both empty unless ranked
  friend bool operator==(const EntrantResult&, const EntrantResult&) = default;
};

// On a stage an entrant has the status that the modules of its parts give; whoever is out of the
// discipline is out of its stages.
EntrantResult ResultOf(const judging::DisciplineSetup& discipline, const judging::Score& score);

// The values of the pack's tie-breaks after the total, as people read them, of a ranked result on
// the board of the discipline or of the stage with this id.
std::vector<Number> TieBreakValues(const judging::DisciplineSetup& discipline,
                                   const BoardResult& result, std::string_view stage);

// The result of somebody about whom nothing was entered.
EntrantResult EmptyResult(const judging::DisciplineSetup& discipline);

}  // namespace touchstone::leaderboard
