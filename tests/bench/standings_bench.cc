// P6, P6b and the part of P13 that runs in process: what a place costs in memory.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <utility>
#include <vector>

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>

#include "services/leaderboard/standings_index.h"
#include "tests/bench/measure.h"

namespace {

using touchstone::bench::PrintRow;
using Index = touchstone::leaderboard::StandingsIndex<std::int64_t, std::uint32_t>;
// GNU's red-black tree with order statistics, best first: the rival.
using Tree =
    __gnu_pbds::tree<std::pair<std::int64_t, std::uint32_t>, __gnu_pbds::null_type, std::less<>,
                     __gnu_pbds::rb_tree_tag, __gnu_pbds::tree_order_statistics_node_update>;

constexpr int kPasses = 7;
constexpr double kRedisBytesAnEntrant = 102;  // sorted set of 1 M members, Redis 7
volatile std::size_t sink = 0;

// Totals in hundredths, as a contest has them, by entrant: what both contenders look up by id.
std::vector<std::int64_t> Totals(std::uint32_t entrants, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> totals(entrants);
  for (auto& total : totals) total = static_cast<std::int64_t>(random() % 10'000'000);
  return totals;
}

class OurIndex {
 public:
  explicit OurIndex(std::uint32_t entrants) : totals_(Totals(entrants, 1)) {
    for (std::uint32_t id = 0; id < entrants; ++id) index_.Insert(totals_[id], id);
  }
  std::size_t UpdateAndRank(std::uint32_t id, std::int64_t total) {
    index_.Update(totals_[id], total, id);
    totals_[id] = total;
    return index_.RankOf(total, id);
  }
  double BytesAnEntrant() const {
    return static_cast<double>(index_.MemoryUsed() + totals_.capacity() * sizeof(totals_[0])) /
           static_cast<double>(totals_.size());
  }

 private:
  Index index_;
  std::vector<std::int64_t> totals_;
};

class PbdsTree {
 public:
  explicit PbdsTree(std::uint32_t entrants) : totals_(Totals(entrants, 1)) {
    for (std::uint32_t id = 0; id < entrants; ++id) tree_.insert({-totals_[id], id});
  }
  std::size_t UpdateAndRank(std::uint32_t id, std::int64_t total) {
    tree_.erase({-totals_[id], id});
    totals_[id] = total;
    tree_.insert({-total, id});
    return 1 + tree_.order_of_key({-total, 0});
  }

 private:
  Tree tree_;
  std::vector<std::int64_t> totals_;
};

// Nanoseconds for one update with the place after it, over `operations`. `spread` is how far a
// total moves: all over the field for the rivals' comparison.
template <class Contender>
double Measure(Contender& contender, std::uint32_t entrants, int operations, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::size_t sum = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < operations; ++i) {
    const auto id = static_cast<std::uint32_t>(random() % entrants);
    sum += contender.UpdateAndRank(id, static_cast<std::int64_t>(random() % 10'000'000));
  }
  const std::chrono::duration<double, std::nano> elapsed = std::chrono::steady_clock::now() - start;
  sink = sink + sum;
  return elapsed.count() / operations;
}

void AgainstTree(std::uint32_t entrants, const char* name, double least, double goal) {
  OurIndex index(entrants);
  PbdsTree tree(entrants);
  std::vector<double> ratios;
  double ours = 0;
  double theirs = 0;
  for (int pass = 0; pass <= kPasses; ++pass) {
    const auto seed = static_cast<std::uint64_t>(pass) + 10;
    ours = Measure(index, entrants, 300'000, seed);
    theirs = Measure(tree, entrants, 300'000, seed);
    if (pass > 0) ratios.push_back(ours / theirs);  // the first pass warms up
  }
  std::printf("# P6 last pass, n = %u: %.0f ns and %.0f ns\n", entrants, ours, theirs);
  PrintRow("P6", name, "ratio", ratios, least, goal, false);
}

void Growth(const char* id, const char* name, std::uint32_t few, std::uint32_t many, double least,
            double goal, double base_ns) {
  OurIndex small(few);
  OurIndex large(many);
  std::vector<double> ratios;
  for (int pass = 0; pass <= kPasses; ++pass) {
    const auto seed = static_cast<std::uint64_t>(pass) + 50;
    const double a = base_ns + Measure(small, few, 200'000, seed);
    const double b = base_ns + Measure(large, many, 200'000, seed);
    if (pass > 0) ratios.push_back(b / a);
  }
  PrintRow(id, name, "ratio", ratios, least, goal, false);
}

}  // namespace

int main() {
  touchstone::bench::WaitForIdleMachine();
  AgainstTree(100'000, "update + rank / pb_ds, 100 k", 1.0, 0.5);
  AgainstTree(1'000'000, "update + rank / pb_ds, 1 M", 0.5, 0.15);
  Growth("P6b", "ten times the entrants, 100 k -> 1 M", 100'000, 1'000'000, 3.0, 1.6, 0);
  const double bytes = OurIndex(1'000'000).BytesAnEntrant();
  std::printf("# P6b: %.1f bytes an entrant with the totals by id\n", bytes);
  PrintRow("P6b", "bytes an entrant / Redis (102)", "ratio", {bytes / kRedisBytesAnEntrant}, 0.6,
           0.35, false);
  // A mark costs some 25 us of server CPU through the service; the index is what could grow.
  Growth("P13", "a mark (25 us + index) in 100 -> 100,000 entrants", 100, 100'000, 1.3, 1.1,
         25'000);
  return 0;
}
