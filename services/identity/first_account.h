#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "storage/kv_store.h"

namespace touchstone::identity {

// As long as no account has a password: makes the account `admin`, an organiser for every event,
// unless it is there, and writes the secret of a new invitation for it to the file at `path`, which
// only its owner can read. Returns whether it did; after the first password it never does again,
// and removes the file. The file is durable before the invitation holds.
absl::StatusOr<bool> InviteFirstAccount(storage::KvStore& store, const Clock& clock,
                                        IdGenerator& ids, const std::string& path);

}  // namespace touchstone::identity
