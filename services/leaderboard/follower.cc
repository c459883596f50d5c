#include "services/leaderboard/follower.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "services/common/errors.h"
#include "storage/records.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone::leaderboard {
namespace {

namespace asio = boost::asio;

// "events/e1/entrants/7" -> e1, entrant, 7; "companies/acme" -> "", company, acme.
struct ResourceName {
  std::string event;
  std::string kind;
  std::string id;
};

std::string Singular(std::string_view collection) {
  static const std::map<std::string_view, std::string> kKinds = {
      {"companies", "company"},      {"workers", "worker"},
      {"disciplines", "discipline"}, {"teams", "team"},
      {"entrants", "entrant"},       {"judges", "judge"},
      {"assignments", "assignment"}};
  const auto found = kKinds.find(collection);
  return found == kKinds.end() ? std::string() : found->second;
}

ResourceName ParseName(std::string_view name) {
  ResourceName parsed;
  constexpr std::string_view kEvents = "events/";
  if (name.starts_with(kEvents)) {
    name.remove_prefix(kEvents.size());
    const std::size_t slash = name.find('/');
    parsed.event = name.substr(0, slash);
    if (slash == std::string_view::npos) return parsed;
    name.remove_prefix(slash + 1);
  }
  const std::size_t slash = name.find('/');
  parsed.kind = Singular(name.substr(0, slash));
  if (slash != std::string_view::npos) parsed.id = name.substr(slash + 1);
  return parsed;
}

}  // namespace

Follower::Follower(storage::KvStore& store, asio::thread_pool& pool, FollowerSettings settings)
    : store_(store),
      settings_(settings),
      strand_(asio::make_strand(pool)),
      snapshot_timer_(strand_),
      position_(store.FeedEnd()) {
  unsubscribe_ = store_.SubscribeFeed([this](std::uint64_t) {
    if (!is_posted_.exchange(true)) asio::post(strand_, [this] { TakeIn(); });
  });
  asio::post(strand_, [this] { StartSnapshotTimer(); });
}

Follower::~Follower() {
  unsubscribe_();
  storage::WriteBatch batch;
  for (const auto& [id, event] : events_) event->AddSnapshotTo(batch);
  // Also waits for the callback of a snapshot under way. If it fails, a start takes longer.
  (void)store_.CommitSync(std::move(batch));
}

std::shared_ptr<FollowedEvent> Follower::Find(const std::string& event) const {
  std::lock_guard lock(mutex_);
  const auto found = events_.find(event);
  return found == events_.end() ? nullptr : found->second;
}

void Follower::Drop(const std::string& event) {
  std::lock_guard lock(mutex_);
  events_.erase(event);
}

void Follower::TakeIn() {
  is_posted_ = false;  // what is appended from here on posts again
  const auto events = store_.ReadFeed(position(), settings_.feed_batch);
  if (!events.ok() || events->empty()) return;
  if (!TakeIn(*events).ok()) return;
  position_.store(events->back().position, std::memory_order_release);
  WakeWaiters();
  if (events->size() == settings_.feed_batch && !is_posted_.exchange(true)) {
    asio::post(strand_, [this] { TakeIn(); });
  }
}

