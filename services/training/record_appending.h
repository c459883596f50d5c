#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "services/training/file_index.h"
#include "services/training/record_checks.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::training {

// AppendRecords: all records of a call in one commit, or none. Files are held by expecting their
// heads; when another writer was first, everything is read and decided again. All references must
// outlive it. Thread-safe.
class RecordAppending {
 public:
  RecordAppending(storage::KvStore& store, const CertificateTypes& types, const Clock& clock)
      : store_(store), types_(types), clock_(clock) {}

  // NOT_YOURS or RESOURCE_NOT_FOUND for a worker; the reason of CheckRecord() when one record is
  // not accepted, RECORD_NOT_ACCEPTED when several are; CONCURRENT_CHANGE after some tries.
  Awaitable<absl::Status> Append(Call call, const v1::AppendRecordsRequest& request,
                                 v1::AppendRecordsResponse& response) const;

  // Decides as of now and puts what is to be written into `batch`; errors as above. When the commit
  // answers CONCURRENT_CHANGE, another writer was first.
  absl::Status Decide(const Caller& caller, const v1::AppendRecordsRequest& request,
                      v1::AppendRecordsResponse& response, storage::WriteBatch& batch) const;

  // A record that was not accepted, and why: errors of CheckRecord(), RECORD_EXISTS.
  struct Refusal {
    std::size_t index = 0;
    absl::Status error;
  };
  // What an import adds to one file.
  struct FileOfImport {
    std::string_view import;                 // resource name, which the records get
    std::span<const v1::NewRecord> records;  // all of one worker
  };
  // Decides about one file of an import, so that any number of files need the memory of one. Every
  // refusal is told, in the order of the records; with any, nothing is put into `batch`. An id
  // whose record an import brought and was reverted counts as free: the record gets the next
  // ("r-1-2"). Returns how many records are new. `references` may serve many files. REQUIRES: each
  // file once in a batch. NOT_YOURS, RESOURCE_NOT_FOUND, STORE_READ_FAILED.
  absl::StatusOr<std::uint64_t> DecideFile(const Caller& caller, const FileOfImport& file,
                                           References& references, std::vector<Refusal>& refusals,
                                           storage::WriteBatch& batch) const;

  const CertificateTypes& types() const { return types_; }

 private:
  storage::KvStore& store_;
  const CertificateTypes& types_;
  const Clock& clock_;
};

}  // namespace touchstone::training
