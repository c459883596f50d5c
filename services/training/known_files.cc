#include "services/training/known_files.h"

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/training/file_states.h"
#include "services/training/known_time.h"
#include "services/training/local_day.h"
#include "services/training/progress_convert.h"
#include "services/training/query_parts.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {

namespace keys = storage::keys;

const std::string& KnownFiles::TimeZoneOf(const std::string& site) {
  auto [found, is_new] = time_zones_.try_emplace(site);
  if (is_new) found->second = TimeZoneAt(store_, site);
  return found->second;
}

absl::StatusOr<KnownFile> KnownFiles::ReadFileOf(v1::Worker worker,
                                                 const google::protobuf::Timestamp* known_time) {
  KnownFile known;
  known.id = LastId(worker.name());
  absl::StatusOr<WorkerFile> file = ReadFile(store_, known.id);
  if (!file.ok()) return file.status();
  static const google::protobuf::Timestamp kNone;
  const bool is_set = known_time != nullptr;
  auto time = KnownTime(is_set, is_set ? *known_time : kNone, clock_, file->records);
  if (!time.ok()) return time.status();
  known.worker = std::move(worker);
  known.head = std::move(file->head);
  known.records = RecordsAt(std::move(file->records), *time);
  known.progress = ToProgress(known.records);
  known.known = *time;
  known.day = DayAt(*time, TimeZoneOf(SiteName(known.worker, known.head)));
  return known;
}

absl::StatusOr<KnownFile> KnownFiles::Read(const std::string& worker,
                                           const google::protobuf::Timestamp* known_time) {
  absl::StatusOr<v1::Worker> found = FindWorker(store_, caller_, worker);
  if (!found.ok()) return found.status();
  return ReadFileOf(*std::move(found), known_time);
}

absl::StatusOr<std::string> KnownFiles::Visit(const FileSelection& selection,
                                              const std::string& from,
                                              const std::function<bool(const KnownFile&)>& visit) {
  absl::Status own = RequireCompany(caller_, selection.parent);
  if (!own.ok()) return own;
  absl::StatusOr<std::string> site = SiteId(selection.parent, selection.site);
  if (!site.ok()) return site.status();
  absl::Status failed;
  std::string next;
  // Whether to go on.
  const auto look = [&](v1::Worker worker) {
    auto file = ReadFileOf(std::move(worker), selection.known_time);
    if (!file.ok()) failed = file.status();
    if (!file.ok() || (!site->empty() && file->head.site() != *site)) return file.ok();
    if (visit(*file)) return true;
    next = file->id;
    return false;
  };
  if (!selection.worker.empty()) {
    auto worker = FindWorker(store_, caller_, selection.worker);
    if (!worker.ok()) return worker.status();
    if (worker->company() != selection.parent) {
      return MakeError(Reason::REQUEST_INVALID, "", {{"worker", "is of another company"}});
    }
    look(*std::move(worker));
    return failed.ok() ? absl::StatusOr<std::string>(std::move(next)) : failed;
  }
  const std::string prefix = keys::FileAtPrefix(LastId(selection.parent), *site);
  std::size_t looked_at = 0;
  absl::Status scanned = store_.Scan(
      prefix + from, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        const std::string id(key.substr(prefix.size()));
        if (looked_at++ == kMostFiles) {
          next = id;
          return false;
        }
        auto worker = FindWorker(store_, caller_, ResourceName("workers", id));
        if (!worker.ok() || worker->company() != selection.parent) return true;
        return look(*std::move(worker));
      });
  if (!scanned.ok()) return StoreError(scanned);
  return failed.ok() ? absl::StatusOr<std::string>(std::move(next)) : failed;
}

}  // namespace touchstone::training