absl::Status Follower::TakeIn(const std::vector<storage::FeedEvent>& events) {
  // Set-up first: it may be newer than the entries, never older.
  std::map<std::string, std::uint64_t> ends;  // of the chains
  for (const storage::FeedEvent& event : events) {
    if (event.type == static_cast<std::uint32_t>(storage::FeedEventType::kEntry)) {
      storage::v1::EntryAppended entry;
      if (!entry.ParseFromString(event.payload)) continue;
      std::uint64_t& end = ends[entry.event()];
      end = std::max(end, entry.position());
    } else if (event.type == static_cast<std::uint32_t>(storage::FeedEventType::kResourceChanged)) {
      storage::v1::ResourceChanged resource;
      if (!resource.ParseFromString(event.payload)) continue;
      if (absl::Status taken = ResourceChanged(resource.name()); !taken.ok()) return taken;
    }
  }
  for (const auto& [id, end] : ends) {
    std::shared_ptr<FollowedEvent> event = Find(id);
    if (event == nullptr) {
      auto loaded = FollowedEvent::Load(store_, id);
      if (!loaded.ok()) continue;  // whoever asks for it is told why
      std::lock_guard lock(mutex_);
      event = events_[id] = *std::move(loaded);
    }
    // What cannot be taken in is read from the start by the next one who asks.
    if (!event->Advance(end).ok()) Drop(id);
  }
  return absl::OkStatus();
}

absl::Status Follower::ResourceChanged(std::string_view name) {
  const ResourceName resource = ParseName(name);
  if (resource.kind.empty()) return absl::OkStatus();
  std::map<std::string, std::shared_ptr<FollowedEvent>> concerned;
  if (resource.event.empty()) {
    std::lock_guard lock(mutex_);
    concerned = events_;
  } else if (auto event = Find(resource.event)) {
    concerned[resource.event] = event;
  }
  for (const auto& [id, event] : concerned) {
    const absl::Status changed = resource.kind == "company" ? event->CompanyChanged(resource.id)
                                 : resource.kind == "worker"
                                     ? event->WorkerChanged(resource.id)
                                     : event->ResourceChanged(resource.kind, resource.id);
    if (!changed.ok()) Drop(id);
  }
  return absl::OkStatus();
}

void Follower::WakeWaiters() {
  for (const Waiter& waiter : waiters_) {
    if (waiter.position <= position()) waiter.timer->cancel();
  }
}

asio::awaitable<absl::StatusOr<std::shared_ptr<FollowedEvent>>> Follower::Reach(
    std::string event, std::uint64_t position, std::chrono::system_clock::time_point deadline) {
  if (this->position() >= position) {
    if (auto found = Find(event)) co_return found;
  }
  co_return co_await asio::co_spawn(strand_, ReachOnStrand(std::move(event), position, deadline),
                                    asio::use_awaitable);
}

asio::awaitable<absl::StatusOr<std::shared_ptr<FollowedEvent>>> Follower::ReachOnStrand(
    std::string event, std::uint64_t position, std::chrono::system_clock::time_point deadline) {
  if (this->position() < position) {
    Timer timer(strand_);
    timer.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(
        std::min<std::chrono::system_clock::duration>(deadline - std::chrono::system_clock::now(),
                                                      std::chrono::hours(24))));
    const auto self = waiters_.insert(waiters_.end(), {position, &timer});
    boost::system::error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    waiters_.erase(self);
    if (this->position() < position) co_return MakeError(Reason::POSITION_NOT_REACHED);
  }
  if (auto found = Find(event)) co_return found;
  auto loaded = FollowedEvent::Load(store_, event);
  if (!loaded.ok()) co_return loaded.status();
  std::lock_guard lock(mutex_);
  events_[event] = *loaded;
  co_return loaded;
}

void Follower::StartSnapshotTimer() {
  snapshot_timer_.expires_after(settings_.snapshot_interval);
  snapshot_timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    WriteSnapshots();
    StartSnapshotTimer();
  });
}

void Follower::WriteSnapshots() {
  if (is_writing_) return;
  std::vector<std::shared_ptr<FollowedEvent>> events;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [id, event] : events_) events.push_back(event);
  }
  storage::WriteBatch batch;
  bool any = false;
  for (const auto& event : events) any |= event->AddSnapshotTo(batch);
  if (!any) return;
  is_writing_ = true;
  store_.Commit(std::move(batch), [this](const absl::StatusOr<std::uint64_t>&) {
    asio::post(strand_, [this] { is_writing_ = false; });
  });
}

}  // namespace touchstone::leaderboard
