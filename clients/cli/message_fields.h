#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "clients/cli/context.h"
#include "google/protobuf/message.h"

namespace touchstone::cli {

// The field at `path` ("entrant.code") as a person reads it: ids instead of resource names, texts
// in the language of the run, times in the local zone, states by their words, lists with commas.
// Empty when the field is not set. REQUIRES: there is such a field.
std::string ShowField(const Context& context, const google::protobuf::Message& message,
                      std::string_view path);

// Sets the field at `path` from what a person typed: texts, numbers, true and false, names of enum
// values without prefix in any case, times as "2026-05-18T09:00:00+08:00", lists with commas, lists
// of messages as a JSON array.
// INVALID_ARGUMENT when the text does not fit. REQUIRES: there is such a field.
absl::Status SetField(google::protobuf::Message& message, std::string_view path,
                      std::string_view text);

// Word of an enum value: "进行中" or "running" for STATE_RUNNING.
std::string ShowEnum(const Context& context, const google::protobuf::EnumValueDescriptor& value);

// The message as proto3 JSON, one line end at the end.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace touchstone::cli
