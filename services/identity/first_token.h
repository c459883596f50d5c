#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/identity/tokens.h"
#include "storage/kv_store.h"

namespace touchstone::identity {

// Makes the first token, of an organiser for every event, when the store has none at all, and
// writes its secret to the file at `path`, which only its owner can read (mode 0600). Returns
// whether one was made. The file is durable before the token holds, so that a token nobody knows
// cannot be; a file of an earlier, failed start is replaced.
absl::StatusOr<bool> MakeFirstToken(storage::KvStore& store, const Tokens& tokens,
                                    const std::string& path);

}  // namespace touchstone::identity
