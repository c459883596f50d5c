#include "services/training/contest_results.h"

#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "services/training/published_events.h"
#include "services/training/training_convert.h"
#include "services/training/worker_file.h"

namespace touchstone::training {
namespace {

using google::protobuf::util::MessageDifferencer;

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

}  // namespace

absl::StatusOr<v1::AppendRecordsRequest> ContestResultsOf(const storage::KvStore& store,
                                                          const std::string& event) {
  v1::AppendRecordsRequest request;
  auto published = ReadPublishedEvent(store, event);
  if (!published.ok()) return published.status();
  if (!*published) return request;
  auto board = LoadBoard(store, **published);
  if (!board.ok()) return board.status();
  const std::string date = (*published)->day.ToString();
  for (const v1::Discipline& discipline : (*published)->disciplines) {
    const std::string id = LastId(discipline.name());
    auto lines = EntrantsOf(**board, id);
    if (!lines.ok()) return lines.status();
    for (const leaderboard::Line& line : *lines) {
      auto worker = WorkerOf(store, **published, id, line.code);
      if (!worker.ok()) return worker.status();
      if (!*worker || (line.place == 0 && !line.total)) continue;
      v1::ContestResult result;
      result.set_event((*published)->event.name());
      result.set_contest((*published)->event.display_name());
      result.set_discipline(discipline.display_name().zh());
      result.set_place(static_cast<std::uint32_t>(line.place));
      if (line.total) result.set_total(line.total->ToString());
      result.set_prize(line.award.name.zh);
      absl::Status added = AddMissing(store, (*worker)->name(), date, std::move(result), request);
      if (!added.ok()) return added;
    }
  }
  return request;
}

}  // namespace touchstone::training
