#pragma once

#include <string_view>

#include "google/protobuf/descriptor.h"

namespace touchstone::gateway {

// The method that an HTTP path such as "/touchstone.v1.EventsService/GetEvent" names; null when
// there is none that browsers may call: the services of touchstone and the health check.
// Thread-safe.
const google::protobuf::MethodDescriptor* FindMethod(std::string_view path);

}  // namespace touchstone::gateway
