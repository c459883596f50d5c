#pragma once

#include <string>

#include "absl/status/status.h"
#include "storage/kv_store.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone::identity {

// Whether the event, judge and company that a token or grant names exist: one for what does not
// would be a typing error that nobody sees. REFERENCE_UNKNOWN, STORE_READ_FAILED.
absl::Status CheckReferences(const storage::KvStore& store, const v1::Token& token,
                             const std::string& field = "token");

}  // namespace touchstone::identity
