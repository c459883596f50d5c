// The half of ImportRun that takes an import back.

#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/training/imports/import_pace.h"
#include "services/training/imports/import_run.h"
#include "services/training/imports/import_store.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

// The withdrawals of what the import added to a file and what counts still.
std::vector<v1::NewRecord> WithdrawalsOf(const WorkerFile& file, const std::string& import,
                                         const std::string& date, const std::string& reason) {
  std::vector<v1::NewRecord> withdrawals;
  if (file.records.empty()) return withdrawals;
  for (const v1::Record& record :
       RecordsAt(file.records, ToInstant(file.records.back().record_time()))) {
    const bool open =
        record.state() == v1::Record::STATE_COUNTED || record.state() == v1::Record::STATE_WAITING;
    if (!open || record.import() != import || record.has_withdrawal()) continue;
    v1::NewRecord& asked = withdrawals.emplace_back();
    asked.set_worker(ResourceName("workers", file.worker));
    asked.mutable_record()->set_date(date);
    asked.mutable_record()->set_replaces(record.name());
    asked.mutable_record()->mutable_withdrawal()->set_reason(reason);
  }
  return withdrawals;
}

}  // namespace

Awaitable<absl::Status> ImportRun::Revert(Call call, const v1::RevertImportRequest& request,
                                          v1::Import& response) const {
  auto stored = FindImport(store_, call.caller(), request.name(), clock_);
  if (!stored.ok()) co_return stored.status();
  if (stored->import.state() != v1::Import::STATE_WRITTEN) {
    co_return MakeError(Reason::IMPORT_STATE_WRONG);
  }
  Slot slot(is_running_);
  if (!slot.is_mine()) co_return MakeError(Reason::TOO_MANY_RUNS);
  const std::string date =
      DayAt(ToInstant(touchstone::ToTimestamp(clock_.Now())), kDefaultTimeZone).ToString();
  const std::string prefix = storage::keys::ImportFilePrefix(stored->name.company, stored->name.id);
  std::vector<std::string> workers;
  absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        workers.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok()) co_return StoreError(scanned);
  References references(store_, appending_.types());
  storage::WriteBatch batch;
  Pace pace;
  for (const std::string& worker : workers) {
    auto file = ReadFile(store_, worker);
    if (!file.ok()) co_return file.status();
    const auto withdrawals = WithdrawalsOf(*file, request.name(), date, request.reason());
    std::vector<RecordAppending::Refusal> refusals;
    auto added = appending_.DecideFile(call.caller(), {request.name(), withdrawals}, references,
                                       refusals, batch);
    if (!added.ok()) co_return added.status();
    if (!refusals.empty()) co_return refusals[0].error;
    batch.Delete(prefix + worker);
    if (pace.IsOver()) co_await pace.Rest();
    if (call.cancelled()) co_return absl::CancelledError();
  }
  response = stored->import;
  response.set_state(v1::Import::STATE_REVERTED);
  response.set_revert_reason(request.reason());
  ReplaceImport(*stored, response, batch);
  absl::StatusOr<std::uint64_t> done = co_await AsyncCommit(store_, std::move(batch));
  co_return done.status();
}

}  // namespace touchstone::training
