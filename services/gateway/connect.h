#pragma once

#include <string>
#include <string_view>

#include <grpcpp/support/status.h>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"

// The unary calls of the Connect protocol, with which every method is a POST of JSON.
namespace touchstone::gateway {

// A JSON object as a message of `type`, serialised. INVALID_ARGUMENT says where it is wrong.
absl::StatusOr<std::string> JsonToMessage(const google::protobuf::Descriptor& type,
                                          const std::string& json);
// The other way. INTERNAL when the bytes are no such message.
absl::StatusOr<std::string> MessageToJson(const google::protobuf::Descriptor& type,
                                          const std::string& bytes);

// "invalid_argument".
std::string_view ConnectCode(grpc::StatusCode code);
// The HTTP status that goes with it.
int HttpStatus(grpc::StatusCode code);

// {"code": …, "message": …, "details": [{"type": …, "value": base64, "debug": …}]}.
std::string ConnectError(const grpc::Status& status);

}  // namespace touchstone::gateway
