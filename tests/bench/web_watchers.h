#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::bench {

// Many browsers that watch the same board over gRPC-Web, each over a connection of its own, read by
// one thread of this process.
class WebWatchers {
 public:
  // Called when `times` watchers have got the same message, on the reading thread; not for their
  // first snapshots.
  using Saw = std::function<void(const v1::WatchStandingsResponse& message, int times)>;

  // Watches the first `limit` lines through the gateway at `port`. Returns when all have the first
  // snapshot. Any error ends the benchmark.
  WebWatchers(int port, const std::string& secret, const std::string& event, int count, int limit,
              Saw saw);
  // Breaks the connections.
  ~WebWatchers();

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
  std::thread thread_;
};

}  // namespace touchstone::bench
