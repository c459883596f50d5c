#include "storage/feed_subscribers.h"

#include <utility>

namespace touchstone::storage {

std::function<void()> FeedSubscribers::Subscribe(Advanced advanced) {
  std::lock_guard lock(state_->mutex);
  const std::uint64_t id = ++state_->last_id;
  state_->subscribers.emplace(id, std::make_shared<const Advanced>(std::move(advanced)));
  return [state = state_, id] { Unsubscribe(*state, id); };
}

void FeedSubscribers::Unsubscribe(State& state, std::uint64_t id) {
  decltype(state.subscribers)::node_type ended;  // destroyed after the lock is released
  std::unique_lock lock(state.mutex);
  ended = state.subscribers.extract(id);
  if (state.calling_thread == std::this_thread::get_id()) return;
  state.call_ended.wait(lock, [&] { return state.calling != id; });
}

void FeedSubscribers::Notify(std::uint64_t end) {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  state.calling_thread = std::this_thread::get_id();
  for (auto next = state.subscribers.begin(); next != state.subscribers.end();
       next = state.subscribers.upper_bound(state.calling)) {
    std::shared_ptr<const Advanced> advanced = next->second;
    state.calling = next->first;
    lock.unlock();
    (*advanced)(end);
    advanced.reset();
    lock.lock();
    state.call_ended.notify_all();
  }
  state.calling = 0;
  state.calling_thread = {};
}

}  // namespace touchstone::storage
