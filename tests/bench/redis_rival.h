#pragma once

#include <chrono>
#include <memory>
#include <string>

// Redis as a rival: sorted sets for ranks, pub/sub for boards.
namespace touchstone::bench {

class RedisRival {
 public:
  // nullptr when there is no server on the loopback port (tests/bench/run.sh starts one).
  static std::unique_ptr<RedisRival> Connect(int port);
  virtual ~RedisRival() = default;

  // ZREVRANK without pipelining over a sorted set of `entrants`, `connections` at once from one
  // thread. Fills the set at the first call. Returns look-ups a second.
  virtual double RanksPerSecond(int entrants, int connections,
                                std::chrono::milliseconds duration) = 0;

  // Publishes one message of `bytes` to `watchers` subscribed connections, read by one thread.
  // Returns the seconds until the last one has it; the median of `rounds`.
  virtual double FanOutSeconds(int watchers, std::size_t bytes, int rounds) = 0;

  // CPU seconds that the server has used.
  virtual double ServerCpuSeconds() = 0;
};

}  // namespace touchstone::bench
