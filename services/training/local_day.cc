#include "services/training/local_day.h"

#include "absl/time/time.h"

namespace touchstone::training {

bool IsTimeZone(const std::string& time_zone) {
  absl::TimeZone zone;
  return !time_zone.empty() && absl::LoadTimeZone(time_zone, &zone);
}

namespace {

absl::TimeZone ZoneOf(const std::string& time_zone) {
  absl::TimeZone zone;
  if (time_zone.empty() || !absl::LoadTimeZone(time_zone, &zone)) {
    absl::LoadTimeZone(kDefaultTimeZone, &zone);
  }
  return zone;
}

}  // namespace

CivilDate DayAt(Instant instant, const std::string& time_zone) {
  return DateAt(instant, ZoneOf(time_zone).At(absl::FromUnixMicros(instant.micros)).offset);
}

Instant StartOf(CivilDate day, const std::string& time_zone) {
  const absl::CivilDay civil(day.year(), day.month(), day.day());
  return Instant{absl::ToUnixMicros(absl::FromCivil(civil, ZoneOf(time_zone)))};
}

}  // namespace touchstone::training
