#pragma once

#include <map>
#include <string>

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

 private:
  storage::KvStore& store_;
  const CertificateTypes& types_;
  const Clock& clock_;
};

}  // namespace touchstone::training
