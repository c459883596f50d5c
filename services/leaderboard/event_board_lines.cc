// How an event's board is read.
#include <algorithm>
#include <set>

#include "services/common/errors.h"
#include "services/leaderboard/awards.h"
#include "services/leaderboard/event_board.h"
#include "services/leaderboard/group_board.h"
#include "services/leaderboard/placing.h"

namespace touchstone::leaderboard {
namespace {

using judging::DisciplineSetup;
using judging::EntrantSetup;

// Which of EntrantResult::boards the board is; RESOURCE_NOT_FOUND.
absl::StatusOr<std::size_t> BoardNumber(const DisciplineSetup& discipline, const BoardId& board) {
  if (board.stage.empty()) return 0;
  for (std::size_t i = 0; i < discipline.stages.size(); ++i) {
    if (discipline.stages[i].id == board.stage) return i + 1;
  }
  return MakeError(Reason::RESOURCE_NOT_FOUND, "no such stage");
}

const std::string& GroupOf(const EntrantSetup& entrant, Group group) {
  return group == Group::kTeams ? entrant.team : entrant.company;
}

}  // namespace

const EntrantBoards& EventBoard::BoardsOf(const View& view) const {
  return view.frozen_copy && frozen_ != nullptr ? *frozen_ : *live_;
}

absl::StatusOr<std::vector<const DisciplineSetup*>> EventBoard::DisciplinesOf(
    const BoardId& board) const {
  std::vector<const DisciplineSetup*> found;
  for (const auto& [id, discipline] : contest_.disciplines()) {
    if (board.discipline.empty() || board.discipline == id) found.push_back(&discipline);
  }
  if (found.empty() && !board.discipline.empty()) {
    return MakeError(Reason::RESOURCE_NOT_FOUND, "no such discipline");
  }
  if (board.discipline.empty() && !board.stage.empty()) {
    return MakeError(Reason::REQUEST_INVALID, "",
                     {{"board.stage", "a stage needs its discipline"}});
  }
  return found;
}

absl::StatusOr<const BoardIndex*> EventBoard::IndexOf(const BoardId& board,
                                                      const View& view) const {
  auto disciplines = DisciplinesOf(board);
  if (!disciplines.ok()) return disciplines.status();
  if (disciplines->empty()) return nullptr;
  if (disciplines->size() > 1) {
    if (!comparable_) return MakeError(Reason::DISCIPLINES_NOT_COMPARABLE);
    return BoardsOf(view).Board("", 0);
  }
  auto number = BoardNumber(*disciplines->front(), board);
  if (!number.ok()) return number.status();
  return BoardsOf(view).Board(disciplines->front()->id, *number);
}

bool EventBoard::NamesOpen(const DisciplineSetup& discipline, const View& view) const {
  return view.names &&
         (!discipline.rules->pack().anonymous || setting_.state == judging::BoardState::kPublished);
}

// A code is unique in its discipline; on the board of a whole event others get theirs in front.
std::string EventBoard::CodeOn(const BoardId& board, const SeatState& state) const {
  if (!board.discipline.empty()) return state.code;
  for (const auto& [id, discipline] : contest_.disciplines()) {
    if (id != state.discipline && contest_.FindEntrantByCode(id, state.code) != nullptr) {
      return state.discipline + "/" + state.code;
    }
  }
  return state.code;
}

Line EventBoard::EntrantLine(const BoardId& board, const View& view, const BoardIndex& index,
                             Seat seat) const {
  const SeatState& state = BoardsOf(view).seats()[seat];
  const BoardResult& result = index.ResultOf(seat);
  const DisciplineSetup& discipline = *contest_.FindDiscipline(state.discipline);
  Line line;
  line.code = CodeOn(board, state);
  line.place = index.PlaceOf(seat);
  line.shared = index.SharesPlace(seat);
  line.status = result.status;
  if (IsRanked(result.status)) {
    line.total = result.total;
    line.tie_break_values = TieBreakValues(discipline, result, board.stage);
  }
  line.award = AwardOf(board, view, index, seat);
  const EntrantSetup* entrant = contest_.FindEntrant(entrants_[seat]);
  if (!NamesOpen(discipline, view) || entrant == nullptr) return line;
  line.id = entrant->id;
  line.display_name = entrant->display_name;
  if (const auto company = companies_.find(entrant->company); company != companies_.end()) {
    line.company = company->second;
  }
  return line;
}

Award EventBoard::AwardOf(const BoardId& board, const View& view, const BoardIndex& index,
                          Seat seat) const {
  if (!board.stage.empty() || !IsRanked(index.ResultOf(seat).status)) return {};
  if (board.discipline.empty() && contest_.disciplines().size() > 1) return {};
  // Who wins a prize is said when nobody can come any more.
  if (!index.IsSettled() && setting_.state != judging::BoardState::kPublished) return {};
  const std::string& discipline = BoardsOf(view).seats()[seat].discipline;
  const judging::RulePack& pack = contest_.FindDiscipline(discipline)->rules->pack();
  Award award;
  if (pack.scale) {
    ScaleField& field = scales_[{discipline, view.frozen_copy}];
    if (field.version != version_) {
      field.version = version_;
      field.by_seat = ScaleAwards(pack, index, [this](Seat other) {
        const EntrantSetup* entrant = contest_.FindEntrant(entrants_[other]);
        return entrant == nullptr ? std::string() : entrant->company;
      });
    }
    if (const auto found = field.by_seat.find(seat); found != field.by_seat.end()) {
      award = found->second;
    }
  }
  if (award.name.zh.empty() && award.name.en.empty() && !pack.prizes.empty()) {
    const judging::Prize* prize = PrizeFor(pack, index.PlaceOf(seat));
    if (prize != nullptr) award.name = prize->display_name;
  }
  return award;
}

absl::StatusOr<const std::vector<Line>*> EventBoard::GroupLines(const BoardId& board,
                                                                const View& view) const {
  auto disciplines = DisciplinesOf(board);
  if (!disciplines.ok()) return disciplines.status();
  if (!board.stage.empty()) return MakeError(Reason::BOARD_NOT_DEFINED, "stages have no groups");
  auto rule = GroupRuleOf(*disciplines, board.group);
  if (!rule.ok()) return rule.status();
  GroupBoard& cached = groups_[{board.discipline, board.group, view.frozen_copy}];
  static const std::vector<Line> kHidden;
  const bool names_open =
      view.groups && std::all_of(disciplines->begin(), disciplines->end(),
                                 [&](const auto* each) { return NamesOpen(*each, view); });
  if (!names_open) return &kHidden;
  if (cached.version == version_) return &cached.lines;

  cached.lines = MakeGroupLines(**rule, *disciplines, board.group, BoardsOf(view));
  cached.version = version_;
  return &cached.lines;
}

std::vector<Line> EventBoard::MakeGroupLines(const judging::GroupRule& rule,
                                             const std::vector<const DisciplineSetup*>& disciplines,
                                             Group group, const EntrantBoards& boards) const {
  std::vector<GroupMember> members;
  std::set<std::string> groups;
  bool settled = true;
  for (const DisciplineSetup* discipline : disciplines) {
    const BoardIndex* index = boards.Board(discipline->id, 0);
    if (index == nullptr) continue;
    settled = settled && index->IsSettled();
    for (const Seat seat : index->Range(0, index->size())) {
      const EntrantSetup* entrant = contest_.FindEntrant(entrants_[seat]);
      if (entrant == nullptr || GroupOf(*entrant, group).empty()) continue;
      groups.insert(GroupOf(*entrant, group));
      const std::size_t place = index->PlaceOf(seat);
      if (place == 0) continue;
      const EntrantResult& result = boards.seats()[seat].result;
      members.push_back({GroupOf(*entrant, group), place, result.boards.front().total,
                         group == Group::kTeams ? result.team_values : result.company_values});
    }
  }
  const bool least_wins = disciplines.front()->rules->pack().LeastWins();
  std::vector<Line> lines;
  for (const GroupStanding& standing :
       GroupStandings(rule, least_wins, members, {groups.begin(), groups.end()})) {
    Line line = GroupLine(rule, standing);
    if (line.place > 0 && !settled) line.status = judging::EntrantStatus::kProvisional;
    NameGroup(group, line);
    lines.push_back(std::move(line));
  }
  return lines;
}

void EventBoard::NameGroup(Group group, Line& line) const {
  line.id = line.code;
  std::string company = line.code;
  if (group == Group::kTeams) {
    const auto team = teams_.find(line.code);
    if (team == teams_.end()) return;
    line.display_name = team->second.display_name;
    company = team->second.company;
  }
  const auto found = companies_.find(company);
  if (found == companies_.end()) return;
  (group == Group::kTeams ? line.company : line.display_name) = found->second;
}

absl::StatusOr<Page> EventBoard::Lines(const BoardId& board, const View& view, std::size_t from,
                                       std::size_t count) const {
  Page page;
  if (board.group != Group::kEntrants) {
    auto lines = GroupLines(board, view);
    if (!lines.ok()) return lines.status();
    page.total_size = (*lines)->size();
    const std::size_t first = std::min(from, page.total_size);
    const std::size_t last = first + std::min(count, page.total_size - first);
    page.lines.assign((*lines)->begin() + static_cast<std::ptrdiff_t>(first),
                      (*lines)->begin() + static_cast<std::ptrdiff_t>(last));
    return page;
  }
  auto index = IndexOf(board, view);
  if (!index.ok()) return index.status();
  if (*index == nullptr) return page;
  page.total_size = (*index)->size();
  for (const Seat seat : (*index)->Range(from, count)) {
    page.lines.push_back(EntrantLine(board, view, **index, seat));
  }
  return page;
}

absl::StatusOr<std::size_t> EventBoard::PositionOf(const BoardId& board, const View& view,
                                                   std::string_view code) const {
  if (board.group != Group::kEntrants) {
    auto lines = GroupLines(board, view);
    if (!lines.ok()) return lines.status();
    const auto found = std::find_if((*lines)->begin(), (*lines)->end(),
                                    [&](const Line& line) { return line.code == code; });
    if (found == (*lines)->end()) return MakeError(Reason::ENTRANT_UNKNOWN);
    return static_cast<std::size_t>(found - (*lines)->begin());
  }
  auto index = IndexOf(board, view);
  if (!index.ok()) return index.status();
  if (*index == nullptr) return MakeError(Reason::ENTRANT_UNKNOWN);
  for (const auto& [id, discipline] : contest_.disciplines()) {
    if (!board.discipline.empty() && board.discipline != id) continue;
    std::string_view own = code;
    const bool qualified = board.discipline.empty() && own.starts_with(id + "/");
    if (qualified) own.remove_prefix(id.size() + 1);
    const EntrantSetup* entrant = contest_.FindEntrantByCode(id, own);
    if (entrant == nullptr) continue;
    const auto seat = seats_.find(entrant->id);
    const SeatState* state = seat == seats_.end() ? nullptr : BoardsOf(view).Find(seat->second);
    if (state == nullptr || CodeOn(board, *state) != code ||
        state->result.boards.front().status == judging::EntrantStatus::kWithdrawn) {
      continue;
    }
    return (*index)->PositionOf(seat->second);
  }
  return MakeError(Reason::ENTRANT_UNKNOWN);
}

}  // namespace touchstone::leaderboard
