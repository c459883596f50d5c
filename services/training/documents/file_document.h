#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/number.h"
#include "services/training/civil_time.h"
#include "services/training/file_index.h"
#include "services/training/record_checks.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/training.pb.h"
#include "touchstone/v1/training_document.pb.h"

namespace touchstone::training {

// What a document about a worker's file is written from: what counts as known at one time, and
// nothing that was recorded later.
struct FileDocument {
  std::string public_url;
  v1::Worker worker;
  std::string company;    // name for people; empty: not known
  std::string site;       // likewise
  std::string time_zone;  // of the site
  Instant known;
  CivilDate date;                     // the day of `known` at the site
  std::vector<v1::Record> records;    // those that count, by date and position
  std::vector<v1::Licence> licences;  // on `date`, one for each type of which there is a record
  std::map<int, Number> hours;        // class hours of all training, by year
  std::map<std::string, References::BatchParts> batches;  // of the records, by name
  std::map<std::string, std::string> sites;  // names for people of the records' sites, by name
};

// NOT_YOURS or RESOURCE_NOT_FOUND for the worker, REQUEST_INVALID for the time, STORE_READ_FAILED.
absl::StatusOr<FileDocument> ReadFileDocument(const storage::KvStore& store,
                                              const CertificateTypes& types, const Clock& clock,
                                              const Caller& caller,
                                              const v1::ExportFileRequest& request,
                                              const std::string& public_url);

}  // namespace touchstone::training
