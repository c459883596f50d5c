#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/clock.h"
#include "services/training/certificate_rules.h"
#include "touchstone/v1/training_record.pb.h"

// The times that questions name.
namespace touchstone::training {

// The moment that an optional `known_time` means. REQUEST_INVALID when it is in the future: what is
// recorded until then would change the answer.
absl::StatusOr<Instant> KnownTime(bool is_set, const google::protobuf::Timestamp& known_time,
                                  const Clock& clock);

// The same for the records of one file: without a time all of them, also when the clock was set
// back since.
absl::StatusOr<Instant> KnownTime(bool is_set, const google::protobuf::Timestamp& known_time,
                                  const Clock& clock, const std::vector<v1::Record>& records);

// Noon of the day that was asked about, of `fallback` for an empty text. REQUEST_INVALID, naming
// `field`, when it is no day.
absl::StatusOr<Moment> DayAsked(const std::string& date, const std::string& field,
                                CivilDate fallback);

}  // namespace touchstone::training
