#include "services/leaderboard/standings_index.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace touchstone::leaderboard {
namespace {

using Index = StandingsIndex<int, int>;

// The same, with every answer by counting.
class NaiveStandings {
 public:
  void Put(int id, int key) { keys_[id] = key; }
  void Erase(int id) { keys_.erase(id); }
  const std::map<int, int>& keys() const { return keys_; }
  std::size_t RankOf(int key) const {
    return 1 +
           static_cast<std::size_t>(std::count_if(
               keys_.begin(), keys_.end(), [&](const auto& entry) { return entry.second > key; }));
  }
  std::vector<std::pair<int, int>> Sorted() const {  // (key, id)
    std::vector<std::pair<int, int>> all;
    for (const auto& [id, key] : keys_) all.emplace_back(key, id);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    return all;
  }

 private:
  std::map<int, int> keys_;
};

std::vector<std::pair<int, int>> All(const Index& index) {
  std::vector<std::pair<int, int>> all;
  index.ForEach(0, index.size(), [&](int key, int id) { all.emplace_back(key, id); });
  return all;
}

void ExpectSame(const Index& index, const NaiveStandings& naive) {
  const auto sorted = naive.Sorted();
  RC_ASSERT(index.size() == sorted.size());
  RC_ASSERT(All(index) == sorted);
  for (std::size_t i = 0; i < sorted.size(); i += 1 + sorted.size() / 50) {
    const auto [key, id] = sorted[i];
    RC_ASSERT(index.At(i) == sorted[i]);
    RC_ASSERT(index.PositionOf(key, id) == i);
    RC_ASSERT(index.RankOf(key, id) == naive.RankOf(key));
    const auto sharers = std::count_if(sorted.begin(), sorted.end(),
                                       [&](const auto& other) { return other.first == key; });
    RC_ASSERT(index.SharersOf(key, id) == static_cast<std::size_t>(sharers));
  }
}

TEST(StandingsIndexTest, EqualResultsShareAPlaceAndTheNextOneIsSkipped) {
  Index index;
  index.Insert(90, 1);
  index.Insert(85, 2);
  index.Insert(85, 3);
  index.Insert(80, 4);
  EXPECT_EQ(index.RankOf(90, 1), 1u);
  EXPECT_EQ(index.RankOf(85, 2), 2u);
  EXPECT_EQ(index.RankOf(85, 3), 2u);
  EXPECT_EQ(index.RankOf(80, 4), 4u);
  EXPECT_EQ(index.SharersOf(85, 3), 2u);
  EXPECT_EQ(index.SharersOf(90, 1), 1u);
}

TEST(StandingsIndexTest, AnEmptyIndexHasNoEntries) {
  Index index;
  EXPECT_EQ(index.size(), 0u);
  EXPECT_EQ(index.RankOf(5, 5), 1u);
  EXPECT_FALSE(index.Erase(5, 5));
  EXPECT_TRUE(All(index).empty());
}

TEST(StandingsIndexTest, ErasingWhatIsNotThereChangesNothing) {
  Index index;
  index.Insert(7, 1);
  EXPECT_FALSE(index.Erase(7, 2));
  EXPECT_FALSE(index.Erase(8, 1));
  EXPECT_EQ(index.size(), 1u);
  EXPECT_TRUE(index.Erase(7, 1));
  EXPECT_EQ(index.size(), 0u);
}

RC_GTEST_PROP(StandingsIndexTest, AnswersAsASortedListDoes, ()) {
  Index index;
  NaiveStandings naive;
  const int ids = *rc::gen::element(5, 100, 3000);
  const int keys = *rc::gen::element(3, 200, 1000000);
  const int operations = *rc::gen::inRange(1, 6000);
  std::uint64_t state = *rc::gen::arbitrary<std::uint64_t>();
  const auto next = [&](int bound) {  // a plain generator: a shrinking list of 6,000 is slow
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<int>((state >> 33) % static_cast<std::uint64_t>(bound));
  };
  for (int i = 0; i < operations; ++i) {
    const int id = next(ids);
    const int key = next(keys);
    const auto known = naive.keys().find(id);
    if (known == naive.keys().end()) {
      index.Insert(key, id);
      naive.Put(id, key);
    } else if (next(3) == 0) {
      RC_ASSERT(index.Erase(known->second, id));
      naive.Erase(id);
    } else {
      index.Update(known->second, key, id);
      naive.Put(id, key);
    }
  }
  ExpectSame(index, naive);
  while (!naive.keys().empty()) {  // down to nothing: blocks merge and go
    const auto [id, key] =
        *std::next(naive.keys().begin(),
                   next(static_cast<int>(std::min<std::size_t>(naive.keys().size(), 20))));
    RC_ASSERT(index.Erase(key, id));
    naive.Erase(id);
    if (naive.keys().size() % 500 == 0) ExpectSame(index, naive);
  }
}

// Counts comparisons, which say more than a clock on a busy machine.
struct CountingOrder {
  std::size_t* comparisons;
  std::weak_ordering Compare(int a, int, int b, int) const {
    ++*comparisons;
    return b <=> a;
  }
  bool Precedes(int a, int b) const { return a < b; }
};

TEST(StandingsIndexTest, ComparisonsGrowWithTheLogarithmOfTheField) {
  std::size_t comparisons = 0;
  std::map<int, std::size_t> cost;
  for (int field : {1000, 100000}) {
    StandingsIndex<int, int, CountingOrder> index(CountingOrder{&comparisons});
    for (int id = 0; id < field; ++id) index.Insert(id * 7919 % field, id);
    comparisons = 0;
    for (int i = 0; i < 1000; ++i) {
      const int id = i * 31 % field;
      const int key = id * 7919 % field;
      index.Update(key, key + 5, id);
      index.RankOf(key + 5, id);
      index.Update(key + 5, key, id);
    }
    cost[field] = comparisons / 1000;
  }
  EXPECT_LE(cost[1000], 70u);
  EXPECT_LE(cost[100000], cost[1000] * 2);
}

}  // namespace
}  // namespace touchstone::leaderboard
