#include "services/common/lasting_calls.h"

#include <utility>

namespace touchstone {

LastingCalls::LastingCalls(asio::any_io_executor executor) : executor_(std::move(executor)) {
  asio::co_spawn(executor_, LookAgainAndAgain(), asio::detached);
}

void LastingCalls::Add(std::weak_ptr<LastingCall> call) {
  std::lock_guard lock(mutex_);
  calls_.push_back(std::move(call));
}

Awaitable<void> LastingCalls::LookAgainAndAgain() {
  asio::steady_timer timer(executor_);
  for (;;) {
    timer.expires_after(kInterval);
    co_await timer.async_wait(asio::use_awaitable);
    Look();
  }
}

void LastingCalls::Look() {
  std::vector<std::shared_ptr<LastingCall>> there;
  {
    std::lock_guard lock(mutex_);
    std::erase_if(calls_, [&there](const std::weak_ptr<LastingCall>& each) {
      auto call = each.lock();
      if (call == nullptr) return true;
      there.push_back(std::move(call));
      return false;
    });
  }
  for (const std::shared_ptr<LastingCall>& call : there) {
    if (absl::Status s = call->Check(); !s.ok()) call->End(s);
  }
}

}  // namespace touchstone
