// Boards through the whole service: P5b, P8, P8b, P9, P11. With --deep: the largest fields and 10 M
// marks, which takes some minutes to set up.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/boards.h"
#include "tests/bench/contest_data.h"
#include "tests/bench/fan_out.h"
#include "tests/bench/marks_load.h"
#include "tests/bench/measure.h"
#include "tests/bench/postgres_rival.h"
#include "tests/bench/process.h"
#include "tests/bench/redis_load.h"
#include "tests/bench/redis_rival.h"
#include "tests/bench/watchers.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr double kTickMs = 100;  // WatchSettings::tick
constexpr int kPostgresField = 100'000;

struct Sizes {
  int field = 100'000;  // entrants of P5b, each with a result
  int restart_entrants = 50'000;
  int restart_items = 20;
  int grpc_watchers = 1'000;  // at most, of {1'000, 10'000}
};

Rate PlaceCalls(const Target& target, const std::string& event, int entrants,
                milliseconds duration) {
  std::vector<std::unique_ptr<v1::LeaderboardService::Stub>> stubs;
  for (const auto& channel : target.channels) {
    stubs.push_back(v1::LeaderboardService::NewStub(channel));
  }
  std::atomic<std::uint32_t> calls{0};
  UnaryLoad<v1::GetStandingRequest, v1::GetStandingResponse> load(
      target.server, target.secret, kInFlight,
      [&](int, auto& request) {
        request.mutable_board()->set_event("events/" + event);
        request.mutable_board()->set_discipline("d1");
        request.set_code(std::to_string(1 + calls++ * 7907ULL % std::uint64_t(entrants)));
      },
      [&](int slot, auto* context, auto& request, auto* queue) {
        return stubs[std::size_t(slot) % stubs.size()]->AsyncGetStanding(context, request, queue);
      },
      [](const auto& response) { return response.standing().place() > 0; });
  return load.Run(duration);
}

// Returns when the server has told a place; the first one may have to wait for the whole board.
void WaitForPlace(ServerProcess& server, const std::string& secret, const SmallContest& contest) {
  auto stub = v1::LeaderboardService::NewStub(Connect(server.port(), 1)[0]);
  v1::GetStandingRequest request;
  request.mutable_board()->set_event("events/" + contest.event);
  request.mutable_board()->set_discipline("d1");
  request.set_code("1");
  v1::GetStandingResponse response;
  grpc::ClientContext context;
  SetCaller(context, secret);
  context.set_deadline(std::chrono::system_clock::now() + 600s);
  const grpc::Status status = stub->GetStanding(&context, request, &response);
  if (!status.ok()) Fail(status.error_message());
  if (response.standing().place() == 0) Fail("no place after the start");
}

// P5b: what a place costs in a big field.
void Places(RedisRival* redis, PostgresRival* postgres, const Sizes& sizes) {
  const WorkFolder work;
  const SmallContest contest = ContestOf("field", sizes.field, 1);
  std::string secret;
  const double start = Seconds();
  {
    auto store = OpenStore(work / "data");
    contest.PutInto(*store);
    secret = AddToken(*store, v1::ROLE_ORGANISER);
    MarkAndSeal(*store, contest, 1, contest.entrants);
  }
  ServerProcess server(work / "data");
  const Target target{server.process(), Connect(server.port(), 2), secret};
  WaitForPlace(server, secret, contest);
  std::fprintf(stderr, "P5b: set up in %.0f s\n", Seconds() - start);
  std::vector<double> to_empty, to_redis, to_postgres, rates, cpus;
  for (int pass = 0; pass <= kPasses; ++pass) {
    const milliseconds duration = pass == 0 ? 400ms : kPass;
    const Rate place = PlaceCalls(target, contest.event, contest.entrants, duration);
    const Rate empty = EmptyCalls(target, kInFlight, duration);
    const double rank =
        redis == nullptr ? 0 : redis->RanksPerSecond(sizes.field, kInFlight, duration);
    const double counts =
        postgres == nullptr ? 0 : postgres->RanksPerSecond(kPostgresField, duration);
    if (pass == 0) continue;
    to_empty.push_back(place.per_second / empty.per_second);
    if (rank > 0) to_redis.push_back(place.per_second / rank);
    if (counts > 0) to_postgres.push_back(place.per_second / counts);
    rates.push_back(place.per_second);
    cpus.push_back(place.server_cpu_us);
  }
  const std::string field = Text("place of one of %d", sizes.field);
  PrintRow("P5b", field + " / empty call", "x", to_empty, 0.8, 0.95, true,
           Text("places/s %.4g, server us %.3g, server memory %.0f MB", Median(rates), Median(cpus),
                server.process().ResidentBytes() / 1e6));
  if (to_redis.empty()) {
    PrintMissing("P5b", field + " / Redis ZREVRANK", "no Redis");
  } else {
    PrintRow("P5b", field + " / Redis ZREVRANK", "x", to_redis, 0.6, 1, true,
             "64 connections, not pipelined");
  }
  if (to_postgres.empty()) {
    PrintMissing("P5b", field + " / PostgreSQL count(*)", "no PostgreSQL");
  } else {
    PrintRow("P5b", field + " / PostgreSQL count(*) of 100,000", "x", to_postgres, 500, 2000, true);
  }
}

