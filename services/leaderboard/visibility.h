#pragma once

#include "services/judging/sheet_rules.h"

// Who sees what of a board. Decided where lines are made, so that what is hidden never reaches a
// message. Pure.
namespace touchstone::leaderboard {

// Who asks, as far as boards are concerned.
enum class Audience {
  kAnonymous,  // no token, or a token for another event
  kPublic,     // takes part: judges, group leaders, the desk, screens, workers
  kBlind,      // judges or checks by codes: chief judge, supervisor, arbiter, auditor
  kStaff       // runs the event: organiser
};

// What an event's board shows now.
struct BoardSetting {
  judging::BoardState state = judging::BoardState::kNumbersOnly;
  // Frozen: names were shown when it was frozen. A freeze opens nothing.
  bool names_before_freeze = false;
  friend bool operator==(const BoardSetting&, const BoardSetting&) = default;
};

// The setting after a change of state.
BoardSetting ChangeBoard(const BoardSetting& before, judging::BoardState to);

// What one audience sees.
struct View {
  bool open = false;         // anything at all
  bool frozen_copy = false;  // the standings as they were at the freeze; else those of now
  bool names = false;        // names, companies, teams and resource names of lines
  bool groups = false;       // standings of companies and teams
  bool derivations = false;  // how a total came about
  friend bool operator==(const View&, const View&) = default;
};

View ViewOf(Audience audience, const BoardSetting& setting);

}  // namespace touchstone::leaderboard
