#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "services/common/clock.h"
#include "services/leaderboard/follower.h"
#include "services/leaderboard/watch_channel.h"

namespace touchstone::leaderboard {

struct WatchSettings {
  std::chrono::milliseconds tick{100};  // watchers hear of changes this often at most
  std::chrono::milliseconds heartbeat{5000};
};

// All boards that are watched, looked at with a fixed tick. What a tick costs depends on the boards
// that changed and on who watches them, not on how many marks came. Thread-safe.
class WatchHub {
 public:
  // All outlive this; `pool` has been stopped and joined when it is destroyed.
  WatchHub(Follower& follower, const Clock& clock, boost::asio::thread_pool& pool,
           WatchSettings settings);

  // Adds a watcher as WatchChannel::Join() does; he leaves by WatchChannel::Leave().
  std::shared_ptr<WatchChannel> Join(const WatchKey& key, std::shared_ptr<FollowedEvent> event,
                                     std::shared_ptr<Watcher> watcher,
                                     std::uint64_t resume_position);

 private:
  void StartTimer();
  void Tick();

  Follower& follower_;
  const Clock& clock_;
  boost::asio::thread_pool& pool_;
  const WatchSettings settings_;
  boost::asio::steady_timer timer_;
  std::mutex mutex_;
  std::map<WatchKey, std::shared_ptr<WatchChannel>> channels_;  // guarded by mutex_
};

}  // namespace touchstone::leaderboard
