#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "services/common/rpc.h"

namespace touchstone {

// A call that goes on after its token was looked at. Its functions are called on any thread.
class LastingCall {
 public:
  virtual ~LastingCall() = default;
  // Whether its caller may still make it: errors of ServiceGate::AdmitAgain().
  virtual absl::Status Check() = 0;
  // Ends the call with this error, soon; more than once does no harm.
  virtual void End(const absl::Status& status) = 0;
};

// Ends lasting calls whose token was revoked or expired. Thread-safe.
class LastingCalls {
 public:
  // Looks twice a second, so that a call ends within a second.
  static constexpr std::chrono::milliseconds kInterval{500};

  // The executor has stopped when this is destroyed.
  explicit LastingCalls(asio::any_io_executor executor);
  // From now on, until it is gone.
  void Add(std::weak_ptr<LastingCall> call);

 private:
  Awaitable<void> LookAgainAndAgain();
  void Look();

  asio::any_io_executor executor_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<LastingCall>> calls_;  // guarded by mutex_
};

}  // namespace touchstone
