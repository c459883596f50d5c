#pragma once

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/common/errors.h"

namespace touchstone::judging {

// Reads `text`, a text proto that people write, into `message` and has `check` look at it. An error
// is `reason`; its message starts with "file_name:line:", and its fields are those of `check`, as
// paths into the message such as "item_rules[2].drop_highest" (none for an error of syntax).
// Thread-safe.
absl::Status ParseMessageText(std::string_view text, std::string_view file_name, Reason reason,
                              const std::function<absl::Status()>& check,
                              google::protobuf::Message& message);

}  // namespace touchstone::judging
