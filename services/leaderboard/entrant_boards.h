#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/leaderboard/results.h"
#include "services/leaderboard/standings_index.h"

namespace touchstone::leaderboard {

// Number of an entrant in the memory of his event; dense, from 0, never given to another.
using Seat = std::uint32_t;

// What stands on a seat.
struct SeatState {
  std::string discipline;
  std::string code;
  EntrantResult result;
};

// Puts those with a place in front, by their keys, and the others behind them; equals by code.
class SeatOrder {
 public:
  // `board` is the index into EntrantResult::boards. `seats` outlives this.
  SeatOrder(const std::vector<SeatState>& seats, std::size_t board)
      : seats_(&seats), board_(board) {}

  // The whole part of the first value of the key, in ten-thousandths: decides nearly always, so
  // that the index need not look at the seats. Less than every other for those without a place.
  static std::int64_t Coarse(const BoardResult& result);

  std::weak_ordering Compare(std::int64_t a, Seat a_seat, std::int64_t b, Seat b_seat) const;
  bool Precedes(Seat a, Seat b) const;

 private:
  const std::vector<SeatState>* seats_;
  std::size_t board_;
};

// The entrants of one discipline, stage or event in their order. Costs as in standings_index.h.
class BoardIndex {
 public:
  BoardIndex(const std::vector<SeatState>& seats, std::size_t board)
      : seats_(&seats), board_(board), index_(SeatOrder(seats, board)) {}

  // REQUIRES: the state of the seat is the same for Remove() as it was for Add().
  void Add(Seat seat);
  void Remove(Seat seat);

  std::size_t size() const { return index_.size(); }
  // Nobody's result is still coming: all are final or out.
  bool IsSettled() const { return open_ == 0; }
  const BoardResult& ResultOf(Seat seat) const { return (*seats_)[seat].result.boards[board_]; }
  // From 1; 0 for those without a place.
  std::size_t PlaceOf(Seat seat) const;
  bool SharesPlace(Seat seat) const;
  std::size_t PositionOf(Seat seat) const;
  // Seats from position `from` on, at most `count`.
  std::vector<Seat> Range(std::size_t from, std::size_t count) const;

 private:
  std::int64_t Key(Seat seat) const { return SeatOrder::Coarse(ResultOf(seat)); }

  const std::vector<SeatState>* seats_;
  std::size_t board_;
  StandingsIndex<std::int64_t, Seat, SeatOrder> index_;
  std::size_t open_ = 0;
};

// The boards of entrants of one event: of each discipline, each stage, and of the event as a whole
// where all can be compared. Not thread-safe.
class EntrantBoards {
 public:
  // `whole_event`: entrants of different disciplines are ranked together too.
  explicit EntrantBoards(bool whole_event) : whole_event_(whole_event) {}
  EntrantBoards(const EntrantBoards&) = delete;  // the indexes point into the seats
  EntrantBoards& operator=(const EntrantBoards&) = delete;

  // Sets or replaces what stands on a seat. Withdrawn entrants are on no board.
  void Put(Seat seat, SeatState state);

  // nullptr when the seat is empty.
  const SeatState* Find(Seat seat) const;
  const std::vector<SeatState>& seats() const { return seats_; }
  // `board` as in EntrantResult::boards; the event as a whole is discipline "". nullptr when nobody
  // is on it.
  const BoardIndex* Board(std::string_view discipline, std::size_t board) const;

 private:
  void Change(Seat seat, void (BoardIndex::*change)(Seat));

  const bool whole_event_;
  std::vector<SeatState> seats_;  // empty discipline: nobody
  std::map<std::string, std::map<std::size_t, BoardIndex>, std::less<>> boards_;
};

}  // namespace touchstone::leaderboard
