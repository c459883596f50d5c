#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace touchstone {

// Checks `message` and all messages in it against the rules that proto/buf/validate/validate.proto
// can express, with the meaning that protovalidate gives them: rules of fields without presence
// always apply, rules of the others when they are set; lengths of texts are counted in characters.
//
// In a request with a non-empty `update_mask` the rules of the resource next to it apply to the
// masked fields only.
//
// REQUEST_INVALID with every violation and its path, such as "entries[3].entry.mark.value";
// TEXT_NOT_UTF8 when a text is not valid UTF-8. Thread-safe; patterns are compiled once.
absl::Status Validate(const google::protobuf::Message& message);

}  // namespace touchstone