// Sends marks at a steady rate until it is destroyed.
class SteadyMarks {
 public:
  SteadyMarks(const Target& target, MarkSource& marks, double per_second)
      : target_(target), marks_(marks), stub_(v1::JudgingService::NewStub(target.channels[0])) {
    for (int slot = 0; slot < kInFlight; ++slot) free_.push_back(slot);
    thread_ = std::thread([this, per_second] {
      double due = 0;
      for (double last = Seconds(); !ending_; std::this_thread::sleep_for(1ms)) {
        const double now = Seconds();
        due = std::min(due + (now - last) * per_second, double(kInFlight));
        last = now;
        for (; due >= 1 && Send(); --due) {
        }
      }
    });
  }
  ~SteadyMarks() {
    ending_ = true;
    thread_.join();
    for (std::size_t idle = 0; idle < kInFlight; std::this_thread::sleep_for(1ms)) {
      std::lock_guard lock(mutex_);
      idle = free_.size();
    }
  }

 private:
  struct Call {
    grpc::ClientContext context;
    v1::RecordEntryRequest request;
    v1::RecordEntryResponse response;
  };

  // False when too many are under way.
  bool Send() {
    int slot = 0;
    {
      std::lock_guard lock(mutex_);
      if (free_.empty()) return false;
      slot = free_.back();
      free_.pop_back();
    }
    auto call = std::make_shared<Call>();
    SetCaller(call->context, target_.secret);
    call->request.mutable_entry()->set_entry_bytes(marks_.Next(slot));
    stub_->async()->RecordEntry(&call->context, &call->request, &call->response,
                                [this, slot, call](const grpc::Status& status) {
                                  if (!status.ok()) Fail(status.error_message());
                                  std::lock_guard lock(mutex_);
                                  free_.push_back(slot);
                                });
    return true;
  }

