#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace touchstone::storage {

// A RocksDB error in our terms, with `what` was being done in front: DATA_LOSS for damaged bytes,
// FAILED_PRECONDITION for a database that cannot be used as asked, RESOURCE_EXHAUSTED for a full
// disk, otherwise UNAVAILABLE.
absl::Status FromRocksDb(std::string_view what, const rocksdb::Status& status);

}  // namespace touchstone::storage
