#pragma once

#include <string>
#include <string_view>

namespace touchstone::training {

// UUID of `name` (RFC 4122, version 5, in the name space of URLs): the same name, the same id.
// 36 characters in lower case.
std::string StableUuid(std::string_view name);

}  // namespace touchstone::training
