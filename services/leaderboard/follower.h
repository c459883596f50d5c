#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/leaderboard/followed_event.h"
#include "storage/kv_store.h"

namespace touchstone::leaderboard {

struct FollowerSettings {
  // How often what changed is written down, so that a start after a crash has little to do.
  std::chrono::milliseconds snapshot_interval{2000};
  // Feed events taken in at once.
  std::size_t feed_batch = 1000;
};

// Follows the feed and keeps the boards of events up to date. An event comes into memory when
// somebody asks for it or something is entered in it; it is then read from its snapshot and the
// chain behind it, so nothing is lost when the snapshot, or this whole object, is.
//
// Thread-safe. The work is done on a strand of `pool`.
class Follower {
 public:
  // Begins at the end of the feed: what came before is read with each event. `store` and `pool`
  // outlive this.
  Follower(storage::KvStore& store, boost::asio::thread_pool& pool, FollowerSettings settings = {});
  // Writes the last snapshots. REQUIRES: `pool` has been stopped and joined, or nothing is awaited.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // How far in the feed all boards are.
  std::uint64_t position() const { return position_.load(std::memory_order_acquire); }

  // The event, in a state of at least this position of the feed.
  //   POSITION_NOT_REACHED  not before `deadline`
  //   RESOURCE_NOT_FOUND    no such event
  //   STORE_READ_FAILED
  // Resumes on the executor of the caller.
  boost::asio::awaitable<absl::StatusOr<std::shared_ptr<FollowedEvent>>> Reach(
      std::string event, std::uint64_t position, std::chrono::system_clock::time_point deadline);

  // The event if it is in memory; never waits.
  std::shared_ptr<FollowedEvent> Find(const std::string& event) const;

 private:
  using Executor = boost::asio::thread_pool::executor_type;
  using Timer = boost::asio::steady_timer;
  struct Waiter {
    std::uint64_t position;
    Timer* timer;
  };

  // All on the strand.
  void TakeIn();
  absl::Status TakeIn(const std::vector<storage::FeedEvent>& events);
  absl::Status ResourceChanged(std::string_view name);
  void Drop(const std::string& event);
  void WakeWaiters();
  void StartSnapshotTimer();
  void WriteSnapshots();
  boost::asio::awaitable<absl::StatusOr<std::shared_ptr<FollowedEvent>>> ReachOnStrand(
      std::string event, std::uint64_t position, std::chrono::system_clock::time_point deadline);

  storage::KvStore& store_;
  const FollowerSettings settings_;
  boost::asio::strand<Executor> strand_;
  Timer snapshot_timer_;
  std::atomic<std::uint64_t> position_;
  std::atomic<bool> is_posted_ = false;  // TakeIn() is under way
  std::list<Waiter> waiters_;
  bool is_writing_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<FollowedEvent>> events_;  // guarded by mutex_
  std::function<void()> unsubscribe_;
};

}  // namespace touchstone::leaderboard
