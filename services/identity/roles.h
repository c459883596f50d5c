#pragma once

#include <span>

#include "services/common/access.h"

namespace touchstone::identity {

// The authorisation table: one row for each method of touchstone.v1. What is not in it is denied.
// Health and reflection are gRPC's own services; the server leaves them open.
std::span<const AccessRule> AuthorisationTable();

}  // namespace touchstone::identity
