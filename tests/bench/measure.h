#pragma once

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

// What the benchmark programs share: a ratio per pass, its median and spread, one line of the
// table.
namespace touchstone::bench {

inline double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// CPU seconds that this process has used, in user and kernel mode.
inline double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

inline double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

inline double Quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, std::size_t(q * double(values.size())))];
}

// One line of the table. tests/bench/run.sh reads these lines:
//   BENCH|id|what|unit|median|min|max|least|goal|higher or lower|note
// `least` and `goal` are bounds on the median; `higher` says which side is good.
inline void PrintRow(const std::string& id, const std::string& what, const std::string& unit,
                     const std::vector<double>& passes, double least, double goal, bool higher,
                     const std::string& note = "") {
  const auto [low, high] = std::minmax_element(passes.begin(), passes.end());
  std::printf("BENCH|%s|%s|%s|%.4g|%.4g|%.4g|%.4g|%.4g|%s|%s\n", id.c_str(), what.c_str(),
              unit.c_str(), Median(passes), *low, *high, least, goal, higher ? "higher" : "lower",
              note.c_str());
  std::fflush(stdout);
}

// A rival that cannot be measured is named, never skipped in silence.
inline void PrintMissing(const std::string& id, const std::string& what, const std::string& why) {
  std::printf("BENCH|%s|%s|missing|||||||%s\n", id.c_str(), what.c_str(), why.c_str());
  std::fflush(stdout);
}

// Waits until the machine has been nearly idle for a moment, at most 30 s.
inline void WaitForIdleMachine() {
  for (int i = 0; i < 30; ++i) {
    double load[1] = {0};
    if (getloadavg(load, 1) == 1 && load[0] < 1.0) return;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

}  // namespace touchstone::bench
