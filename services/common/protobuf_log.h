#pragma once

#include <string>

namespace touchstone {

// Sends what protobuf wants to log to spdlog, at most ten lines a second for the whole process: any
// client can make protobuf complain with every message that it sends. Repeating it changes nothing.
void InstallProtobufLog();

// The name of the field in which protobuf, on this thread, last found bytes that are not UTF-8, and
// forgets it; empty when there was none. Needs InstallProtobufLog().
std::string TakeFieldThatIsNotUtf8();

}  // namespace touchstone
