#include "tests/bench/files_loading.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>

#include "services/training/civil_time.h"
#include "tests/bench/measure.h"

namespace touchstone::bench {
namespace {

using namespace std::chrono_literals;
using cli::SampleFiles;

std::int64_t NowMicros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void Require(const absl::Status& status) {
  if (!status.ok()) Fail(status.ToString());
}

cli::SampleLoading::NewCall CallsOf(const FilesServer& server) {
  return [&server] {
    auto context = std::make_unique<grpc::ClientContext>();
    SetCaller(*context, server.secret());
    context->set_deadline(std::chrono::system_clock::now() + 5min);
    return context;
  };
}

std::string Today() { return training::DateAt({NowMicros()}, 8 * 3600).ToString(); }

std::optional<Loaded> Loaded::Read(const std::string& path) {
  std::ifstream file(path);
  Loaded loaded;
  if (file >> loaded.workers >> loaded.between >> loaded.after >> loaded.worker_seconds >>
      loaded.record_seconds >> loaded.copy_seconds) {
    return loaded;
  }
  return std::nullopt;
}

void Loaded::Write(const std::string& path) const {
  std::ofstream(path) << workers << " " << between << " " << after << " " << worker_seconds << " "
                      << record_seconds << " " << copy_seconds << "\n";
}

SampleFiles FilesOf(std::size_t workers) {
  return SampleFiles({.seed = 1, .workers = workers, .records = kRecordsOfWorker});
}

Loaded LoadServer(const std::string& data, std::size_t workers) {
  const std::string path = data + ".loaded";
  if (auto before = Loaded::Read(path); before && before->workers == workers) return *before;
  const SampleFiles files = FilesOf(workers);
  FilesServer server(data);
  cli::SampleLoading loading(files, server.channels(), CallsOf(server));
  Loaded loaded;
  loaded.workers = workers;
  Require(loading.CreateSetup());
  double start = Seconds();
  Require(loading.CreateWorkers());
  loaded.worker_seconds = Seconds() - start;
  std::fprintf(stderr, "%zu workers in %.1f s\n", workers, loaded.worker_seconds);
  start = Seconds();
  auto first = loading.AppendRecords();
  Require(first.status());
  double seconds = Seconds() - start;
  std::this_thread::sleep_for(20ms);
  loaded.between = NowMicros();
  std::this_thread::sleep_for(20ms);
  start = Seconds();
  auto late = loading.AppendLateRecords();
  Require(late.status());
  loaded.record_seconds = seconds + Seconds() - start;
  loaded.after = NowMicros();
  if (*first + *late != workers * kRecordsOfWorker) Fail("the folder held other records before");
  std::fprintf(stderr, "%zu records in %.1f s: %.0f/s, server %.1f us CPU each\n",
               workers * kRecordsOfWorker, loaded.record_seconds,
               double(workers * kRecordsOfWorker) / loaded.record_seconds,
               server.process().CpuSeconds() / double(workers * kRecordsOfWorker) * 1e6);
  server.Stop();
  loaded.Write(path);
  return loaded;
}

}  // namespace touchstone::bench
