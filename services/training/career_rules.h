#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/training/civil_time.h"
#include "services/training/progress_facts.h"

// Career ladders: which step, since when, and what is missing for the next. All functions are pure.
namespace touchstone::training {

// What a step asks for.
struct LadderRung {
  SkillLevel level = SkillLevel::kNone;
  int months_before = 0;           // on the step before
  std::vector<std::string> types;  // ids of certificate types for which he must be licensed
  Grade grade = Grade::kNone;      // of the last yearly overall evaluation, at least
};

struct CareerStanding {
  // The step that he is on; null: he has no level, or one below the first rung.
  const LevelStep* step = nullptr;
  // The first rung above his level; null: there is none.
  const LadderRung* next = nullptr;
  // The first day on which the months are enough: the day on which he reached his level, and so
  // many months later the corresponding day (Later() in civil_time.h: 2024-01-31 and one month make
  // 2024-02-29). Absent when none are asked for, or there is no step to count from.
  std::optional<CivilDate> months_reached;
  // What is missing on the day.
  bool months_missing = false;
  std::vector<std::string> types_missing;
  bool grade_missing = false;
  Grade grade = Grade::kNone;  // that he has
  // The steps that he took up to the day, by level.
  std::vector<const LevelStep*> steps;
};

// Where the worker stands on `day`. `rungs` go upwards; `is_licensed` says it of a type on that
// day. What it points to is in `rungs` and `progress`.
CareerStanding StandOnLadder(const std::vector<LadderRung>& rungs, const std::string& trade,
                             const Progress& progress, CivilDate day,
                             const std::function<bool(const std::string&)>& is_licensed);

}  // namespace touchstone::training
