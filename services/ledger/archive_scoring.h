#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/judging/scoring.h"
#include "services/leaderboard/placing.h"
#include "services/leaderboard/ranking.h"
#include "services/ledger/archive.h"
#include "services/ledger/fold.h"

// Standings computed from an archive alone, by the same rules, keys and places as the server's
// board. Pure; thread-safe.
namespace touchstone::ledger {

// One entrant in the standings of his discipline.
struct EntrantStanding {
  judging::EntrantSetup entrant;
  judging::Score score;            // total and derivation
  leaderboard::RankKey key;        // empty when he is not ranked
  leaderboard::Place place;        // 0: not ranked
  std::optional<int> scale_score;  // packs with a scale
  judging::Text award;             // the medal of the scale, else the prize for the place
};

// A stage: totals of some parts.
struct StageStanding {
  judging::EntrantSetup entrant;
  Number total;
  leaderboard::RankKey key;
  leaderboard::Place place;
};
struct StageStandings {
  std::string stage;
  std::vector<StageStanding> entrants;  // the ranked ones, best first
};

struct DisciplineStandings {
  std::string discipline;
  bool least_wins = false;
  // Best first, equal places by code; then, by code, those who are not ranked. The withdrawn are
  // in no standings.
  std::vector<EntrantStanding> entrants;
  std::vector<StageStandings> stages;
  // By the pack's rules; empty when it has none.
  std::vector<leaderboard::GroupStanding> companies;
  std::vector<leaderboard::GroupStanding> teams;
};

struct ArchiveStandings {
  std::vector<DisciplineStandings> disciplines;  // by id
  // Over all disciplines, where leaderboard::GroupRuleOf() finds them comparable.
  std::vector<leaderboard::GroupStanding> companies;
  std::vector<leaderboard::GroupStanding> teams;
};

// Standings of a folded event.
ArchiveStandings ScoreEvent(const judging::Contest& contest, const EventFold& fold);

// SealArchive() where needed, VerifyArchive(), ScoreEvent(). Entries that sealing refuses are left
// out; use the steps by themselves to see them.
absl::StatusOr<ArchiveStandings> ScoreArchive(const v1::EventArchive& archive);

// The standings as JSON for programs and comparisons, the same for the same standings:
//   {"disciplines": [{"id", "entrants": [{"code", "status", "total", "place", "shared",
//    "scale_score"?, "award"?}], "stages": [{"id", "entrants": [{"code", "total", "place",
//    "shared"}]}], "companies": [{"id", "total", "place", "shared"}], "teams": [...]}],
//    "companies": [...], "teams": [...]}
// Totals are decimal strings; "" for those who are not ranked.
std::string ToJson(const ArchiveStandings& standings);

// "FINAL", "PROVISIONAL" …: the names of touchstone.v1.Standing.Status without their prefix, and
// "WITHDRAWN".
std::string_view StatusName(judging::EntrantStatus status);

}  // namespace touchstone::ledger
