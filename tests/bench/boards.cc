#include "tests/bench/boards.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "storage/rocksdb_store.h"
#include "tests/bench/load.h"
#include "tests/bench/measure.h"
#include "tests/bench/process.h"

namespace touchstone::bench {

SmallContest ContestOf(const std::string& event, int entrants, int items) {
  SmallContest contest;
  contest.event = event;
  contest.entrants = entrants;
  contest.items = items;
  contest.judges = 1;
  return contest;
}

std::unique_ptr<storage::KvStore> OpenStore(const std::string& data) {
  storage::RocksDbStore::Options options;
  options.path = StoreFolder(data);
  auto store = storage::RocksDbStore::Open(options);
  if (!store.ok()) Fail(store.status().ToString());
  return *std::move(store);
}

std::string JudgeToken(storage::KvStore& store, const SmallContest& contest) {
  return AddToken(store, v1::ROLE_JUDGE, "events/" + contest.event, contest.Name("judges", "j1"));
}

double Acknowledged(v1::JudgingService::Stub& stub, const std::string& secret,
                    const SmallContest& contest, int entrant) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/" + contest.event);
  for (v1::Entry& entry : SheetOf(contest, entrant)) {
    *request.add_entries()->mutable_entry() = std::move(entry);
  }
  grpc::ClientContext context;
  SetCaller(context, secret);
  v1::BatchRecordEntriesResponse response;
  const grpc::Status status = stub.BatchRecordEntries(&context, request, &response);
  if (!status.ok()) Fail(status.error_message());
  for (const auto& result : response.results()) {
    if (!result.has_receipt()) Fail(result.error().message());
  }
  return Seconds();
}

void Sightings::See(const v1::WatchStandingsResponse& message, int times) {
  const double now = Seconds();
  std::lock_guard lock(mutex_);
  bytes_ = std::max(bytes_, message.ByteSizeLong());
  const auto see = [&](const auto& lines) {
    for (const v1::Standing& line : lines) {
      if (line.place() == 0) continue;
      Seen& seen = seen_[line.code()];
      const int before = std::exchange(seen.count, seen.count + times);
      if (before == 0) seen.first = now;
      if (before < watchers_ && seen.count >= watchers_) seen.last = now;
    }
  };
  see(message.change().changed());
  see(message.snapshot().standings());
}

Sightings::Seen Sightings::WaitFor(const std::string& code) {
  for (const double end = Seconds() + 20; Seconds() < end;) {
    {
      std::lock_guard lock(mutex_);
      if (const Seen& seen = seen_[code]; seen.count >= watchers_) return seen;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  Fail("a watcher missed a change");
}

}  // namespace touchstone::bench
