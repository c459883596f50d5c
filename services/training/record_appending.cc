#include "services/training/record_appending.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/common/errors.h"
#include "services/common/idempotency.h"
#include "services/training/file_states.h"
#include "services/training/local_day.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

constexpr int kMostTries = 8;

Instant Now(const Clock& clock) { return ToInstant(touchstone::ToTimestamp(clock.Now())); }

// What the client said of a record, for comparing a repeated one with the first.
v1::Record Said(v1::Record record) {
  record.clear_name();
  record.clear_position();
  record.clear_record_time();
  record.clear_record_date();
  record.clear_entered_by();
  record.clear_entered_as();
  record.clear_verified_by();
  record.clear_confirm_time();
  record.clear_state();
  record.clear_import();
  record.set_replaces(LastId(record.replaces()));
  if (std::string* reference = MutableReference(record)) *reference = LastId(*reference);
  if (record.has_attendance()) {
    record.mutable_attendance()->clear_company();
    record.mutable_attendance()->clear_certificate_types();
  }
  return record;
}

bool SaysTheSame(const v1::Record& asked, const v1::Record& stored) {
  v1::Record a = Said(asked);
  const v1::Record b = Said(stored);
  if (a.has_attendance() && a.attendance().class_hours().empty()) {
    a.mutable_attendance()->set_class_hours(b.attendance().class_hours());
  }
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

// One call's work on the files that it touches.
class Appending {
 public:
  Appending(const storage::KvStore& store, References& references, const Caller& caller,
            Instant now, std::string_view import = "")
      : store_(store), caller_(caller), now_(now), references_(references), import_(import) {}

  absl::Status AddAll(const v1::AppendRecordsRequest& request,
                      v1::AppendRecordsResponse& response) {
    for (int i = 0; i < request.records_size(); ++i) {
      absl::Status added = Add(request.records(i), response);
      if (added.ok()) continue;
      // Who asks about others' workers is told nothing about the rest either.
      const Reason reason = ReasonOf(added);
      if (reason == Reason::NOT_YOURS || reason == Reason::STORE_READ_FAILED) return added;
      Collect(i, added);
    }
    return Result();
  }

  // Adds all that it can, and says of the others why not.
  absl::Status AddEach(std::span<const v1::NewRecord> records,
                       std::vector<RecordAppending::Refusal>& refusals, std::uint64_t& added) {
    v1::AppendRecordsResponse response;
    for (std::size_t i = 0; i < records.size(); ++i) {
      absl::Status status = Add(records[i], response);
      response.clear_records();
      if (status.ok()) continue;
      const Reason reason = ReasonOf(status);
      if (reason == Reason::NOT_YOURS || reason == Reason::STORE_READ_FAILED) return status;
      refusals.push_back({i, std::move(status)});
    }
    added = response.added();
    return absl::OkStatus();
  }

  void Write(storage::WriteBatch& batch) {
    for (auto& [id, open] : files_) {
      if (open.first_new > open.file.records.size()) continue;
      batch.ExpectValue(storage::keys::Resource("worker", id), open.worker_bytes);
      WriteFile(open.file, open.first_new, open.worker, DayAt(now_, TimeZoneOf(open)),
                references_.types(), batch);
    }
  }

 private:
  struct OpenFile {
    v1::Worker worker;
    std::string worker_bytes;
    WorkerFile file;
    FileStates states;  // of file.records
    std::uint64_t first_new = 1;
    std::set<std::string> reverted;  // ids of records that an import brought and were taken back
  };

  absl::StatusOr<OpenFile*> Open(const std::string& name) {
    const std::string id = LastId(name);
    if (auto found = files_.find(id); found != files_.end()) return &found->second;
    OpenFile open;
    auto worker = FindWorker(store_, caller_, name, &open.worker_bytes);
    if (!worker.ok()) return worker.status();
    open.worker = *std::move(worker);
    auto file = ReadFile(store_, id);
    if (!file.ok()) return file.status();
    open.file = *std::move(file);
    open.states = FileStates(open.file.records);
    open.first_new = open.file.records.size() + 1;
    for (const v1::Record& record : open.file.records) {
      const bool of_revert = record.has_withdrawal() && !record.import().empty();
      if (of_revert) open.reverted.insert(LastId(record.replaces()));
    }
    return &files_.emplace(id, std::move(open)).first->second;
  }

  std::string TimeZoneOf(const OpenFile& open) {
    auto site = references_.Site(SiteName(open.worker, open.file.head));
    return site.ok() && *site != nullptr ? (*site)->time_zone() : kDefaultTimeZone;
  }

  absl::Status Add(const v1::NewRecord& asked, v1::AppendRecordsResponse& response) {
    absl::StatusOr<OpenFile*> opened = Open(asked.worker());
    if (!opened.ok()) return opened.status();
    OpenFile& open = **opened;
    std::vector<v1::Record>& records = open.file.records;
    const std::uint64_t position = records.size() + 1;
    std::string id = asked.record_id().empty() ? std::to_string(position) : asked.record_id();
    for (int again = 2; !import_.empty() && open.reverted.contains(id); ++again) {
      id = asked.record_id() + "-" + std::to_string(again);
    }
    const std::string name = RecordName(open.file.worker, id);
    if (const auto found = open.states.Find(id)) {
      if (!SaysTheSame(asked.record(), records[*found])) {
        return MakeError(Reason::RECORD_EXISTS, "", {{"record_id", "is another record's"}});
      }
      *response.add_records() = records[*found];
      return absl::OkStatus();
    }
    v1::Record record = Said(asked.record());
    record.set_name(name);
    record.set_position(position);
    Instant recorded = now_;
    if (!records.empty()) recorded = std::max(recorded, ToInstant(records.back().record_time()));
    *record.mutable_record_time() = ToTimestamp(recorded);
    record.set_record_date(DayAt(recorded, TimeZoneOf(open)).ToString());
    record.set_entered_by(caller_.Person());
    record.set_entered_as(caller_.role);
    record.set_import(std::string(import_));
    absl::Status checked = CheckRecord(references_, caller_, open.worker, open.file, record);
    if (!checked.ok()) return checked;
    records.push_back(std::move(record));
    open.states.TakeIn(records, records.size());
    *response.add_records() = records.back();
    response.set_added(response.added() + 1);
    return absl::OkStatus();
  }

  void Collect(int index, const absl::Status& error) {
    const std::string prefix = "records[" + std::to_string(index) + "]";
    ++refused_;
    first_ = refused_ == 1 ? error : first_;
    if (fields_.size() >= 100) return;
    ErrorDetail detail = DetailOf(error);
    const bool of_head = !detail.fields.empty() && detail.fields[0].field == "record_id";
    std::string path = prefix + (of_head ? "." : ".record.");
    if (detail.fields.empty()) {
      fields_.push_back({prefix, std::string(ReasonName(detail.reason))});
    } else {
      fields_.push_back({path + detail.fields[0].field, detail.fields[0].description});
    }
  }

  absl::Status Result() {
    if (refused_ == 0) return absl::OkStatus();
    const Reason reason = refused_ == 1 ? ReasonOf(first_) : Reason::RECORD_NOT_ACCEPTED;
    std::string text = std::to_string(refused_) +
                       " not accepted, the first: " + fields_.front().field + ": " +
                       fields_.front().description;
    return MakeError(reason, std::move(text), std::move(fields_));
  }

  const storage::KvStore& store_;
  const Caller& caller_;
  const Instant now_;
  References& references_;
  const std::string_view import_;
  std::map<std::string, OpenFile> files_;
  std::vector<FieldViolation> fields_;
  std::size_t refused_ = 0;
  absl::Status first_;
};

}  // namespace

