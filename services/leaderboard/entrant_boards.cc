#include "services/leaderboard/entrant_boards.h"

#include <limits>
#include <utility>

namespace touchstone::leaderboard {
namespace {

constexpr std::int64_t kCoarseScale = 10'000;
constexpr std::int64_t kCoarseLimit = 900'000'000'000'000;  // times the scale it fits into 64 bits

bool IsOpen(judging::EntrantStatus status) {
  return status == judging::EntrantStatus::kWaiting ||
         status == judging::EntrantStatus::kProvisional ||
         status == judging::EntrantStatus::kRescore;
}

}  // namespace

std::int64_t SeatOrder::Coarse(const BoardResult& result) {
  if (!IsRanked(result.status) || result.key.values.empty()) {
    return std::numeric_limits<std::int64_t>::min();
  }
  const Number& first = result.key.values.front();
  if (first >= Number(kCoarseLimit)) return kCoarseLimit * kCoarseScale;
  if (first <= Number(-kCoarseLimit)) return -kCoarseLimit * kCoarseScale;
  return (first * Number(kCoarseScale)).Floor();
}

std::weak_ordering SeatOrder::Compare(std::int64_t a, Seat a_seat, std::int64_t b,
                                      Seat b_seat) const {
  if (a != b) return b <=> a;
  const RankKey& a_key = (*seats_)[a_seat].result.boards[board_].key;
  const RankKey& b_key = (*seats_)[b_seat].result.boards[board_].key;
  if (a_key < b_key) return std::weak_ordering::less;
  if (b_key < a_key) return std::weak_ordering::greater;
  return std::weak_ordering::equivalent;
}

bool SeatOrder::Precedes(Seat a, Seat b) const {
  const std::string& a_code = (*seats_)[a].code;
  const std::string& b_code = (*seats_)[b].code;
  return a_code != b_code ? a_code < b_code : a < b;
}

void BoardIndex::Add(Seat seat) {
  index_.Insert(Key(seat), seat);
  if (IsOpen(ResultOf(seat).status)) ++open_;
}

void BoardIndex::Remove(Seat seat) {
  index_.Erase(Key(seat), seat);
  if (IsOpen(ResultOf(seat).status)) --open_;
}

std::size_t BoardIndex::PlaceOf(Seat seat) const {
  return IsRanked(ResultOf(seat).status) ? index_.RankOf(Key(seat), seat) : 0;
}

bool BoardIndex::SharesPlace(Seat seat) const {
  return IsRanked(ResultOf(seat).status) && index_.SharersOf(Key(seat), seat) > 1;
}

std::size_t BoardIndex::PositionOf(Seat seat) const { return index_.PositionOf(Key(seat), seat); }

std::vector<Seat> BoardIndex::Range(std::size_t from, std::size_t count) const {
  std::vector<Seat> seats;
  index_.ForEach(from, count, [&](std::int64_t, Seat seat) { seats.push_back(seat); });
  return seats;
}

void EntrantBoards::Put(Seat seat, SeatState state) {
  if (seat >= seats_.size()) seats_.resize(seat + 1);
  Change(seat, &BoardIndex::Remove);
  seats_[seat] = std::move(state);
  Change(seat, &BoardIndex::Add);
}

const SeatState* EntrantBoards::Find(Seat seat) const {
  if (seat >= seats_.size() || seats_[seat].discipline.empty()) return nullptr;
  return &seats_[seat];
}

const BoardIndex* EntrantBoards::Board(std::string_view discipline, std::size_t board) const {
  const auto found = boards_.find(discipline);
  if (found == boards_.end()) return nullptr;
  const auto index = found->second.find(board);
  return index == found->second.end() ? nullptr : &index->second;
}

void EntrantBoards::Change(Seat seat, void (BoardIndex::*change)(Seat)) {
  const SeatState& state = seats_[seat];
  if (state.discipline.empty()) return;
  if (state.result.boards.front().status == judging::EntrantStatus::kWithdrawn) return;
  const auto change_on = [&](const std::string& discipline, std::size_t board) {
    auto& index = boards_[discipline].try_emplace(board, seats_, board).first->second;
    (index.*change)(seat);
  };
  for (std::size_t board = 0; board < state.result.boards.size(); ++board) {
    change_on(state.discipline, board);
  }
  if (whole_event_) change_on("", 0);
}

}  // namespace touchstone::leaderboard
