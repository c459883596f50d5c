#include "services/training/attendance_rules.h"

#include <set>

#include "services/common/errors.h"

namespace touchstone::training {

std::string PartOf(const Attendance& attendance, Partition partition) {
  switch (partition) {
    case Partition::kAll:
      return "";
    case Partition::kBatch:
      return attendance.batch;
    case Partition::kProgramme:
      return attendance.programme;
    case Partition::kCompany:
      return attendance.company;
    case Partition::kSite:
      return attendance.site;
    case Partition::kCountry:
      return attendance.country;
    case Partition::kTrade:
      return attendance.trade;
    case Partition::kMonth:
      return attendance.date.ToString().substr(0, 7);
    case Partition::kYear:
      return attendance.date.ToString().substr(0, 4);
  }
  return "";
}

std::map<std::string, Headcount> CountBy(const std::vector<Attendance>& attendances,
                                         Partition partition) {
  struct Seen {
    std::set<std::string_view> workers;
    std::set<std::string_view> batches;
  };
  std::map<std::string, Headcount> counts;
  std::map<std::string, Seen> seen;
  std::set<std::string_view> ids;
  for (const Attendance& attendance : attendances) {
    if (!ids.insert(attendance.id).second) continue;
    const std::string part = PartOf(attendance, partition);
    Headcount& count = counts[part];
    Seen& in_part = seen[part];
    ++count.person_times;
    count.hours += attendance.hours;
    in_part.workers.insert(attendance.worker);
    in_part.batches.insert(attendance.batch);
  }
  for (auto& [part, count] : counts) {
    count.people = static_cast<std::int64_t>(seen[part].workers.size());
    count.batches = static_cast<std::int64_t>(seen[part].batches.size());
  }
  return counts;
}

absl::Status CheckHours(const Attendance& attendance, const Number& session_hours,
                        const std::vector<Attendance>& others) {
  if (attendance.hours <= 0) {
    return MakeError(Reason::REQUEST_INVALID, "hours: must be above 0",
                     {{"hours", "must be above 0"}});
  }
  if (attendance.hours > session_hours) {
    return MakeError(Reason::HOURS_ABOVE_SESSION, "",
                     {{"hours", "the session has " + session_hours.ToString()}});
  }
  Number day = attendance.hours;
  for (const Attendance& other : others) {
    const bool same_day = other.worker == attendance.worker && other.date == attendance.date;
    if (same_day && other.id != attendance.id) day += other.hours;
  }
  if (day > 24) {
    return MakeError(Reason::HOURS_ABOVE_DAY, "",
                     {{"hours", "the day would have " + day.ToString()}});
  }
  return absl::OkStatus();
}

}  // namespace touchstone::training
