#include "services/leaderboard/visibility.h"

namespace touchstone::leaderboard {

using judging::BoardState;

BoardSetting ChangeBoard(const BoardSetting& before, BoardState to) {
  BoardSetting after;
  after.state = to;
  if (to == BoardState::kFrozen) {
    after.names_before_freeze = before.state == BoardState::kFrozen
                                    ? before.names_before_freeze
                                    : before.state != BoardState::kNumbersOnly;
  }
  return after;
}

View ViewOf(Audience audience, const BoardSetting& setting) {
  constexpr View kEverything{
      .open = true, .frozen_copy = false, .names = true, .groups = true, .derivations = true};
  if (audience == Audience::kStaff || setting.state == BoardState::kPublished) return kEverything;
  if (audience == Audience::kAnonymous) return View{};
  View view;
  view.open = true;
  view.frozen_copy = audience == Audience::kPublic && setting.state == BoardState::kFrozen;
  view.names = setting.state == BoardState::kLive ||
               (setting.state == BoardState::kFrozen && setting.names_before_freeze);
  view.groups = view.names;
  view.derivations = audience == Audience::kBlind;
  return view;
}

}  // namespace touchstone::leaderboard
