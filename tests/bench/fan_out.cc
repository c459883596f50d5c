#include "tests/bench/fan_out.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "tests/bench/boards.h"
#include "tests/bench/marks_load.h"
#include "tests/bench/measure.h"
#include "tests/bench/process.h"
#include "tests/bench/watchers.h"
#include "tests/bench/web_watchers.h"

namespace touchstone::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kRounds = 12;  // a pass
constexpr int kAllLines = 1000;
constexpr int kLines = 100;  // as a board shows them

// Everybody who watches, by one of the doors.
class Hall {
 public:
  Hall(const ServerProcess& server, Door door, const std::string& secret, const std::string& event,
       int watchers, Sightings& sightings) {
    if (door == Door::kGateway) {
      web_.emplace(server.web_port(), secret, event, watchers, kAllLines,
                   [&](const auto& message, int times) { sightings.See(message, times); });
    } else {
      grpc_.emplace(server.port(), secret, event, watchers,
                    [&](const auto& message) { sightings.See(message); });
    }
  }

 private:
  std::optional<Watchers> grpc_;
  std::optional<WebWatchers> web_;
};

// Changes a board with every tick until it is destroyed.
class Changes {
 public:
  Changes(int port, const std::string& judge, const SmallContest& contest, int& entrant)
      : stub_(v1::JudgingService::NewStub(Connect(port, 1)[0])) {
    thread_ = std::thread([this, judge, contest, &entrant] {
      for (; !ending_ && entrant < contest.entrants; std::this_thread::sleep_for(100ms)) {
        Acknowledged(*stub_, judge, contest, ++entrant);
      }
    });
  }
  ~Changes() {
    ending_ = true;
    thread_.join();
  }

 private:
  std::unique_ptr<v1::JudgingService::Stub> stub_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

}  // namespace

double FanOut(RedisRival* redis, Door door, int watchers) {
  const WorkFolder work;
  const SmallContest contest = ContestOf("hall", (kPasses + 1) * kRounds + 1, 1);
  std::string organiser, judge;
  {
    auto store = OpenStore(work / "data");
    contest.PutInto(*store);
    organiser = AddToken(*store, v1::ROLE_ORGANISER);
    judge = JudgeToken(*store, contest);
  }
  ServerProcess server(work / "data", watchers);
  auto stub = v1::JudgingService::NewStub(Connect(server.port(), 1)[0]);
  const double before = server.process().ResidentBytes();
  double memory = 0;
  std::size_t bytes = 0;
  std::vector<double> times, ratios, cpu_ratios, cpus, since_acknowledged;
  int entrant = 0;
  for (int pass = 0; pass <= kPasses; ++pass) {
    std::vector<double> spreads;
    double our_cpu = 0;
    {
      // Only one side's connections at a time: together they may be more than a process may have.
      Sightings sightings(watchers);
      const Hall hall(server, door, organiser, contest.event, watchers, sightings);
      if (pass == 0) memory = (server.process().ResidentBytes() - before) / watchers;
      const double cpu = server.process().CpuSeconds();
      for (int round = 0; round < kRounds; ++round) {
        const double acknowledged = Acknowledged(*stub, judge, contest, ++entrant);
        const auto seen = sightings.WaitFor(std::to_string(entrant));
        spreads.push_back(seen.last - seen.first);
        since_acknowledged.push_back(seen.last - acknowledged);
        std::this_thread::sleep_for(30ms);
      }
      our_cpu = (server.process().CpuSeconds() - cpu) / kRounds / watchers;
      bytes = sightings.largest_message();
    }
    double their_seconds = 0;
    double their_cpu = 0;
    if (redis != nullptr) {
      const RedisRival::FanOut theirs = redis->Publish(watchers, bytes, kRounds);
      their_seconds = theirs.seconds;
      their_cpu = theirs.cpu_seconds / kRounds / watchers;
    }
    if (pass == 0) continue;
    times.push_back(Median(spreads) * 1e3);
    cpus.push_back(our_cpu * 1e6);
    if (redis == nullptr) continue;
    ratios.push_back(Median(spreads) / their_seconds);
    cpu_ratios.push_back(our_cpu / their_cpu);
  }
  const std::string what = Text("one change to %d watchers%s", watchers,
                                door == Door::kGateway ? " through the gateway" : "");
  const std::string note =
      Text("%.3g ms, %zu bytes, acknowledged to last %.3g ms, %.0f kB a watcher", Median(times),
           bytes, Median(since_acknowledged) * 1e3, memory / 1e3);
  if (redis == nullptr) {
    PrintMissing("P8", what + " / Redis pub/sub", "no Redis");
    return Median(times);
  }
  PrintRow("P8", what + ", first to last / Redis pub/sub", "x", ratios, 3, 1.3, false, note);
  PrintRow("P8", what + ", server CPU a message / Redis", "x", cpu_ratios, 2.5, 1.2, false,
           Text("%.3g us", Median(cpus)));
  return Median(times);
}

void MarksWhileWatched(int watchers) {
  const WorkFolder work;
  const SmallContest hall = ContestOf("hall", 1'000, 20);  // one pack for both
  const SmallContest others = ContestOf("others", 1'000, 20);
  std::string organiser, judge, others_judge;
  {
    auto store = OpenStore(work / "data");
    hall.PutInto(*store);
    others.PutInto(*store);
    organiser = AddToken(*store, v1::ROLE_ORGANISER);
    judge = JudgeToken(*store, hall);
    others_judge = JudgeToken(*store, others);
  }
  ServerProcess server(work / "data", watchers);
  const Target target{server.process(), Connect(server.port(), 2), others_judge};
  MarkSource marks(others, kInFlight);
  RecordOneByOne(target, marks, kInFlight, 400ms);
  std::vector<double> ratios, rates, messages;
  int entrant = 0;
  const Changes changes(server.port(), judge, hall, entrant);
  for (int pass = 0; pass < kPasses; ++pass) {
    const double alone = RecordOneByOne(target, marks, kInFlight, kPass).per_second;
    std::atomic<int> seen = 0;
    const WebWatchers watch(server.web_port(), organiser, hall.event, watchers, kLines,
                            [&](const auto&, int times) { seen += times; });
    seen = 0;
    const double start = Seconds();
    const double watched = RecordOneByOne(target, marks, kInFlight, kPass).per_second;
    messages.push_back(seen / (Seconds() - start));
    rates.push_back(watched);
    ratios.push_back(watched / alone);
  }
  PrintRow("P8b", Text("marks/s with %d watchers at 10 ticks/s / without", watchers), "x", ratios,
           0.8, 0.95, true,
           Text("%.4g marks/s, %.4g messages/s; the watchers read on the same machine",
                Median(rates), Median(messages)));
}

}  // namespace touchstone::bench
