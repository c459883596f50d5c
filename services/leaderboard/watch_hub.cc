#include "services/leaderboard/watch_hub.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace touchstone::leaderboard {

namespace asio = boost::asio;

namespace {

asio::awaitable<void> ReadAgain(Follower& follower, std::string event) {
  (void)co_await follower.Reach(std::move(event), 0, Time::max());
}

}  // namespace

WatchHub::WatchHub(Follower& follower, const Clock& clock, asio::thread_pool& pool,
                   WatchSettings settings)
    : follower_(follower), clock_(clock), pool_(pool), settings_(settings), timer_(pool) {
  StartTimer();
}

void WatchHub::StartTimer() {
  timer_.expires_after(settings_.tick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    Tick();
    StartTimer();
  });
}

std::shared_ptr<WatchChannel> WatchHub::Join(const WatchKey& key,
                                             std::shared_ptr<FollowedEvent> event,
                                             std::shared_ptr<Watcher> watcher,
                                             std::uint64_t resume_position) {
  std::shared_ptr<WatchChannel> channel;
  const std::uint64_t position = follower_.position();
  std::unique_lock lock(mutex_);
  std::shared_ptr<WatchChannel>& known = channels_[key];
  if (known == nullptr) {
    known = std::make_shared<WatchChannel>(key);
    known->Refresh(std::move(event), position, clock_.Now(), settings_.heartbeat);
  }
  channel = known;
  channel->Join(std::move(watcher), resume_position);
  return channel;
}

void WatchHub::Tick() {
  std::vector<std::shared_ptr<WatchChannel>> channels;
  {
    std::lock_guard lock(mutex_);
    std::erase_if(channels_, [](const auto& entry) { return entry.second->IsEmpty(); });
    for (const auto& [key, channel] : channels_) channels.push_back(channel);
  }
  for (const auto& channel : channels) {
    const std::uint64_t position = follower_.position();
    if (auto event = follower_.Find(channel->key().event)) {
      channel->Refresh(std::move(event), position, clock_.Now(), settings_.heartbeat);
    } else {  // it could not be read on: read it again
      asio::co_spawn(pool_, ReadAgain(follower_, channel->key().event), asio::detached);
    }
  }
}

}  // namespace touchstone::leaderboard
