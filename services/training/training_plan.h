#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/common/number.h"
#include "services/training/attendance_rules.h"

// The yearly plan, month by month, against what was done. All functions are pure.
namespace touchstone::training {

// What a quantity of the plan counts.
enum class PlanUnit { kBatches = 1, kPeople, kPersonTimes, kHours };

// So much of something in one month, for one trade at one site.
struct PlanItem {
  std::string id;
  int year = 0;
  int month = 0;  // 1 to 12
  std::string site;
  std::string trade;
  PlanUnit unit = PlanUnit::kPersonTimes;
  Number planned;
};

// One line of plan against done.
struct PlanLine {
  std::string item;  // empty: done without a plan
  int year = 0;
  int month = 0;
  std::string site;
  std::string trade;
  PlanUnit unit = PlanUnit::kPersonTimes;
  Number planned;
  Number done;
};

// One line for each item, and one in person-times for each (month, site, trade) that attendances
// have and the plan has not, so that nothing done is lost. Ordered by (year, month, site, trade,
// unit, item).
std::vector<PlanLine> PlanAgainstDone(const std::vector<PlanItem>& plan,
                                      const std::vector<Attendance>& attendances);

}  // namespace touchstone::training