  const Target& target_;
  MarkSource& marks_;
  std::unique_ptr<v1::JudgingService::Stub> stub_;
  std::mutex mutex_;
  std::vector<int> free_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

// P9: from the acknowledgement of a sheet to its sight on a board, while others mark at half of
// what the server can take.
void Sight() {
  const WorkFolder work;
  constexpr int kProbes = 180;  // a pass
  const SmallContest contest = ContestOf("hall", kPasses * kProbes, 20);
  const SmallContest others = ContestOf("others", 1'000, 20);
  std::string organiser, judge, others_judge;
  {
    auto store = OpenStore(work / "data");
    contest.PutInto(*store);
    others.PutInto(*store);
    organiser = AddToken(*store, v1::ROLE_ORGANISER);
    judge = JudgeToken(*store, contest);
    others_judge = JudgeToken(*store, others);
  }
  ServerProcess server(work / "data");
  const Target target{server.process(), Connect(server.port(), 2), others_judge};
  auto stub = v1::JudgingService::NewStub(Connect(server.port(), 1)[0]);
  MarkSource marks(others, kInFlight);
  RecordOneByOne(target, marks, kInFlight, 400ms);
  const double half = RecordOneByOne(target, marks, kInFlight, kPass).per_second / 2;
  Sightings sightings(1);
  const Watchers watch(server.port(), organiser, contest.event, 1,
                       [&](const auto& message) { sightings.See(message); });
  const SteadyMarks load(target, marks, half);
  std::vector<double> p99, p50;
  int entrant = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    std::vector<double> delays;
    for (int i = 0; i < kProbes; ++i) {
      const double acknowledged = Acknowledged(*stub, judge, contest, ++entrant);
      const auto seen = sightings.WaitFor(std::to_string(entrant));
      delays.push_back(std::max(0.0, seen.last - acknowledged) * 1e3);
    }
    p99.push_back(Quantile(delays, 0.99));
    p50.push_back(Median(delays));
  }
  PrintRow("P9", "acknowledged to seen, p99 at half load, tick 100 ms", "ms", p99, kTickMs + 50,
           kTickMs + 10, false, Text("p50 %.3g ms, load %.4g marks/s", Median(p50), half));
}

// Seconds from the start of the server until it has told the place of an entrant.
double SecondsToFirstPlace(const std::string& data, const std::string& secret,
                           const SmallContest& contest,
                           const std::function<void(ServerProcess&)>& use) {
  const double start = Seconds();
  ServerProcess server(data);
  WaitForPlace(server, secret, contest);
  const double seconds = Seconds() - start;
  use(server);
  server.process().Kill();
  return seconds;
}

// P11: kill -9, start, first place.
void Restart(const Sizes& sizes) {
  const WorkFolder work;
  const std::string data = work / "data";
  const SmallContest contest =
      ContestOf("large", sizes.restart_entrants + 1'000, sizes.restart_items);
  std::string organiser, judge;
  const double set_up = Seconds();
  {
    auto store = OpenStore(data);
    contest.PutInto(*store);
    organiser = AddToken(*store, v1::ROLE_ORGANISER);
    judge = JudgeToken(*store, contest);
    MarkAndSeal(*store, contest, 1, sizes.restart_entrants);
  }
  const int marks = sizes.restart_entrants * (sizes.restart_items + 1);
  std::fprintf(stderr, "P11: %d marks set up in %.0f s\n", marks, Seconds() - set_up);
  const double anew = SecondsToFirstPlace(data, organiser, contest, [](ServerProcess&) {
    std::this_thread::sleep_for(5s);  // the snapshot is written every other second
  });
  std::vector<double> times, ratios;
  int entrant = sizes.restart_entrants;
  for (int pass = 0; pass < kPasses; ++pass) {
    // Some sheets are marked right before the kill, so that they are in no snapshot.
    times.push_back(SecondsToFirstPlace(data, organiser, contest, [&](ServerProcess& server) {
      auto stub = v1::JudgingService::NewStub(Connect(server.port(), 1)[0]);
      for (int i = 0; i < 100; ++i) Acknowledged(*stub, judge, contest, ++entrant);
    }));
    const double redis = RedisLoadSeconds(work, marks);
    if (redis > 0) ratios.push_back(times.back() / redis);
  }
  const std::string what =
      Text("start after kill -9, %d marks of %d entrants", marks, sizes.restart_entrants);
  PrintRow("P11", what, "s", times, 5, 1.5, false,
           Text("%.3g s without a snapshot of the board", anew));
  if (ratios.empty()) return PrintMissing("P11", what + " / Redis AOF load", "no Redis");
  PrintRow("P11", what + " / Redis AOF load", "x", ratios, 0.2, 0.05, false);
}

int Run(const std::vector<std::string>& arguments) {
  const auto has = [&](const char* word) {
    return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
  };
  const bool deep = has("--deep");
  const bool all = arguments.size() == (deep ? 1 : 0);
  RaiseFileLimit();
  Sizes sizes;
  if (deep) sizes = {1'000'000, 100'000, 100, 10'000};
  std::unique_ptr<RedisRival> redis;
  std::unique_ptr<PostgresRival> postgres;
  if (const char* port = std::getenv("BENCH_REDIS_PORT"); port != nullptr) {
    redis = RedisRival::Connect(std::atoi(port));
  }
  if (const char* conninfo = std::getenv("BENCH_POSTGRES"); conninfo != nullptr) {
    postgres = PostgresRival::Connect(conninfo, 1);
  }
  WaitForIdleMachine();
  if (all || has("P5b")) Places(redis.get(), postgres.get(), sizes);
  if (all || has("P8") || has("P8b")) {
    std::vector<double> gateway_ms;
    for (const int watchers : {1'000, 10'000}) {
      if (watchers <= sizes.grpc_watchers) FanOut(redis.get(), Door::kGrpc, watchers);
      gateway_ms.push_back(FanOut(redis.get(), Door::kGateway, watchers));
    }
    PrintRow("P8b", "one change to 10000 / to 1000 watchers through the gateway", "x",
             {gateway_ms[1] / gateway_ms[0]}, 13, 10, false);
    MarksWhileWatched(1'000);
  }
  if (all || has("P9")) Sight();
  if (all || has("P11")) Restart(sizes);
  return 0;
}

}  // namespace
}  // namespace touchstone::bench

int main(int argc, char** argv) { return touchstone::bench::Run({argv + 1, argv + argc}); }
