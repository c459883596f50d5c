#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "storage/kv_store.h"
#include "tests/bench/contest_data.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/leaderboard.pb.h"

// What the benchmarks of boards share.
namespace touchstone::bench {

inline constexpr int kPasses = 5;
inline constexpr std::chrono::milliseconds kPass{1000};
inline constexpr int kInFlight = 64;

// As printf, at most 199 characters.
std::string Text(const char* format, auto... values) {
  char text[200];
  std::snprintf(text, sizeof(text), format, values...);
  return text;
}

// A contest with one discipline and one judge.
SmallContest ContestOf(const std::string& event, int entrants, int items);
// The store of a server that does not run yet.
std::unique_ptr<storage::KvStore> OpenStore(const std::string& data);
// Secret of the contest's judge.
std::string JudgeToken(storage::KvStore& store, const SmallContest& contest);
// Marks a whole sheet in one call; when it was acknowledged, in seconds.
double Acknowledged(v1::JudgingService::Stub& stub, const std::string& secret,
                    const SmallContest& contest, int entrant);

// When a code was first seen with a place, by the first and by the last watcher. Thread-safe.
class Sightings {
 public:
  explicit Sightings(int watchers) : watchers_(watchers) {}

  // So many watchers have got `message` now.
  void See(const v1::WatchStandingsResponse& message, int times = 1);

  struct Seen {
    int count = 0;
    double first = 0;
    double last = 0;
  };
  // Waits until all watchers saw the code.
  Seen WaitFor(const std::string& code);
  // In bytes.
  std::size_t largest_message() const { return bytes_; }

 private:
  const int watchers_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::string, Seen> seen_;
};

}  // namespace touchstone::bench
