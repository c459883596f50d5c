#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "services/gateway/address_count.h"
#include "services/gateway/limits.h"

namespace touchstone::gateway {

// Bounds how many wrong codes of certificates an address tries. Thread-safe.
class WrongCodes {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // A try that is going on.
  using Try = std::shared_ptr<void>;

  // The calls that look a code up and tell whether it is one.
  static bool IsAskedBy(const std::string& method);

  explicit WrongCodes(const Limits& limits);

  // A try of `address`, which counts as wrong while it goes on, so that many at once are no way
  // around the limit. Null: it must not be looked at.
  Try Begin(const std::string& address, Time now);
  // It was wrong, and counts for the time of the limits.
  void Wrong(Try wrong, Time now);

 private:
  const std::chrono::milliseconds time_;
  AddressCount count_;
  std::mutex mutex_;
  std::deque<std::pair<Time, Try>> wrong_;  // guarded by mutex_; until when each counts, rising
};

}  // namespace touchstone::gateway
