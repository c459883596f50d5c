#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace touchstone {

// Puts `text` into the file at `path`, readable by its owner only (mode 0600), as a whole or not at
// all, and durable: the file and its name are on disk when this returns.
absl::Status WriteSecretFile(const std::string& path, std::string_view text);

// The whole file. NOT_FOUND when there is none, INTERNAL when it cannot be read or others than its
// owner may read it.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace touchstone
