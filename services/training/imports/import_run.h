#pragma once

#include <atomic>

#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "services/training/record_appending.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_import.pb.h"

namespace touchstone::training {

// Runs imports and takes them back, one at a time: each is read row by row, checked file by file
// and written in one commit. Works in slices of some milliseconds, between which others' calls have
// their turn. All references must outlive it. Thread-safe.
class ImportRun {
 public:
  ImportRun(storage::KvStore& store, const RecordAppending& appending, const Clock& clock)
      : store_(store), appending_(appending), clock_(clock) {}

  Awaitable<absl::Status> Run(Call call, const v1::RunImportRequest& request,
                              Writer<v1::ImportProgress>& writer) const;
  // In import_revert.cc. TOO_MANY_RUNS while another import is read.
  Awaitable<absl::Status> Revert(Call call, const v1::RevertImportRequest& request,
                                 v1::Import& response) const;

 private:
  storage::KvStore& store_;
  const RecordAppending& appending_;
  const Clock& clock_;
  mutable std::atomic<bool> is_running_ = false;
};

}  // namespace touchstone::training
