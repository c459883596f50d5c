#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/training/certificate_type.h"
#include "services/training/civil_time.h"
#include "services/training/worker_file.h"
#include "storage/write_batch.h"
#include "touchstone/v1/events.pb.h"

// What of a file stands in indexes: who was at which site, which licences lapse when, who attended
// a batch. The writer of a file keeps them in the same commit as its records, so they are never
// behind.
namespace touchstone::training {

// Types by id.
using CertificateTypes = std::map<std::string, CertificateType, std::less<>>;

// Adds to `batch` the new head of `file`, whose records from position `first_new` on are new, and
// what changes in the indexes. `worker` is he as he is now, `today` the day at his place.
// `file.head` is updated.
void WriteFile(WorkerFile& file, std::uint64_t first_new, const v1::Worker& worker, CivilDate today,
               const CertificateTypes& types, storage::WriteBatch& batch);

}  // namespace touchstone::training
