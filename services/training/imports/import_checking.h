#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "services/common/caller.h"
#include "services/training/imports/import_rows.h"
#include "services/training/imports/import_store.h"
#include "services/training/record_appending.h"
#include "storage/write_batch.h"

namespace touchstone::training {

// Holds the rows of an import against the files of their workers, one file after the other, and
// gathers what is to be written. All references must outlive it. Not thread-safe.
class ImportChecking {
 public:
  // Without `collect` nothing is gathered.
  ImportChecking(const RecordAppending& appending, const Caller& caller, References& references,
                 const ImportName& name, ImportRows& rows, bool collect);

  // Begins again; what was gathered is dropped.
  void Begin();
  bool HasNext() const { return next_ < rows_.rows().size(); }
  // Decides about the next file. Problems go to the rows' problems; with the first, gathering ends.
  // NOT_YOURS, RESOURCE_NOT_FOUND, STORE_READ_FAILED.
  absl::Status Next();

  std::uint64_t rows_done() const { return next_; }
  std::uint64_t added() const { return added_; }
  storage::WriteBatch& batch() { return batch_; }

 private:
  void AddProblem(int row, const absl::Status& error);

  const RecordAppending& appending_;
  const Caller& caller_;
  References& references_;
  const ImportName& name_;
  const std::string import_;
  ImportRows& rows_;
  bool collect_;
  std::size_t next_ = 0;
  std::uint64_t added_ = 0;
  storage::WriteBatch batch_;
};

}  // namespace touchstone::training
