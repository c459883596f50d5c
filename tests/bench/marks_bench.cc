// Marks through the whole service: P1, P1b, P1d, P2, P3, P5, P13; with --slow-disk the lines that
// depend on the disk, where SLOW_SYNC_US and libslow_sync.so make every sync slower.

#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/rocksdb_store.h"
#include "tests/bench/contest_data.h"
#include "tests/bench/floors.h"
#include "tests/bench/marks_load.h"
#include "tests/bench/measure.h"
#include "tests/bench/postgres_rival.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr int kInFlight = 64;
constexpr int kSheet = 20;
constexpr int kSheetsInFlight = 51;  // 1,020 marks
constexpr int kFloorOfSheets = 1024;
constexpr int kPasses = 5;
constexpr auto kPass = 1000ms;
constexpr auto kWarmUp = 400ms;

// A gRPC server that does nothing: the floor of a call.
class NobodyInParticular final : public v1::IdentityService::CallbackService {
  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest*,
                                   v1::Token* response) override {
    response->set_role(v1::ROLE_JUDGE);
    response->set_name("tokens/0123456789abcdef0123456789abcdef");
    response->set_event("events/bench");
    response->set_judge("events/bench/judges/j1");
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

int ServeNothing(const std::string& port) {
  NobodyInParticular service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:" + port, grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  builder.BuildAndStart()->Wait();
  return 0;
}

SmallContest ContestOf(const std::string& event, int entrants) {
  SmallContest contest;
  contest.event = event;
  contest.entrants = entrants;
  contest.items = kSheet;
  contest.judges = 1;
  return contest;
}

// What is measured, by name; one value a pass.
using Results = std::map<std::string, std::vector<double>>;

struct Rivals {
  std::unique_ptr<storage::KvStore> floor;
  std::unique_ptr<PostgresRival> postgres;
};

// A server with a contest in which judge j1 marks.
class Hall {
 public:
  Hall(const WorkFolder& work, const std::vector<SmallContest>& contests) {
    const std::string data = work / "data";
    storage::RocksDbStore::Options options;
    options.path = StoreFolder(data);
    std::vector<std::string> secrets;
    {
      auto store = storage::RocksDbStore::Open(options);
      if (!store.ok()) Fail(store.status().ToString());
      for (const SmallContest& contest : contests) {
        contest.PutInto(**store);
        secrets.push_back(AddToken(**store, v1::ROLE_JUDGE, "events/" + contest.event,
                                   contest.Name("judges", "j1")));
      }
    }
    server_ = std::make_unique<ServerProcess>(data);
    for (std::size_t i = 0; i < contests.size(); ++i) {
      marks_.push_back(std::make_unique<MarkSource>(contests[i], kInFlight));
      targets_.push_back(Target{server_->process(), Connect(server_->port(), 2), secrets[i]});
    }
  }

  Target& target(int contest = 0) { return targets_[std::size_t(contest)]; }
  MarkSource& marks(int contest = 0) { return *marks_[std::size_t(contest)]; }

 private:
  std::unique_ptr<ServerProcess> server_;
  std::vector<std::unique_ptr<MarkSource>> marks_;
  std::vector<Target> targets_;
};

// One pass over everything that a mark costs, each contender once.
void MeasureMarks(const WorkFolder& work, Hall& hall, Rivals& rivals, std::size_t bytes,
                  milliseconds duration, Results& results) {
  const double sync = SyncSeconds(work / ".");
  results["sync us"].push_back(sync * 1e6);
  const double floor = CommitterMarksPerSecond(*rivals.floor, kInFlight, bytes, duration);
  results["floor 64"].push_back(floor);
  const Rate one = RecordOneByOne(hall.target(), hall.marks(), kInFlight, duration);
  results["P1"].push_back(one.per_second / floor);
  results["P1 rate"].push_back(one.per_second);
  results["P1 cpu"].push_back(one.server_cpu_us);
  results["P1 p50"].push_back(one.p50_us);
  results["P3b"].push_back(one.p50_us / 1e6 / sync);
  const Rate stream = RecordStreams(hall.target(), hall.marks(), 4, kInFlight / 4, duration);
  results["P1d"].push_back(stream.per_second / floor);
  results["P1d rate"].push_back(stream.per_second);
  results["P1d cpu"].push_back(stream.server_cpu_us);
  const double wide = CommitterMarksPerSecond(*rivals.floor, kFloorOfSheets, bytes, duration);
  results["floor 1024"].push_back(wide);
  const Rate sheets =
      RecordSheets(hall.target(), "bench", hall.marks(), kSheetsInFlight, kSheet, duration);
  results["P2"].push_back(sheets.per_second / wide);
  results["P2 rate"].push_back(sheets.per_second);
  results["P2 cpu"].push_back(sheets.server_cpu_us);
  if (rivals.postgres == nullptr) return;
  const double postgres = rivals.postgres->MarksPerSecond(duration);
  results["postgres"].push_back(postgres);
  results["P1b"].push_back(one.per_second / postgres);
  results["P2 postgres"].push_back(sheets.per_second / postgres);
}

// One pass over calls that do little, one judge alone, and events of different sizes.
void MeasureCalls(const WorkFolder& work, Hall& hall, Target& nothing, milliseconds duration,
                  Results& results) {
  const Rate bare = EmptyCalls(nothing, kInFlight, duration);
  const Rate full = EmptyCalls(hall.target(), kInFlight, duration);
  results["P5"].push_back(full.per_second / bare.per_second);
  results["bare rate"].push_back(bare.per_second);
  results["bare cpu"].push_back(bare.server_cpu_us);
  results["full cpu"].push_back(full.server_cpu_us);
  const Rate empty_alone = EmptyCalls(hall.target(), 1, duration / 2);
  const Rate mark_alone = RecordOneByOne(hall.target(), hall.marks(), 1, duration / 2);
  const double sync_us = SyncSeconds(work / ".") * 1e6;
  results["P3"].push_back(mark_alone.p50_us / (empty_alone.p50_us + sync_us));
  results["P3 mark"].push_back(mark_alone.p50_us);
  results["P3 empty"].push_back(empty_alone.p50_us);
  const Rate small = RecordOneByOne(hall.target(1), hall.marks(1), kInFlight, duration);
  const Rate large = RecordOneByOne(hall.target(2), hall.marks(2), kInFlight, duration);
  results["P13"].push_back(small.per_second / large.per_second);
  results["P13 cpu"].push_back(large.server_cpu_us / small.server_cpu_us);
}

// A text of "name value" pairs with the medians.
std::string Note(Results& results, const std::vector<std::pair<std::string, std::string>>& parts) {
  std::string note;
  for (const auto& [label, name] : parts) {
    if (results[name].empty()) continue;
    char text[80];
    std::snprintf(text, sizeof(text), "%s%s %.4g", note.empty() ? "" : ", ", label.c_str(),
                  Median(results[name]));
    note += text;
  }
  return note;
}

std::string SyncNote(const std::vector<double>& syncs) {
  const auto [low, high] = std::minmax_element(syncs.begin(), syncs.end());
  char text[80];
  std::snprintf(text, sizeof(text), "sync %.0f us (%.0f-%.0f)%s", Median(syncs), *low, *high,
                *high > 2 * *low ? ": void" : "");
  return text;
}

void PrintMarks(Results& results, bool slow) {
  const std::string disk = slow ? ", sync + 2 ms" : "";
  PrintRow("P1", "marks one a call / committer at 64" + disk, "x", results["P1"],
           slow ? 0.45 : 0.20, slow ? 0.80 : 0.40, true,
           Note(results, {{"marks/s", "P1 rate"},
                          {"committer/s", "floor 64"},
                          {"server us", "P1 cpu"},
                          {"p50 us", "P1 p50"}}) +
               ", " + SyncNote(results["sync us"]));
  if (results["P1b"].empty()) {
    PrintMissing("P1b", "marks one a call / PostgreSQL" + disk, "no PostgreSQL");
    PrintMissing("P2", "sheets of 20 / PostgreSQL" + disk, "no PostgreSQL");
  } else {
    PrintRow("P1b", "marks one a call / PostgreSQL" + disk, "x", results["P1b"], 1.1,
             slow ? 1.6 : 2.0, true, Note(results, {{"PostgreSQL/s", "postgres"}}));
    PrintRow("P2", "sheets of 20 / PostgreSQL" + disk, "x", results["P2 postgres"], 4, 6, true);
  }
  PrintRow("P1d", "stream of marks / committer at 64" + disk, "x", results["P1d"], 0.4, 0.7, true,
           Note(results, {{"marks/s", "P1d rate"}, {"server us", "P1d cpu"}}));
  PrintRow("P2", "sheets of 20 / committer at 1,024" + disk, "x", results["P2"], 0.5, 0.85, true,
           Note(results,
                {{"marks/s", "P2 rate"}, {"committer/s", "floor 1024"}, {"server us", "P2 cpu"}}));
  if (slow)
    PrintRow("P3b", "64 in flight, p50 / sync + 2 ms", "x", results["P3b"], 2.5, 1.6, false);
}

void PrintCalls(Results& results) {
  PrintRow("P3", "one judge alone, p50 / (empty call + sync)", "x", results["P3"], 2.0, 1.3, false,
           Note(results, {{"mark us", "P3 mark"}, {"empty us", "P3 empty"}}));
  PrintRow(
      "P5", "empty call on the full server / bare gRPC server", "x", results["P5"], 0.75, 0.9, true,
      Note(results,
           {{"bare calls/s", "bare rate"}, {"server us", "full cpu"}, {"bare us", "bare cpu"}}));
  PrintRow("P13", "time of a mark, event of 100 -> 100,000 entrants", "x", results["P13"], 1.3, 1.1,
           false, Note(results, {{"server CPU x", "P13 cpu"}}));
}

int Run(const std::string& self, bool slow) {
  const WorkFolder work;
  std::vector<SmallContest> contests = {ContestOf("bench", 1'000)};
  if (!slow) {
    contests.push_back(ContestOf("few", 100));
    contests.push_back(ContestOf("many", 100'000));
  }
  Hall hall(work, contests);
  Rivals rivals;
  storage::RocksDbStore::Options options;
  options.path = work / "floor";
  auto floor = storage::RocksDbStore::Open(options);
  if (!floor.ok()) Fail(floor.status().ToString());
  rivals.floor = *std::move(floor);
  if (const char* conninfo = std::getenv("BENCH_POSTGRES"); conninfo != nullptr) {
    rivals.postgres = PostgresRival::Connect(conninfo, kInFlight);
  }
  const int port = FreePort();
  Process bare({self, "--bare-server", std::to_string(port)}, work / "bare.log");
  Target nothing{bare, {}, ""};
  if (!slow) nothing.channels = Connect(port, 2);
  // A mark as it is stored: the entry, and of the envelope the leaf before, time and place.
  const std::size_t bytes = MarkSource(contests[0], 1).Next(0).size() + 64;

  WaitForIdleMachine();
  Results results;
  for (int pass = 0; pass <= kPasses; ++pass) {
    if (pass == 1) results.clear();  // the first one warms up
    const milliseconds duration = pass == 0 ? kWarmUp : kPass;
    MeasureMarks(work, hall, rivals, bytes, duration, results);
    if (!slow) MeasureCalls(work, hall, nothing, duration, results);
  }
  PrintMarks(results, slow);
  if (!slow) PrintCalls(results);
  return 0;
}

}  // namespace
}  // namespace touchstone::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--bare-server") == 0) {
    return touchstone::bench::ServeNothing(argv[2]);
  }
  return touchstone::bench::Run("/proc/self/exe",
                                argc == 2 && std::strcmp(argv[1], "--slow-disk") == 0);
}
