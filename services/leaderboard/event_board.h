#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/entrant_boards.h"
#include "services/leaderboard/results.h"
#include "services/leaderboard/visibility.h"

namespace touchstone::leaderboard {

// The standings of one event in memory: every board of it, as of now and as of a freeze. Pure: it
// is fed with results and answers with lines, and decides itself what each view may hold. A change
// costs the logarithm of the field; standings of groups are made when somebody asks for them.
// Not thread-safe, not even for reading.
class EventBoard {
 public:
  // `contest` outlives this. Entrants are in it before their results come.
  explicit EventBoard(const judging::Contest& contest);

  void PutTeam(std::string id, TeamSetup team);
  void PutCompany(std::string id, std::string display_name);
  bool KnowsCompany(std::string_view id) const { return companies_.find(id) != companies_.end(); }
  // To be called after a discipline of the contest was put; the results of its entrants follow.
  void DisciplinesChanged();
  // To be called after an entrant of the contest was put. Somebody new has no result yet, on a
  // frozen board too.
  void PutEntrant(const std::string& entrant);

  // Sets or replaces an entrant's result. REQUIRES: PutEntrant() was called for him.
  void PutResult(const std::string& entrant, EntrantResult result);
  const EntrantResult* FindResult(std::string_view entrant) const;

  // A freeze copies the standings of now, unless the board is frozen; any other state drops the
  // copy.
  void ChangeState(judging::BoardState state);
  const BoardSetting& setting() const { return setting_; }

  // Those of the frozen copy who had a result, by entrant id, for a snapshot; empty unless frozen.
  using Copy = std::vector<std::pair<std::string, SeatState>>;
  Copy FrozenCopy() const;
  // Brings back what a snapshot held; all others have no result on the frozen board.
  void Restore(const BoardSetting& setting, Copy frozen);

  // Lines of a board from position `from` on, at most `count`. What the view hides is not in them.
  //   RESOURCE_NOT_FOUND          no such discipline or stage
  //   REQUEST_INVALID             a stage without a discipline
  //   DISCIPLINES_NOT_COMPARABLE  the whole event, with different rules
  //   BOARD_NOT_DEFINED           no rule for companies or teams
  absl::StatusOr<Page> Lines(const BoardId& board, const View& view, std::size_t from,
                             std::size_t count) const;
  // Where the line with this code stands. ENTRANT_UNKNOWN, or as above.
  absl::StatusOr<std::size_t> PositionOf(const BoardId& board, const View& view,
                                         std::string_view code) const;

  // Changes with every change that a line could show.
  std::uint64_t version() const { return version_; }

 private:
  struct GroupKey {
    std::string discipline;
    Group group;
    bool frozen;
    auto operator<=>(const GroupKey&) const = default;
  };
  struct GroupBoard {
    std::uint64_t version = 0;
    std::vector<Line> lines;
  };
  struct ScaleField {
    std::uint64_t version = 0;
    std::unordered_map<Seat, Award> by_seat;
  };

  std::unique_ptr<EntrantBoards> CopyOf(const EntrantBoards* boards) const;
  void PutEntrantOn(EntrantBoards& boards, const judging::EntrantSetup& entrant, Seat seat) const;
  const EntrantBoards& BoardsOf(const View& view) const;
  Seat SeatOf(const std::string& entrant);
  // Disciplines of the board: one, or all of the event.
  absl::StatusOr<std::vector<const judging::DisciplineSetup*>> DisciplinesOf(
      const BoardId& board) const;
  // nullptr for a board on which nobody stands.
  absl::StatusOr<const BoardIndex*> IndexOf(const BoardId& board, const View& view) const;
  bool NamesOpen(const judging::DisciplineSetup& discipline, const View& view) const;
  std::string CodeOn(const BoardId& board, const SeatState& state) const;
  Line EntrantLine(const BoardId& board, const View& view, const BoardIndex& index,
                   Seat seat) const;
  Award AwardOf(const BoardId& board, const View& view, const BoardIndex& index, Seat seat) const;
  absl::StatusOr<const std::vector<Line>*> GroupLines(const BoardId& board, const View& view) const;
  std::vector<Line> MakeGroupLines(const judging::GroupRule& rule,
                                   const std::vector<const judging::DisciplineSetup*>& disciplines,
                                   Group group, const EntrantBoards& boards) const;
  void NameGroup(Group group, Line& line) const;

  const judging::Contest& contest_;
  std::map<std::string, TeamSetup, std::less<>> teams_;
  std::map<std::string, std::string, std::less<>> companies_;  // display name by id
  std::unordered_map<std::string, Seat> seats_;
  std::vector<std::string> entrants_;  // id by seat
  bool comparable_ = false;            // entrants of all disciplines, which are at least two
  std::unique_ptr<EntrantBoards> live_;
  std::unique_ptr<EntrantBoards> frozen_;
  BoardSetting setting_;
  std::uint64_t version_ = 1;
  mutable std::map<GroupKey, GroupBoard> groups_;                      // made when asked for
  mutable std::map<std::pair<std::string, bool>, ScaleField> scales_;  // by discipline, frozen
};

}  // namespace touchstone::leaderboard
