#include "services/ledger/archive_scoring.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "services/judging/scale.h"
#include "services/leaderboard/group_board.h"
#include "services/leaderboard/results.h"

namespace touchstone::ledger {
namespace {

using judging::Contest;
using judging::DisciplineSetup;
using leaderboard::Group;
using leaderboard::GroupMember;
using leaderboard::GroupStanding;
using leaderboard::RankKey;
using Json = nlohmann::ordered_json;

bool IsRanked(const EntrantStanding& standing) {
  return leaderboard::IsRanked(standing.score.status);
}

// Puts lines with a place in front, by key, and equals and the others by code; gives them places.
template <typename Lines>
void OrderAndPlace(Lines& lines) {
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
    const bool a_ranked = !a.key.values.empty();
    const bool b_ranked = !b.key.values.empty();
    if (a_ranked != b_ranked) return a_ranked;
    if (a.key < b.key || b.key < a.key) return a.key < b.key;
    return a.entrant.code < b.entrant.code;
  });
  std::vector<RankKey> keys;
  for (const auto& line : lines) {
    if (!line.key.values.empty()) keys.push_back(line.key);
  }
  const std::vector<leaderboard::Place> places = leaderboard::AssignPlaces(keys);
  for (std::size_t i = 0; i < places.size(); ++i) lines[i].place = places[i];
}

void GiveAwards(const judging::RulePack& pack, std::vector<EntrantStanding>& standings) {
  for (EntrantStanding& standing : standings) {
    const auto place = static_cast<int>(standing.place.place);
    for (const judging::Prize& prize : pack.prizes) {
      if (place < prize.first_place || place > prize.last_place) continue;
      standing.award = prize.display_name;
      break;
    }
  }
  if (!pack.scale) return;
  std::vector<judging::ScaleEntry> entries;
  for (const EntrantStanding& standing : standings) {
    if (IsRanked(standing)) {
      entries.push_back({standing.score.total.value, standing.entrant.company});
    }
  }
  const std::vector<judging::ScaleResult> results = judging::ScaleOf(*pack.scale, entries);
  for (std::size_t i = 0; i < results.size(); ++i) {  // the ranked ones stand in front
    standings[i].scale_score = results[i].score;
    if (results[i].medal != judging::Medal::kNone) {
      standings[i].award = judging::MedalName(results[i].medal);
    }
  }
}

std::vector<StageStandings> ScoreStages(const DisciplineSetup& discipline,
                                        const std::vector<EntrantStanding>& entrants) {
  std::vector<StageStandings> stages;
  for (const judging::StageSetup& stage : discipline.stages) stages.push_back({stage.id, {}});
  for (const EntrantStanding& standing : entrants) {
    const auto boards = leaderboard::ResultOf(discipline, standing.score).boards;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      const leaderboard::BoardResult& board = boards[i + 1];
      if (!leaderboard::IsRanked(board.status)) continue;
      stages[i].entrants.push_back({standing.entrant, board.total, board.key, {}});
    }
  }
  for (StageStandings& stage : stages) OrderAndPlace(stage.entrants);
  return stages;
}

DisciplineStandings ScoreDiscipline(const DisciplineSetup& discipline, const Contest& contest,
                                    const EventFold& fold) {
  DisciplineStandings standings;
  standings.discipline = discipline.id;
  standings.least_wins = discipline.rules->pack().LeastWins();
  for (const auto& [id, entrant] : contest.entrants()) {
    if (entrant.discipline != discipline.id) continue;
    EntrantStanding standing;
    standing.entrant = entrant;
    standing.score =
        judging::Evaluate(*discipline.rules, fold.SheetsOf(id), contest.PanelsOf(entrant));
    if (standing.score.status == judging::EntrantStatus::kWithdrawn) continue;
    if (IsRanked(standing)) {
      standing.key = leaderboard::RankKeyOf(*discipline.rules, standing.score);
    }
    standings.entrants.push_back(std::move(standing));
  }
  OrderAndPlace(standings.entrants);
  GiveAwards(discipline.rules->pack(), standings.entrants);
  standings.stages = ScoreStages(discipline, standings.entrants);
  return standings;
}

std::vector<GroupStanding> ScoreGroups(Group group,
                                       const std::vector<const DisciplineSetup*>& disciplines,
                                       const std::vector<const DisciplineStandings*>& standings) {
  const auto rule = leaderboard::GroupRuleOf(disciplines, group);
  if (!rule.ok()) return {};
  std::vector<GroupMember> members;
  std::vector<std::string> groups;
  for (const DisciplineStandings* of_discipline : standings) {
    for (const EntrantStanding& standing : of_discipline->entrants) {
      const std::string& id =
          group == Group::kTeams ? standing.entrant.team : standing.entrant.company;
      if (id.empty()) continue;
      groups.push_back(id);
      if (!IsRanked(standing)) continue;
      members.push_back(leaderboard::MemberOf(**rule, id, standing.place.place, standing.score));
    }
  }
  return leaderboard::GroupStandings(**rule, disciplines.front()->rules->pack().LeastWins(),
                                     members, groups);
}

