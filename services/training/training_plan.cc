#include "services/training/training_plan.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace touchstone::training {
namespace {

using Place = std::tuple<int, int, std::string, std::string>;  // year, month, site, trade

Number DoneOf(const Headcount& count, PlanUnit unit) {
  switch (unit) {
    case PlanUnit::kBatches:
      return count.batches;
    case PlanUnit::kPeople:
      return count.people;
    case PlanUnit::kPersonTimes:
      return count.person_times;
    case PlanUnit::kHours:
      return count.hours;
  }
  return 0;
}

std::map<Place, Headcount> DoneByPlace(const std::vector<Attendance>& attendances) {
  std::map<Place, std::vector<Attendance>> groups;
  for (const Attendance& attendance : attendances) {
    groups[{attendance.date.year(), attendance.date.month(), attendance.site, attendance.trade}]
        .push_back(attendance);
  }
  std::map<Place, Headcount> done;
  for (const auto& [place, group] : groups) done[place] = CountBy(group, Partition::kAll).at("");
  return done;
}

}  // namespace

std::vector<PlanLine> PlanAgainstDone(const std::vector<PlanItem>& plan,
                                      const std::vector<Attendance>& attendances) {
  const std::map<Place, Headcount> done = DoneByPlace(attendances);
  std::map<Place, Headcount> unplanned = done;
  std::vector<PlanLine> lines;
  for (const PlanItem& item : plan) {
    const Place place{item.year, item.month, item.site, item.trade};
    const auto found = done.find(place);
    const Number count = found == done.end() ? Number(0) : DoneOf(found->second, item.unit);
    lines.push_back(
        {item.id, item.year, item.month, item.site, item.trade, item.unit, item.planned, count});
    unplanned.erase(place);
  }
  for (const auto& [place, count] : unplanned) {
    const auto& [year, month, site, trade] = place;
    lines.push_back({"", year, month, site, trade, PlanUnit::kPersonTimes, 0, count.person_times});
  }
  std::sort(lines.begin(), lines.end(), [](const PlanLine& a, const PlanLine& b) {
    return std::tie(a.year, a.month, a.site, a.trade, a.unit, a.item) <
           std::tie(b.year, b.month, b.site, b.trade, b.unit, b.item);
  });
  return lines;
}

}  // namespace touchstone::training
