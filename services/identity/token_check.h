#pragma once

#include <string>

#include "absl/status/status.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone::identity {

// What a token of a role must say: an event for all roles but ORGANISER, AUDITOR and the training
// roles; a judge of that event for JUDGE and for nobody else; a company for the training roles and
// for nobody else. TABLET is of tablets, which are paired. REQUEST_INVALID names every part of
// `field` that is wrong.
absl::Status CheckToken(const v1::Token& token, const std::string& field = "token");

}  // namespace touchstone::identity
