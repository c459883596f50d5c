#include "services/training/worker_file.h"

#include <utility>

#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

// What stands on the disk in place of names: the id, or nothing when it is the position.
void ShortenNames(v1::Record& record) {
  const std::string id = RecordId(record.name());
  record.set_name(id == std::to_string(record.position()) ? std::string() : id);
  record.set_replaces(RecordId(record.replaces()));
  if (std::string* reference = MutableReference(record)) *reference = RecordId(*reference);
}

void RestoreNames(std::string_view worker, v1::Record& record) {
  record.set_name(RecordName(
      worker, record.name().empty() ? std::to_string(record.position()) : record.name()));
  if (!record.replaces().empty()) record.set_replaces(RecordName(worker, record.replaces()));
  if (std::string* reference = MutableReference(record)) {
    *reference = RecordName(worker, *reference);
  }
}

// As VisitRecords(), and `visit` may keep the record.
absl::Status ScanRecords(const storage::KvStore& store, std::string_view worker,
                         std::uint64_t position, const std::function<bool(v1::Record&)>& visit) {
  const std::string prefix = keys::RecordPrefix(worker);
  bool readable = true;
  absl::Status scanned =
      store.Scan(keys::Record(worker, position + 1), storage::PrefixEnd(prefix),
                 [&](std::string_view, std::string_view value) {
                   v1::Record record;
                   readable = record.ParseFromArray(value.data(), static_cast<int>(value.size()));
                   if (!readable) return false;
                   RestoreNames(worker, record);
                   return visit(record);
                 });
  if (!scanned.ok()) return StoreError(scanned);
  return readable ? absl::OkStatus() : MakeError(Reason::STORE_READ_FAILED, "record");
}

}  // namespace

std::string RecordName(std::string_view worker, std::string_view id) {
  std::string name;
  name.reserve(worker.size() + id.size() + 17);
  return name.append("workers/").append(worker).append("/records/").append(id);
}

std::string RecordId(std::string_view name_or_id) {
  const auto slash = name_or_id.rfind('/');
  return std::string(slash == std::string_view::npos ? name_or_id : name_or_id.substr(slash + 1));
}

std::string* MutableReference(v1::Record& record) {
  switch (record.fact_case()) {
    case v1::Record::kConfirmation:
      return record.mutable_confirmation()->mutable_record();
    case v1::Record::kFindingClosure:
      return record.mutable_finding_closure()->mutable_evaluation();
    case v1::Record::kMentorOutcome:
      return record.mutable_mentor_outcome()->mutable_contract();
    default:
      return nullptr;
  }
}

absl::Status VisitRecords(const storage::KvStore& store, std::string_view worker,
                          std::uint64_t position,
                          const std::function<bool(const v1::Record&)>& visit) {
  return ScanRecords(store, worker, position, visit);
}

absl::StatusOr<std::vector<v1::Record>> ReadRecords(const storage::KvStore& store,
                                                    std::string_view worker) {
  std::vector<v1::Record> records;
  absl::Status read = ScanRecords(store, worker, 0, [&](v1::Record& record) {
    records.push_back(std::move(record));
    return true;
  });
  if (!read.ok()) return read;
  return records;
}

absl::StatusOr<WorkerFile> ReadFile(const storage::KvStore& store, std::string_view worker) {
  WorkerFile file;
  file.worker = worker;
  absl::StatusOr<std::optional<std::string>> head = store.Get(keys::File(worker));
  if (!head.ok()) return StoreError(head.status());
  if (*head && !file.head.ParseFromString(**head)) {
    return MakeError(Reason::STORE_READ_FAILED, "file");
  }
  file.head_bytes = *std::move(head);
  absl::StatusOr<std::vector<v1::Record>> records = ReadRecords(store, worker);
  if (!records.ok()) return records.status();
  file.records = *std::move(records);
  return file;
}

void PutRecord(std::string_view worker, const v1::Record& record, storage::WriteBatch& batch) {
  v1::Record stored = record;
  ShortenNames(stored);
  stored.clear_state();
  stored.clear_verified_by();
  stored.clear_confirm_time();
  batch.Put(keys::Record(worker, record.position()), stored.SerializeAsString());
}

}  // namespace touchstone::training
