#pragma once

#include <atomic>
#include <chrono>
#include <utility>

#include "services/common/rpc.h"

namespace touchstone::training {

// Cuts long work into slices, so that other calls have their turn. One coroutine's.
class Pace {
 public:
  // Whether a slice has gone by since the last Rest().
  bool IsOver() const { return Clock::now() - begun_ >= kSlice; }
  // Whether it is time to tell the client how far it is; then not for a while.
  bool TellIsDue() {
    if (Clock::now() - told_ < kTold) return false;
    told_ = Clock::now();
    return true;
  }
  // Lets what waits for the executor run first.
  Awaitable<void> Rest() {
    auto executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
    begun_ = Clock::now();
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kSlice{5};
  static constexpr std::chrono::milliseconds kTold{200};

  Clock::time_point begun_ = Clock::now();
  Clock::time_point told_ = {};
};

// The only place in which an import runs; free again with the object, or before.
class Slot {
 public:
  explicit Slot(std::atomic<bool>& taken) : taken_(taken), is_mine_(!taken.exchange(true)) {}
  ~Slot() { Free(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  bool is_mine() const { return is_mine_; }
  void Free() {
    if (std::exchange(is_mine_, false)) taken_ = false;
  }

 private:
  std::atomic<bool>& taken_;
  bool is_mine_;
};

}  // namespace touchstone::training
