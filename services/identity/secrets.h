#pragma once

#include <string>
#include <string_view>

#include "services/common/id_generator.h"

namespace touchstone::identity {

// `prefix` and 43 characters: 256 random bits in base64url (RFC 4648) without padding.
std::string NewSecret(IdGenerator& ids, std::string_view prefix);

// 6 digits, all alike probable.
std::string NewPin(IdGenerator& ids);

}  // namespace touchstone::identity
