#include "services/leaderboard/event_board.h"

#include "services/leaderboard/group_board.h"

namespace touchstone::leaderboard {

using judging::DisciplineSetup;
using judging::EntrantSetup;

EventBoard::EventBoard(const judging::Contest& contest) : contest_(contest) {
  DisciplinesChanged();
}

std::unique_ptr<EntrantBoards> EventBoard::CopyOf(const EntrantBoards* boards) const {
  auto copy = std::make_unique<EntrantBoards>(comparable_);
  if (boards == nullptr) return copy;
  for (Seat seat = 0; seat < boards->seats().size(); ++seat) {
    const SeatState* state = boards->Find(seat);
    if (state == nullptr) continue;
    const DisciplineSetup& discipline = *contest_.FindDiscipline(state->discipline);
    const bool fits = state->result.boards.size() == 1 + discipline.stages.size();
    copy->Put(seat,
              fits ? *state : SeatState{state->discipline, state->code, EmptyResult(discipline)});
  }
  return copy;
}

void EventBoard::PutTeam(std::string id, TeamSetup team) {
  teams_.insert_or_assign(std::move(id), std::move(team));
  ++version_;
}

void EventBoard::PutCompany(std::string id, std::string display_name) {
  companies_.insert_or_assign(std::move(id), std::move(display_name));
  ++version_;
}

void EventBoard::DisciplinesChanged() {
  std::vector<const DisciplineSetup*> all;
  for (const auto& [id, discipline] : contest_.disciplines()) all.push_back(&discipline);
  comparable_ = all.size() > 1 && AreComparable(all);
  live_ = CopyOf(live_.get());
  if (frozen_ != nullptr) frozen_ = CopyOf(frozen_.get());
  ++version_;
}

void EventBoard::PutEntrantOn(EntrantBoards& boards, const EntrantSetup& entrant, Seat seat) const {
  SeatState state{entrant.discipline, entrant.code, {}};
  const SeatState* known = boards.Find(seat);
  state.result = known != nullptr && known->discipline == entrant.discipline
                     ? known->result
                     : EmptyResult(*contest_.FindDiscipline(entrant.discipline));
  boards.Put(seat, std::move(state));
}

void EventBoard::PutEntrant(const std::string& entrant) {
  const EntrantSetup& setup = *contest_.FindEntrant(entrant);
  const Seat seat = SeatOf(entrant);
  PutEntrantOn(*live_, setup, seat);
  if (frozen_ != nullptr) PutEntrantOn(*frozen_, setup, seat);
  ++version_;
}

Seat EventBoard::SeatOf(const std::string& entrant) {
  const auto [found, is_new] = seats_.try_emplace(entrant, static_cast<Seat>(entrants_.size()));
  if (is_new) entrants_.push_back(entrant);
  return found->second;
}

void EventBoard::PutResult(const std::string& entrant, EntrantResult result) {
  const EntrantSetup& setup = *contest_.FindEntrant(entrant);
  live_->Put(SeatOf(entrant), {setup.discipline, setup.code, std::move(result)});
  ++version_;
}

const EntrantResult* EventBoard::FindResult(std::string_view entrant) const {
  const auto seat = seats_.find(std::string(entrant));
  if (seat == seats_.end()) return nullptr;
  const SeatState* state = live_->Find(seat->second);
  return state == nullptr ? nullptr : &state->result;
}

void EventBoard::ChangeState(judging::BoardState state) {
  if (state == judging::BoardState::kFrozen && frozen_ != nullptr) return;
  setting_ = ChangeBoard(setting_, state);
  frozen_ = state == judging::BoardState::kFrozen ? CopyOf(live_.get()) : nullptr;
  ++version_;
}

EventBoard::Copy EventBoard::FrozenCopy() const {
  Copy copy;
  if (frozen_ == nullptr) return copy;
  for (Seat seat = 0; seat < frozen_->seats().size(); ++seat) {
    const SeatState* state = frozen_->Find(seat);
    if (state == nullptr ||
        state->result == EmptyResult(*contest_.FindDiscipline(state->discipline))) {
      continue;
    }
    copy.emplace_back(entrants_[seat], *state);
  }
  return copy;
}

void EventBoard::Restore(const BoardSetting& setting, Copy frozen) {
  setting_ = setting;
  frozen_.reset();
  ++version_;
  if (setting.state != judging::BoardState::kFrozen) return;
  frozen_ = std::make_unique<EntrantBoards>(comparable_);
  for (auto& [entrant, state] : frozen) frozen_->Put(SeatOf(entrant), std::move(state));
  for (Seat seat = 0; seat < entrants_.size(); ++seat) {
    if (const EntrantSetup* entrant = contest_.FindEntrant(entrants_[seat])) {
      PutEntrantOn(*frozen_, *entrant, seat);
    }
  }
  frozen_ = CopyOf(frozen_.get());  // stages may have changed since
}

}  // namespace touchstone::leaderboard
