#pragma once

#include <atomic>
#include <chrono>

#include "google/protobuf/timestamp.pb.h"

namespace touchstone {

using Time = std::chrono::system_clock::time_point;

// Where time comes from; nothing else reads it. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time Now() const override { return std::chrono::system_clock::now(); }
};

// A clock for tests that stands still until it is moved. Starts at 2026-01-01 00:00 UTC.
class FakeClock final : public Clock {
 public:
  Time Now() const override { return Time(now_.load()); }
  void Advance(std::chrono::nanoseconds by) {
    now_ = now_.load() + std::chrono::duration_cast<Time::duration>(by);
  }

 private:
  std::atomic<Time::duration> now_{std::chrono::seconds(1767225600)};
};

google::protobuf::Timestamp ToTimestamp(Time time);
Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace touchstone
