#include "services/training/training_plan.h"

#include <gtest/gtest.h>

namespace touchstone::training {
namespace {

Attendance Of(const char* id, const char* worker, const char* date, const char* site,
              const char* trade) {
  Attendance attendance;
  attendance.id = id;
  attendance.worker = worker;
  attendance.batch = "b1";
  attendance.site = site;
  attendance.trade = trade;
  attendance.date = CivilDate::Parse(date).value();
  attendance.hours = 4;
  return attendance;
}

std::string Text(const PlanLine& line) {
  return line.item + " " + std::to_string(line.year) + "-" + std::to_string(line.month) + " " +
         line.site + " " + line.trade + " " + line.done.ToString() + "/" + line.planned.ToString();
}

TEST(TrainingPlanTest, EachLineComparesInItsOwnUnit) {
  const std::vector<PlanItem> plan = {
      {"p3", 2024, 5, "s1", "drill", PlanUnit::kHours, 20},
      {"p2", 2024, 5, "s1", "drill", PlanUnit::kPeople, 10},
      {"p1", 2024, 5, "s1", "drill", PlanUnit::kPersonTimes, 2},
      {"p0", 2024, 5, "s1", "drill", PlanUnit::kBatches, 1},
      {"p4", 2024, 6, "s1", "drill", PlanUnit::kPersonTimes, 5},
  };
  const std::vector<Attendance> done = {
      Of("1", "wang", "2024-05-01", "s1", "drill"), Of("2", "wang", "2024-05-31", "s1", "drill"),
      Of("3", "li", "2024-05-31", "s1", "drill"), Of("4", "li", "2024-05-31", "s2", "drill"),
      Of("5", "li", "2024-05-31", "s1", "repair")};
  std::vector<std::string> lines;
  for (const PlanLine& line : PlanAgainstDone(plan, done)) lines.push_back(Text(line));
  EXPECT_EQ(lines, (std::vector<std::string>{"p0 2024-5 s1 drill 1/1", "p2 2024-5 s1 drill 2/10",
                                             "p1 2024-5 s1 drill 3/2", "p3 2024-5 s1 drill 12/20",
                                             " 2024-5 s1 repair 1/0", " 2024-5 s2 drill 1/0",
                                             "p4 2024-6 s1 drill 0/5"}));
}

}  // namespace
}  // namespace touchstone::training
