#include "services/training/known_time.h"

#include <algorithm>

#include "services/common/errors.h"
#include "services/training/training_convert.h"

namespace touchstone::training {

absl::StatusOr<Instant> KnownTime(bool is_set, const google::protobuf::Timestamp& known_time,
                                  const Clock& clock) {
  const Instant now = ToInstant(touchstone::ToTimestamp(clock.Now()));
  if (!is_set) return now;
  const Instant asked = ToInstant(known_time);
  if (asked <= now) return asked;
  return MakeError(Reason::REQUEST_INVALID, "known_time is in the future",
                   {{"known_time", "is in the future"}});
}

absl::StatusOr<Instant> KnownTime(bool is_set, const google::protobuf::Timestamp& known_time,
                                  const Clock& clock, const std::vector<v1::Record>& records) {
  absl::StatusOr<Instant> known = KnownTime(is_set, known_time, clock);
  if (!known.ok() || is_set || records.empty()) return known;
  return std::max(*known, ToInstant(records.back().record_time()));
}

absl::StatusOr<Moment> DayAsked(const std::string& date, const std::string& field,
                                CivilDate fallback) {
  Moment moment;
  moment.date = fallback;
  if (!date.empty()) {
    const auto asked = CivilDate::Parse(date);
    if (!asked) {
      return MakeError(Reason::REQUEST_INVALID, field + " is no day of the calendar",
                       {{field, "is no day of the calendar"}});
    }
    moment.date = *asked;
  }
  moment.at.micros = (std::int64_t{moment.date.days()} * 24 + 12) * 3'600'000'000;
  return moment;
}

}  // namespace touchstone::training
