#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace touchstone::storage {

// Those who want to know that the feed has grown; the subscribing half of KvStore::SubscribeFeed.
// Thread-safe, but Notify is for one thread.
class FeedSubscribers {
 public:
  using Advanced = std::function<void(std::uint64_t end)>;

  FeedSubscribers() : state_(std::make_shared<State>()) {}

  // See KvStore::SubscribeFeed. The returned function may be called from `advanced` itself (it
  // then doesn't wait for that call), more than once, and after this object is gone.
  [[nodiscard]] std::function<void()> Subscribe(Advanced advanced);

  // Calls every subscriber, one after the other.
  void Notify(std::uint64_t end);

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable call_ended;
    std::map<std::uint64_t, std::shared_ptr<const Advanced>> subscribers;
    std::uint64_t last_id = 0;
    std::uint64_t calling = 0;  // id of the subscriber whose callback runs, 0 for none
    std::thread::id calling_thread;
  };

  static void Unsubscribe(State& state, std::uint64_t id);

  std::shared_ptr<State> state_;
};

}  // namespace touchstone::storage
