#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "services/common/caller.h"
#include "services/training/file_index.h"
#include "services/training/training_setup.h"
#include "services/training/worker_file.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::training {

// What records refer to, read once for a call. Not thread-safe.
class References {
 public:
  References(const storage::KvStore& store, const CertificateTypes& types)
      : store_(store), types_(types) {}

  struct BatchParts {
    v1::Batch batch;
    v1::Programme programme;
    v1::Site site;
  };
  // Null when there is none. STORE_READ_FAILED.
  absl::StatusOr<const BatchParts*> Batch(const std::string& name);
  absl::StatusOr<const v1::Site*> Site(const std::string& name);
  absl::StatusOr<const v1::Worker*> Worker(const std::string& name);
  const CertificateTypes& types() const { return types_; }

 private:
  const storage::KvStore& store_;
  const CertificateTypes& types_;
  std::map<std::string, std::optional<BatchParts>> batches_;
  std::map<std::string, std::optional<v1::Site>> sites_;
  std::map<std::string, std::optional<v1::Worker>> workers_;
};

// Checks a record that `caller` wants to add to the end of `file`, and fills in what the server
// says about it: defaults and what output-only fields of its fact hold. Its name, position, times
// and author are set already. Fields of errors are paths in the record, such as "attendance.batch".
//   REQUEST_INVALID, REFERENCE_UNKNOWN, NOT_YOURS, RECORD_NOT_REPLACEABLE, ATTENDANCE_EXISTS,
//   HOURS_ABOVE_SESSION, HOURS_ABOVE_DAY, SECOND_PERSON_NEEDED, STORE_READ_FAILED; those of
//   CheckProgress()
absl::Status CheckRecord(References& references, const Caller& caller, const v1::Worker& worker,
                         const WorkerFile& file, v1::Record& record);

}  // namespace touchstone::training
