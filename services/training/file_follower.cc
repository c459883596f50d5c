#include "services/training/file_follower.h"

#include <optional>
#include <utility>

#include <boost/asio/post.hpp>

#include "services/common/resource_name.h"
#include "services/training/contest_results.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"
#include "storage/records.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::training {
namespace {

namespace asio = boost::asio;
namespace keys = storage::keys;

constexpr std::size_t kFeedBatch = 1000;
constexpr std::uint64_t kForgets = 10'000;  // events that a start may have to read again

std::string PositionKey() { return keys::Snapshot("training", "files"); }

// What a feed event is about: the id of a worker or of an event; both empty: something else.
struct Subject {
  std::string worker;
  std::string event;
};
Subject SubjectOf(const storage::FeedEvent& event) {
  if (event.type != static_cast<std::uint32_t>(storage::FeedEventType::kResourceChanged)) return {};
  storage::v1::ResourceChanged changed;
  if (!changed.ParseFromString(event.payload)) return {};
  if (auto worker = ParseResourceName("workers", changed.name()); worker.ok()) return {*worker, ""};
  if (auto id = ParseResourceName("events", changed.name()); id.ok()) return {"", *id};
  return {};
}

}  // namespace

FileFollower::FileFollower(storage::KvStore& store, const RecordAppending& appending,
                           const CertificateTypes& types, const Clock& clock,
                           asio::any_io_executor executor)
    : store_(store),
      appending_(appending),
      types_(types),
      clock_(clock),
      strand_(asio::make_strand(executor)) {
  const auto stored = store_.Get(PositionKey());
  if (stored.ok() && *stored && (*stored)->size() == 8) remembered_ = keys::ParseNumber(**stored);
  position_ = remembered_;
  unsubscribe_ = store_.SubscribeFeed([this](std::uint64_t) { Post(); });
  Post();
}

FileFollower::~FileFollower() {
  unsubscribe_();
  // Waits for the callback of a write under way.
  (void)store_.CommitSync(storage::WriteBatch());
}

void FileFollower::Post() {
  if (!is_posted_.exchange(true)) asio::post(strand_, [this] { TakeIn(); });
}

void FileFollower::TakeIn() {
  is_posted_ = false;  // what is appended from here on posts again
  if (is_writing_) return;
  const auto events = store_.ReadFeed(position(), kFeedBatch);
  if (!events.ok() || events->empty()) return;
  // One event's results are a batch of their own, so that no file is written twice in one.
  std::set<std::string> workers;
  storage::WriteBatch batch;
  std::uint64_t end = position();
  for (const storage::FeedEvent& event : *events) {
    Subject subject = SubjectOf(event);
    if (!subject.event.empty() && !workers.empty()) break;
    end = event.position;
    if (!subject.worker.empty()) workers.insert(std::move(subject.worker));
    if (subject.event.empty()) continue;
    AddResults(subject.event, batch);
    if (!batch.writes().empty()) break;
  }
  for (const std::string& worker : workers) Refresh(worker, batch);
  if (!batch.writes().empty() || end - remembered_ >= kForgets) return Write(end, std::move(batch));
  position_.store(end, std::memory_order_release);
  if (end != events->back().position || events->size() == kFeedBatch) Post();
}

void FileFollower::Write(std::uint64_t end, storage::WriteBatch batch) {
  is_writing_ = true;
  batch.Put(PositionKey(), keys::Number(end));
  store_.Commit(std::move(batch), [this, end](const absl::StatusOr<std::uint64_t>& done) {
    asio::post(strand_, [this, end, status = done.status()] {
      is_writing_ = false;
      if (status.ok()) {
        remembered_ = end;
        position_.store(end, std::memory_order_release);
      }
      // After another writer was first, all is read again; after anything worse the process ends.
      if (status.ok() || absl::IsAborted(status)) Post();
    });
  });
}

void FileFollower::Refresh(const std::string& worker, storage::WriteBatch& batch) {
  std::string bytes;
  const std::string key = keys::Resource("worker", worker);
  const auto person = ReadStored<v1::Worker>(store_, key, &bytes);
  auto file = ReadFile(store_, worker);
  if (!person.ok() || !file.ok()) skipped_.store(true, std::memory_order_release);
  if (!person.ok() || !*person || !file.ok()) return;
  const std::string company = LastId((*person)->company());
  const bool same = file->head_bytes && file->head.company() == company &&
                    file->head.display_name() == (*person)->display_name();
  if (same || (company.empty() && !file->head_bytes)) return;
  const Instant now = ToInstant(touchstone::ToTimestamp(clock_.Now()));
  batch.ExpectValue(key, std::move(bytes));
  WriteFile(*file, file->records.size() + 1, **person, DayAt(now, ""), types_, batch);
}

void FileFollower::AddResults(const std::string& event, storage::WriteBatch& batch) const {
  auto results = ContestResultsOf(store_, event);
  if (!results.ok() || results->records().empty()) return;
  Caller publication;  // the organiser published them
  publication.role = v1::ROLE_ORGANISER;
  publication.token_name = ResourceName("events", event);
  publication.authenticated = true;
  v1::AppendRecordsResponse ignored;
  storage::WriteBatch decided;
  if (appending_.Decide(publication, *results, ignored, decided).ok()) batch = std::move(decided);
}

}  // namespace touchstone::training
