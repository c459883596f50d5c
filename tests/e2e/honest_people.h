#pragma once

#include <atomic>
#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/e2e/wire.h"
#include "tests/services/ledger/small_contest.h"

namespace touchstone::e2e {

// How honest people were served for some time.
struct Service {
  std::vector<double> calls_ms;  // of each entry, in order of length
  int refused = 0;               // entries that were not acknowledged
  int news = 0;                  // messages of the boards
  std::string complaint;         // the last refusal

  // The time that so many of a hundred calls took at most; 0 without any.
  double Percentile(double percent) const;
};

// Judges who each record an entry every 50 ms on one connection, and a watcher of the board at each
// door. Each has a thread of its own.
class HonestPeople {
 public:
  HonestPeople(const SmallContest& contest, std::string watcher_secret);
  ~HonestPeople() { Stop(); }

  // The judge "j1", "j2" … comes to the door.
  void AddJudge(const Door& door, int judge, const std::string& secret);
  void AddWatcher(const Door& door);
  // What happened since the last call.
  Service Take();
  void Stop();

 private:
  void Judge(Door door, int judge, std::string secret);
  void Watch(Door door);

  const SmallContest contest_;
  const std::string watcher_secret_;
  std::mutex mutex_;
  Service service_;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  std::list<std::thread> threads_;
};

// A gRPC-Web call as text; without a token when `secret` is empty.
std::string CallText(const std::string& method, const std::string& secret,
                     const std::string& message, const std::string& more_headers = "");
// The request of a watch of the contest's board.
std::string WatchText(const std::string& secret, const std::string& more_headers = "");

}  // namespace touchstone::e2e
