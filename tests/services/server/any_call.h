#pragma once

#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"

namespace touchstone::testing {

// How a call of any kind of method ended.
struct Answer {
  absl::Status status;
  std::vector<std::string> messages;  // serialised

  // All of it as bytes: messages, text and details of the error.
  std::string Everything() const;
};

// The answer in a word: "ok", or the reason of the error, also of the first entry of a batch or a
// stream.
std::string WordOf(const std::string& method, const Answer& answer);

// A method by its short name, such as "EventsService.GetEvent". The process ends when there is
// none.
const google::protobuf::MethodDescriptor& MethodNamed(const std::string& name);
// Every method that has a row in the authorisation table, by its short name; a test of the table
// says that these are all.
std::vector<std::string> AllMethods();

// Calls any kind of method with one request; with no token when `secret` is empty. A watch is left
// after its first message.
Answer CallAny(grpc::Channel& channel, const google::protobuf::MethodDescriptor& method,
               const std::string& secret, const google::protobuf::Message& request);
inline Answer CallAny(grpc::Channel& channel, const std::string& method, const std::string& secret,
                      const google::protobuf::Message& request) {
  return CallAny(channel, MethodNamed(method), secret, request);
}

}  // namespace touchstone::testing
