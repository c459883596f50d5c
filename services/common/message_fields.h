#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

// Fields by name: code that serves all kinds of resources reads requests by the naming of the API.
namespace touchstone {

// Whether the message has such a field.
bool HasField(const google::protobuf::Message& message, std::string_view field);

// Text and message fields. REQUIRES: there is such a field of this type.
std::string TextField(const google::protobuf::Message& message, std::string_view field);
void SetTextField(google::protobuf::Message& message, std::string_view field, std::string value);
const google::protobuf::Message& MessageField(const google::protobuf::Message& message,
                                              std::string_view field);
// The texts of a field that may be repeated. REQUIRES: as above.
std::vector<std::string> TextsOf(const google::protobuf::Message& message, std::string_view field);

}  // namespace touchstone
