#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/training/civil_time.h"
#include "services/training/progress_facts.h"

// Proposals of skill wages (技能工资) by a table. All functions are pure and exact.
namespace touchstone::training {

// Amounts are of a month.
struct WageTable {
  struct Place {
    int to_place = 0;  // places 1 to this one
    Number amount;
  };
  std::string trade;
  std::map<SkillLevel, Number> levels;
  std::map<Grade, int> percents;  // of the level's amount; what is not here: 100
  std::vector<Place> places;      // the first that fits
};

// level_amount x percent / 100 + place_amount, rounded half up to two places.
struct WageProposal {
  const LevelStep* step = nullptr;      // never null
  Number level_amount;                  // 0 when the table has none for the level
  const Evaluation* overall = nullptr;  // null: none
  int percent = 100;
  const ContestPlace* place = nullptr;  // null: none
  Number place_amount;                  // 0 when the table has none for the place
  Number amount;
};

// The level, the grade of the last yearly overall evaluation and the best place in a contest of the
// last 12 months (after the corresponding day a year ago, up to `day`; of two equal places the
// later one) as they are on `day`. Nothing for a worker without a level in the trade. It points
// into `progress`.
std::optional<WageProposal> ProposeWage(const WageTable& table, const Progress& progress,
                                        CivilDate day);

}  // namespace touchstone::training
