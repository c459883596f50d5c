#pragma once

#include <memory>
#include <string>

#include <google/protobuf/message.h>

namespace touchstone::testing {

// What a request is about. All of it exists in a Yard.
struct Target {
  std::string event = {};       // id
  std::string company = "c-a";  // id
  std::string code = "102";     // of an entrant
  std::string judge = "j1";     // id: whose sheet it is, or who is the author
  std::string tablet = {};      // name
  std::string token = {};       // name
  std::string account = {};     // name
  std::string serial = "one";   // makes ids of what is created and recorded
};

// A request that is acceptable but for what the caller may do: its names name what is there. Of the
// three that need a secret in the request, one with a wrong secret.
std::unique_ptr<google::protobuf::Message> RequestFor(const std::string& method,
                                                      const Target& target);

}  // namespace touchstone::testing
