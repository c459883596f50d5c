#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "tests/bench/contest_data.h"
#include "tests/bench/load.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"

// Loads of the judges' calls. Any error ends the benchmark.
namespace touchstone::bench {

using Channels = std::vector<std::shared_ptr<grpc::Channel>>;

// Everything that a load needs; outlives the loads.
struct Target {
  Process& server;
  Channels channels;
  std::string secret;
};

// RecordEntry, one mark a call.
Rate RecordOneByOne(const Target& target, MarkSource& marks, int in_flight,
                    std::chrono::milliseconds duration);

// BatchRecordEntries, `sheet` marks a call. The latencies are those of a call.
Rate RecordSheets(const Target& target, const std::string& event, MarkSource& marks, int in_flight,
                  int sheet, std::chrono::milliseconds duration);

// StreamEntries: `streams` at once, each with up to `unanswered` marks under way. No latencies.
Rate RecordStreams(const Target& target, MarkSource& marks, int streams, int unanswered,
                   std::chrono::milliseconds duration);

// WhoAmI: the call that does least.
Rate EmptyCalls(const Target& target, int in_flight, std::chrono::milliseconds duration);

}  // namespace touchstone::bench
