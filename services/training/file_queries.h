#pragma once

#include <string>
#include <vector>

#include "services/common/caller.h"
#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "services/training/certificate_rules.h"
#include "services/training/file_follower.h"
#include "services/training/file_index.h"
#include "services/training/worker_file.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::training {

// What is asked about workers' files: histories, licences, lapses, hours. Nothing is written. All
// references must outlive it. Thread-safe.
//
// Errors of all: NOT_YOURS, RESOURCE_NOT_FOUND, REQUEST_INVALID, PAGE_TOKEN_INVALID,
// STORE_READ_FAILED.
class FileQueries {
 public:
  // While `follower` is current, the indexes are believed; null: workers are always looked up.
  FileQueries(const storage::KvStore& store, const CertificateTypes& types, const Clock& clock,
              const FileFollower* follower = nullptr)
      : store_(store), types_(types), clock_(clock), follower_(follower) {}

  // A record of a file, with the state that it had at the time as known.
  Awaitable<absl::Status> GetRecord(Call call, const v1::GetRecordRequest& request,
                                    v1::Record& response) const;
  // A file by position. Later pages are as known at the time at which the first was read.
  Awaitable<absl::Status> ListRecords(Call call, const v1::ListRecordsRequest& request,
                                      v1::ListRecordsResponse& response) const;
  // A company's files by worker. A search looks at a bounded number of files for each page.
  Awaitable<absl::Status> ListFiles(Call call, const v1::ListFilesRequest& request,
                                    v1::ListFilesResponse& response) const;
  // Decides about one worker on a day as known at a time.
  Awaitable<absl::Status> CheckLicence(Call call, const v1::CheckLicenceRequest& request,
                                       v1::Licence& response) const;
  // Decides about all workers of a company or site; a bounded number of files for each page.
  Awaitable<absl::Status> ListLicences(Call call, const v1::ListLicencesRequest& request,
                                       v1::ListLicencesResponse& response) const;
  // What the index of lapses has in a span of days.
  Awaitable<absl::Status> ListLapses(Call call, const v1::ListLapsesRequest& request,
                                     v1::ListLapsesResponse& response) const;
  // A worker's hours of a year, up to today or the end of the year.
  Awaitable<absl::Status> SumHours(Call call, const v1::SumHoursRequest& request,
                                   v1::HoursSum& response) const;

 private:
  // What a question about one worker and one type is answered from.
  struct Question {
    v1::Worker worker;
    const CertificateType* type = nullptr;
    std::vector<v1::Record> records;
    Instant known;  // as known at this time
  };
  absl::StatusOr<Question> Open(const Caller& caller, const std::string& worker,
                                const std::string& certificate_type, bool known_is_set,
                                const google::protobuf::Timestamp& known_time) const;
  // The day where he works.
  absl::StatusOr<CivilDate> TodayOf(const v1::Worker& worker) const;

  const storage::KvStore& store_;
  const CertificateTypes& types_;
  const Clock& clock_;
  const FileFollower* const follower_;
};

}  // namespace touchstone::training
