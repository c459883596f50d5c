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

  struct FanOut {
    double seconds = 0;      // until the last watcher has a message; the median
    double cpu_seconds = 0;  // of the server, all messages together
  };
  // Publishes one message of `bytes` to `watchers` subscribed connections, read by one thread,
  // `rounds` times. The connections are closed afterwards.
  virtual FanOut Publish(int watchers, std::size_t bytes, int rounds) = 0;
};

}  // namespace touchstone::bench
