#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::bench {

// Many people who watch the same board, each over a connection of his own, in this process.
class Watchers {
 public:
  // Called for every message of every watcher, on threads of gRPC.
  using Saw = std::function<void(const v1::WatchStandingsResponse& message)>;

  // Returns when all have the first snapshot. Any error ends the benchmark.
  Watchers(int port, const std::string& secret, const std::string& event, int count, Saw saw);
  // Ends the streams.
  ~Watchers();

 private:
  class Watch;
  const Saw saw_;
  std::vector<std::unique_ptr<Watch>> watches_;
};

// Lets this process and those that it starts have as many files as the machine allows.
void RaiseFileLimit();

}  // namespace touchstone::bench
