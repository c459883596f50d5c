#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/kv_store.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/training_record.pb.h"

// A worker's file as it is stored: one scan. In memory records carry full names; on disk the ids.
namespace touchstone::training {

// "workers/w1/records/12"; the id of such a name, or of an id.
std::string RecordName(std::string_view worker, std::string_view id);
std::string RecordId(std::string_view name_or_id);

// Where the fact of a record names another record of the file (a confirmation, a closure, an
// outcome); null when it names none.
std::string* MutableReference(v1::Record& record);

struct WorkerFile {
  std::string worker;  // id
  storage::v1::FileHead head;
  std::optional<std::string> head_bytes;  // nothing when the file is new
  std::vector<v1::Record> records;        // by position
};

// The records of a worker by position, which is all that most questions need. STORE_READ_FAILED.
absl::StatusOr<std::vector<v1::Record>> ReadRecords(const storage::KvStore& store,
                                                    std::string_view worker);

// The same with the head. A worker without records has an empty file. STORE_READ_FAILED.
absl::StatusOr<WorkerFile> ReadFile(const storage::KvStore& store, std::string_view worker);

// Its records in the order of their positions, from the one after `position` on, until `visit`
// returns false. STORE_READ_FAILED.
absl::Status VisitRecords(const storage::KvStore& store, std::string_view worker,
                          std::uint64_t position,
                          const std::function<bool(const v1::Record&)>& visit);

// Adds a record of the file to the batch. REQUIRES: it has a name and a position.
void PutRecord(std::string_view worker, const v1::Record& record, storage::WriteBatch& batch);

}  // namespace touchstone::training
