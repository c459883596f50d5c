#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"

// What boards are made of. Pure values.
namespace touchstone::leaderboard {

enum class Group { kEntrants, kCompanies, kTeams };

// Which standings of an event.
struct BoardId {
  std::string discipline;  // empty: the whole event
  std::string stage;       // empty: all stages
  Group group = Group::kEntrants;
  auto operator<=>(const BoardId&) const = default;
};

struct TeamSetup {
  std::string display_name;
  std::string company;  // id; empty: none
};

struct Award {
  int scale_score = 0;  // 0: not computed
  judging::Text name;
};

// One line of a board. Names are empty where they may not be shown.
struct Line {
  std::string id;    // of the entrant, company or team; empty like the names
  std::string code;  // of the entrant; ids of companies and teams
  std::string display_name;
  std::string company;    // its name
  std::size_t place = 0;  // 0: not ranked
  bool shared = false;
  judging::EntrantStatus status = judging::EntrantStatus::kWaiting;
  std::optional<Number> total;           // absent: nothing counts yet
  std::vector<Number> tie_break_values;  // after the total
  Award award;
};

struct Page {
  std::vector<Line> lines;
  std::size_t total_size = 0;  // of the board
};

}  // namespace touchstone::leaderboard
