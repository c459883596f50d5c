#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/sample_files.h"
#include "clients/cli/sample_loading.h"
#include "tests/bench/files_client.h"

// Sample files on their way into a server; what is loaded once is kept.
namespace touchstone::bench {

inline constexpr std::size_t kRecordsOfWorker = 50;

cli::SampleFiles FilesOf(std::size_t workers);

// What loading found out; kept beside the data.
struct Loaded {
  std::size_t workers = 0;
  std::int64_t between = 0;  // after the first records and before the late ones, microseconds
  std::int64_t after = 0;    // after all
  double worker_seconds = 0;
  double record_seconds = 0;
  double copy_seconds = 0;  // of PostgreSQL; 0: not loaded

  // Nothing when there is none at `path`.
  static std::optional<Loaded> Read(const std::string& path);
  void Write(const std::string& path) const;
};

// Loads a server over the folder `data` and ends it again, unless `data`.loaded says that it was
// done. Errors end the program.
Loaded LoadServer(const std::string& data, std::size_t workers);

// Makes calls to the server for SampleLoading.
cli::SampleLoading::NewCall CallsOf(const FilesServer& server);

// Ends the program with what is wrong.
void Require(const absl::Status& status);

// Today in Asia/Shanghai.
std::string Today();

}  // namespace touchstone::bench
