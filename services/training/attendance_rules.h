#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/common/number.h"
#include "services/training/civil_time.h"

// People, person-times and hours over attendances. All functions are pure.
namespace touchstone::training {

// One attendance of one person at one session (or at a batch as a whole): one person-time. Ids are
// random; names of people do not come here.
struct Attendance {
  std::string id;
  std::string worker;
  std::string session;
  std::string batch;
  std::string programme;
  std::string company;  // that the worker belonged to on that day
  std::string site;
  std::string country;
  std::string trade;
  CivilDate date;
  Number hours;
};

// By what attendances are counted apart.
enum class Partition {
  kAll = 1,
  kBatch,
  kProgramme,
  kCompany,
  kSite,
  kCountry,
  kTrade,
  kMonth,
  kYear
};

// The part that `attendance` falls into: an id, "2024-05" for a month, "2024" for a year, "" for
// kAll.
std::string PartOf(const Attendance& attendance, Partition partition);

// Two different numbers: people (each once in a part) and person-times (each attendance).
struct Headcount {
  std::int64_t people = 0;
  std::int64_t person_times = 0;
  std::int64_t batches = 0;  // different ones
  Number hours;
  friend bool operator==(const Headcount&, const Headcount&) = default;
};

// Counts of each part that occurs. Person-times and hours of the parts add up to those of kAll;
// people and batches do not: somebody may occur in several parts. An id that occurs twice counts
// once.
std::map<std::string, Headcount> CountBy(const std::vector<Attendance>& attendances,
                                         Partition partition);

// Checks hours that are to be recorded. `others` are the worker's other attendances of that day at
// any place. HOURS_ABOVE_SESSION when they exceed the length of the session, HOURS_ABOVE_DAY when
// the day would have more than 24, HOURS_NOT_POSITIVE when they are 0 or less.
absl::Status CheckHours(const Attendance& attendance, const Number& session_hours,
                        const std::vector<Attendance>& others);

}  // namespace touchstone::training
