#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::training {

// What the files of workers lack of the results of an event: nothing before it is published. A
// result that differs from the one that stands in a file, after an unlock, replaces it.
// STORE_READ_FAILED.
absl::StatusOr<v1::AppendRecordsRequest> ContestResultsOf(const storage::KvStore& store,
                                                          const std::string& event);

}  // namespace touchstone::training
