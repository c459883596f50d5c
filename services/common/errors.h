#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace touchstone {

// Why something failed. The names and numbers are those of touchstone.v1.ErrorReason; code and
// texts for people stand in error_reasons.inc.
enum class Reason {
  kUnspecified = 0,
#define TOUCHSTONE_REASON(name, number, code, zh, en) name = number,
#include "services/common/error_reasons.inc"
#undef TOUCHSTONE_REASON
};

// One field that is wrong, as a path such as "entry.mark.value".
struct FieldViolation {
  std::string field;
  std::string description;
};

// What an error carries besides its code and message.
struct ErrorDetail {
  Reason reason = Reason::kUnspecified;
  std::vector<FieldViolation> fields;
  std::vector<std::pair<std::string, std::string>> metadata;
};

// Makes an error with the code that the catalogue has for `reason`. `message` is for engineers, in
// English, and holds no names of people. An empty one gives the catalogue's English text.
absl::Status MakeError(Reason reason, std::string message = "",
                       std::vector<FieldViolation> fields = {},
                       std::vector<std::pair<std::string, std::string>> metadata = {});

// What MakeError() put into `status`; reason kUnspecified when it was made otherwise.
ErrorDetail DetailOf(const absl::Status& status);

// Shorthand for DetailOf(status).reason.
Reason ReasonOf(const absl::Status& status);

// "ENTRANT_UNKNOWN".
std::string_view ReasonName(Reason reason);

// The catalogue's texts for people.
std::string_view ReasonTextZh(Reason reason);
std::string_view ReasonTextEn(Reason reason);

}  // namespace touchstone
