#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/common/id_generator.h"

namespace touchstone {

// The 32 random bytes that stand in the file at `path`, in base64, readable by its owner only; made
// when there is no such file. INTERNAL when it is damaged, or others may read it.
absl::StatusOr<std::string> OpenSeedFile(const std::string& path, IdGenerator& ids);

}  // namespace touchstone
