#include "services/training/local_day.h"

#include "absl/time/time.h"

namespace touchstone::training {

bool IsTimeZone(const std::string& time_zone) {
  absl::TimeZone zone;
  return !time_zone.empty() && absl::LoadTimeZone(time_zone, &zone);
}

CivilDate DayAt(Instant instant, const std::string& time_zone) {
  absl::TimeZone zone;
  if (time_zone.empty() || !absl::LoadTimeZone(time_zone, &zone)) {
    absl::LoadTimeZone(kDefaultTimeZone, &zone);
  }
  return DateAt(instant, zone.At(absl::FromUnixMicros(instant.micros)).offset);
}

}  // namespace touchstone::training
