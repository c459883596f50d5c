#include "services/training/contest_results.h"

#include <optional>
#include <utility>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "services/leaderboard/followed_event.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using google::protobuf::util::MessageDifferencer;
using leaderboard::EventBoard;

constexpr std::size_t kMostLines = 1'000'000;

// The worker behind a line; empty: nobody of the registry, such as after an import without names.
absl::StatusOr<std::string> WorkerOf(const storage::KvStore& store, const std::string& event,
                                     const std::string& discipline, const std::string& code) {
  auto id = store.Get(keys::EntrantCode(event, discipline, code));
  if (!id.ok()) return StoreError(id.status());
  if (!*id) return std::string();
  auto entrant = ReadStored<v1::Entrant>(store, keys::ResourceIn(event, "entrant", **id));
  if (!entrant.ok()) return entrant.status();
  if (!*entrant || (*entrant)->worker().empty()) return std::string();
  const std::string key = keys::Resource("worker", LastId((*entrant)->worker()));
  auto worker = ReadStored<v1::Worker>(store, key);
  if (!worker.ok()) return worker.status();
  return *worker ? (*worker)->name() : std::string();
}

// The record that a file lacks; nothing when it says so already.
absl::Status AddMissing(const storage::KvStore& store, const std::string& worker,
                        const std::string& date, v1::ContestResult result,
                        v1::AppendRecordsRequest& request) {
  auto file = ReadFile(store, LastId(worker));
  if (!file.ok()) return file.status();
  std::string replaces;
  if (!file->records.empty()) {
    for (const v1::Record& record :
         RecordsAt(file->records, ToInstant(file->records.back().record_time()))) {
      const v1::ContestResult& known = record.contest_result();
      if (!record.has_contest_result() || record.state() != v1::Record::STATE_COUNTED) continue;
      if (known.event() != result.event() || known.discipline() != result.discipline()) continue;
      if (MessageDifferencer::Equals(known, result)) return absl::OkStatus();
      replaces = record.name();
    }
  }
  v1::NewRecord& asked = *request.add_records();
  asked.set_worker(worker);
  asked.mutable_record()->set_date(date);
  asked.mutable_record()->set_replaces(replaces);
  *asked.mutable_record()->mutable_contest_result() = std::move(result);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Discipline>> Disciplines(const storage::KvStore& store,
                                                        const std::string& event) {
  std::vector<v1::Discipline> disciplines;
  const std::string prefix = keys::ResourcePrefixIn(event, "discipline");
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        v1::Discipline& discipline = disciplines.emplace_back();
        return discipline.ParseFromArray(value.data(), static_cast<int>(value.size()));
      });
  if (!scanned.ok()) return StoreError(scanned);
  return disciplines;
}

}  // namespace

absl::StatusOr<v1::AppendRecordsRequest> ContestResultsOf(const storage::KvStore& store,
                                                          const std::string& event) {
  v1::AppendRecordsRequest request;
  auto stored = ReadStored<v1::Event>(store, keys::Resource("event", event));
  if (!stored.ok()) return stored.status();
  if (!*stored || (*stored)->state() != v1::Event::STATE_PUBLISHED) return request;
  auto followed = leaderboard::FollowedEvent::Load(store, event);
  if (!followed.ok()) return followed.status();
  auto disciplines = Disciplines(store, event);
  if (!disciplines.ok()) return disciplines.status();
  const std::string date = DayAt(ToInstant((*stored)->publish_time()), "").ToString();
  constexpr leaderboard::View kEverything{true, false, true, true, true};
  for (const v1::Discipline& discipline : *disciplines) {
    const std::string id = LastId(discipline.name());
    auto page = (*followed)->Look([&](const EventBoard& board) {
      return board.Lines({id, "", leaderboard::Group::kEntrants}, kEverything, 0, kMostLines);
    });
    if (!page.ok()) return page.status();
    for (const leaderboard::Line& line : page->lines) {
      auto worker = WorkerOf(store, event, id, line.code);
      if (!worker.ok()) return worker.status();
      if (worker->empty() || (line.place == 0 && !line.total)) continue;
      v1::ContestResult result;
      result.set_event((*stored)->name());
      result.set_contest((*stored)->display_name());
      result.set_discipline(discipline.display_name().zh());
      result.set_place(static_cast<std::uint32_t>(line.place));
      if (line.total) result.set_total(line.total->ToString());
      result.set_prize(line.award.name.zh);
      absl::Status added = AddMissing(store, *worker, date, std::move(result), request);
      if (!added.ok()) return added;
    }
  }
  return request;
}

}  // namespace touchstone::training