absl::Status RecordAppending::Decide(const Caller& caller, const v1::AppendRecordsRequest& request,
                                     v1::AppendRecordsResponse& response,
                                     storage::WriteBatch& batch) const {
  References references(store_, types_);
  Appending appending(store_, references, caller, Now(clock_));
  absl::Status added = appending.AddAll(request, response);
  if (added.ok()) appending.Write(batch);
  return added;
}

absl::StatusOr<std::uint64_t> RecordAppending::DecideFile(const Caller& caller,
                                                          const FileOfImport& file,
                                                          References& references,
                                                          std::vector<Refusal>& refusals,
                                                          storage::WriteBatch& batch) const {
  Appending appending(store_, references, caller, Now(clock_), file.import);
  std::uint64_t added = 0;
  const std::size_t before = refusals.size();
  absl::Status status = appending.AddEach(file.records, refusals, added);
  if (!status.ok()) return status;
  if (refusals.size() == before) appending.Write(batch);
  return added;
}

Awaitable<absl::Status> RecordAppending::Append(Call call, const v1::AppendRecordsRequest& request,
                                                v1::AppendRecordsResponse& response) const {
  for (int tries = 1;; ++tries) {
    response.Clear();
    IdempotentRequest once(call.caller(), call.method(), request.request_id(), request, clock_);
    absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
    if (!answered.ok() || *answered) co_return answered.status();
    storage::WriteBatch batch;
    absl::Status decided = Decide(call.caller(), request, response, batch);
    if (!decided.ok() || request.validate_only()) co_return decided;
    once.Remember(response, &batch);
    absl::StatusOr<std::uint64_t> done = co_await AsyncCommit(store_, std::move(batch));
    const bool again = ReasonOf(done.status()) == Reason::CONCURRENT_CHANGE;
    if (!again || tries == kMostTries || call.cancelled()) co_return done.status();
  }
}

}  // namespace touchstone::training
