#pragma once

#include <string>

#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "services/training/certificate_rules.h"
#include "services/training/file_index.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::training {

// What is asked about workers' files: histories, licences, lapses, hours. Nothing is written. All
// references must outlive it. Thread-safe.
//
// Errors of all: NOT_YOURS, RESOURCE_NOT_FOUND, REQUEST_INVALID, PAGE_TOKEN_INVALID,
// STORE_READ_FAILED.
class FileQueries {
 public:
  FileQueries(const storage::KvStore& store, const CertificateTypes& types, const Clock& clock)
      : store_(store), types_(types), clock_(clock) {}

  Awaitable<absl::Status> GetRecord(Call call, const v1::GetRecordRequest& request,
                                    v1::Record& response) const;
  Awaitable<absl::Status> ListRecords(Call call, const v1::ListRecordsRequest& request,
                                      v1::ListRecordsResponse& response) const;
  Awaitable<absl::Status> ListFiles(Call call, const v1::ListFilesRequest& request,
                                    v1::ListFilesResponse& response) const;
  Awaitable<absl::Status> CheckLicence(Call call, const v1::CheckLicenceRequest& request,
                                       v1::Licence& response) const;
  Awaitable<absl::Status> ListLicences(Call call, const v1::ListLicencesRequest& request,
                                       v1::ListLicencesResponse& response) const;
  Awaitable<absl::Status> ListLapses(Call call, const v1::ListLapsesRequest& request,
                                     v1::ListLapsesResponse& response) const;
  Awaitable<absl::Status> SumHours(Call call, const v1::SumHoursRequest& request,
                                   v1::HoursSum& response) const;

 private:
  const storage::KvStore& store_;
  const CertificateTypes& types_;
  const Clock& clock_;
};

}  // namespace touchstone::training
