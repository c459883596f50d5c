#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/connection.h"
#include "clients/cli/demo_contest.h"

namespace touchstone::cli {

// What the judges of a demo have done so far; read while they work.
struct DemoProgress {
  std::atomic<int> sheets = 0;        // to mark, over all judges
  std::atomic<int> sealed = 0;        // sealed so far
  std::atomic<int> acknowledged = 0;  // marks with a receipt
  std::atomic<bool> stop = false;
};

// Marks every sheet of one judge, entrant by entrant, as the judge's tablet would: read the sheet,
// send its marks in one batch, seal. `pause` is waited between two sheets. Calls that the server
// answered with UNAVAILABLE are repeated with the same ids until it is back; returns the first
// other error. Marks depend on the entrant's code only, so every demo has the same results.
absl::Status PlayDemoJudge(const Connection& connection, const DemoContest& contest,
                           const DemoJudge& judge,
                           const std::function<std::chrono::milliseconds(int sheets)>& pause,
                           DemoProgress& progress);

}  // namespace touchstone::cli