template <typename Line>
Json LineOf(const Line& line, const std::string& total) {
  Json json;
  json["total"] = total;
  json["place"] = line.place.place;
  json["shared"] = line.place.shared;
  return json;
}

Json GroupsOf(const std::vector<GroupStanding>& groups) {
  Json lines = Json::array();
  for (const GroupStanding& group : groups) {
    Json line = LineOf(group, group.place.place == 0 ? "" : group.total.ToString());
    line["id"] = group.group;
    lines.push_back(std::move(line));
  }
  return lines;
}

Json EntrantOf(const EntrantStanding& standing) {
  Json line = LineOf(standing, IsRanked(standing) ? standing.score.total.value.ToString() : "");
  line["code"] = standing.entrant.code;
  line["status"] = std::string(StatusName(standing.score.status));
  if (standing.scale_score) line["scale_score"] = *standing.scale_score;
  if (!standing.award.zh.empty()) line["award"] = standing.award.zh;
  return line;
}

Json DisciplineOf(const DisciplineStandings& standings) {
  Json json;
  json["id"] = standings.discipline;
  json["entrants"] = Json::array();
  for (const EntrantStanding& standing : standings.entrants) {
    json["entrants"].push_back(EntrantOf(standing));
  }
  json["stages"] = Json::array();
  for (const StageStandings& stage : standings.stages) {
    Json lines = Json::array();
    for (const StageStanding& standing : stage.entrants) {
      Json line = LineOf(standing, standing.total.ToString());
      line["code"] = standing.entrant.code;
      lines.push_back(std::move(line));
    }
    json["stages"].push_back({{"id", stage.stage}, {"entrants", std::move(lines)}});
  }
  json["companies"] = GroupsOf(standings.companies);
  json["teams"] = GroupsOf(standings.teams);
  return json;
}

}  // namespace

ArchiveStandings ScoreEvent(const Contest& contest, const EventFold& fold) {
  ArchiveStandings all;
  std::vector<const DisciplineSetup*> setups;
  for (const auto& [id, discipline] : contest.disciplines()) {
    DisciplineStandings standings = ScoreDiscipline(discipline, contest, fold);
    standings.companies = ScoreGroups(Group::kCompanies, {&discipline}, {&standings});
    standings.teams = ScoreGroups(Group::kTeams, {&discipline}, {&standings});
    all.disciplines.push_back(std::move(standings));
    setups.push_back(&discipline);
  }
  std::vector<const DisciplineStandings*> lists;
  for (const DisciplineStandings& standings : all.disciplines) lists.push_back(&standings);
  all.companies = ScoreGroups(Group::kCompanies, setups, lists);
  all.teams = ScoreGroups(Group::kTeams, setups, lists);
  return all;
}

absl::StatusOr<ArchiveStandings> ScoreArchive(const v1::EventArchive& archive) {
  const absl::StatusOr<SealedArchive> sealed = SealArchive(archive);
  if (!sealed.ok()) return sealed.status();
  const absl::StatusOr<VerifiedArchive> verified = VerifyArchive(sealed->archive);
  if (!verified.ok()) return verified.status();
  return ScoreEvent(verified->contest, verified->fold);
}

std::string ToJson(const ArchiveStandings& standings) {
  Json json;
  json["disciplines"] = Json::array();
  for (const DisciplineStandings& discipline : standings.disciplines) {
    json["disciplines"].push_back(DisciplineOf(discipline));
  }
  json["companies"] = GroupsOf(standings.companies);
  json["teams"] = GroupsOf(standings.teams);
  return json.dump(2);
}

std::string_view StatusName(judging::EntrantStatus status) {
  switch (status) {
    case judging::EntrantStatus::kFinal:
      return "FINAL";
    case judging::EntrantStatus::kProvisional:
      return "PROVISIONAL";
    case judging::EntrantStatus::kWaiting:
      return "WAITING";
    case judging::EntrantStatus::kRescore:
      return "RESCORE";
    case judging::EntrantStatus::kDidNotFinish:
      return "DID_NOT_FINISH";
    case judging::EntrantStatus::kDidNotStart:
      return "DID_NOT_START";
    case judging::EntrantStatus::kDisqualified:
      return "DISQUALIFIED";
    case judging::EntrantStatus::kWithdrawn:
      return "WITHDRAWN";
  }
  return "";
}

}  // namespace touchstone::ledger
