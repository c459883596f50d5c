#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include "rocksdb/env.h"
#include "storage/rocksdb_store.h"
#include "tests/storage/durability_check.h"
#include "tests/storage/temp_folder.h"
#include "tests/storage/unsynced_loss_fs.h"

namespace touchstone::storage {
namespace {

constexpr int kClients = 3;
constexpr int kCutsPerStore = 10;

// A store that answers before it writes: what a committer must never do.
class AcknowledgesBeforeWriting : public KvStore {
 public:
  explicit AcknowledgesBeforeWriting(KvStore* store) : store_(store) {}

  void Commit(WriteBatch batch, CommitCallback done) override {
    done(store_->FeedEnd() + 1);
    store_->Commit(std::move(batch), [](const auto&) {});
  }
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    return store_->Get(key);
  }
  absl::Status Scan(std::string_view begin, std::string_view end,
                    const Visitor& visit) const override {
    return store_->Scan(begin, end, visit);
  }
  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const Visitor& visit) const override {
    return store_->ScanBackward(begin, end, visit);
  }
  absl::StatusOr<std::vector<FeedEvent>> ReadFeed(std::uint64_t after,
                                                  std::size_t limit) const override {
    return store_->ReadFeed(after, limit);
  }
  std::uint64_t FeedEnd() const override { return store_->FeedEnd(); }
  std::function<void()> SubscribeFeed(std::function<void(std::uint64_t)> advanced) override {
    return store_->SubscribeFeed(std::move(advanced));
  }

 private:
  KvStore* const store_;
};

struct Faults {
  std::optional<std::string> syncs_ignored_of = std::nullopt;  // suffix of file names
  bool acknowledge_before_writing = false;
};

struct Totals {
  std::uint64_t cuts = 0;
  std::uint64_t cuts_while_opening = 0;
  std::uint64_t refused_to_open = 0;
  Findings findings;
};

// The life of one store: opened, worked on and cut off, again and again.
class CutStore {
 public:
  CutStore(std::uint64_t seed, Faults faults)
      : random_(seed),
        faults_(faults),
        fs_(std::make_shared<UnsyncedLossFs>(graveyard_.path(), seed)),
        env_(rocksdb::NewCompositeEnv(fs_)) {
    if (faults.syncs_ignored_of) fs_->IgnoreSyncsOf(*faults.syncs_ignored_of);
  }

  void Cut(Totals& totals) {
    const bool while_opening = Random(0, 3) == 0;
    if (while_opening) fs_->CutPowerAt(Random(1, 40));
    auto store = Open();
    if (!store.ok()) {
      if (!fs_->power_is_off()) ++totals.refused_to_open;
      totals.cuts_while_opening += fs_->power_is_off();
    } else {
      if (!while_opening) fs_->CutPowerAt(Random(1, 80));
      check_.Settle(**store);
      // Some are closed in good order, so that the cut hits the closing or comes after it.
      const int bursts = Random(0, 7) == 0 ? 2 : 1000;
      if (faults_.acknowledge_before_writing) {
        AcknowledgesBeforeWriting eager(store->get());
        check_.Work(eager, kClients, 30, 200);
      } else {
        check_.Work(**store, kClients, bursts, 200);
      }
      store->reset();
    }
    fs_->LoseUnsynced();
    ++totals.cuts;
  }

  // The worst that any verification has found.
  Findings Worst() const {
    Findings worst = worst_;
    worst.acked = check_.acked();
    return worst;
  }

  void Verify(Totals& totals) {
    auto store = Open();
    Findings found;
    if (store.ok()) {
      found = check_.Verify(**store);
    } else {
      ++totals.refused_to_open;
      found.lost = check_.acked();
    }
    worst_.lost = std::max(worst_.lost, found.lost);
    worst_.dup = std::max(worst_.dup, found.dup);
    worst_.altered = std::max(worst_.altered, found.altered);
  }

 private:
  absl::StatusOr<std::unique_ptr<RocksDbStore>> Open() {
    return RocksDbStore::Open(
        {.path = folder_.path() + "/store", .env = env_.get(), .write_buffer_bytes = 64 << 10});
  }

  std::uint64_t Random(std::uint64_t from, std::uint64_t to) {
    return std::uniform_int_distribution<std::uint64_t>(from, to)(random_);
  }

  const TempFolder folder_;
  const TempFolder graveyard_;
  std::mt19937_64 random_;
  const Faults faults_;
  const std::shared_ptr<UnsyncedLossFs> fs_;
  const std::unique_ptr<rocksdb::Env> env_;
  DurabilityCheck check_;
  Findings worst_;
};

std::uint64_t FromEnvironment(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

Totals CutPower(std::uint64_t cuts, Faults faults) {
  const std::uint64_t seed = FromEnvironment("TOUCHSTONE_SEED", std::random_device()());
  Totals totals;
  for (std::uint64_t life = 0; totals.cuts < cuts; ++life) {
    CutStore store(seed + life, faults);
    for (int i = 0; i < kCutsPerStore; ++i) {
      store.Cut(totals);
      store.Verify(totals);
    }
    const Findings worst = store.Worst();
    totals.findings.acked += worst.acked;
    totals.findings.lost += worst.lost;
    totals.findings.dup += worst.dup;
    totals.findings.altered += worst.altered;
  }
  std::printf(
      "cuts=%lu (%lu while opening) acked=%lu lost=%lu dup=%lu altered=%lu refused=%lu "
      "seed=%lu\n",
      totals.cuts, totals.cuts_while_opening, totals.findings.acked, totals.findings.lost,
      totals.findings.dup, totals.findings.altered, totals.refused_to_open, seed);
  return totals;
}

TEST(PowerCutTest, NoAcknowledgedCommitIsLostDoubledOrAltered) {
  const std::uint64_t cuts = FromEnvironment("TOUCHSTONE_CUTS", 1000);
  const Totals totals = CutPower(cuts, {});
  EXPECT_EQ(totals.findings.lost, 0u);
  EXPECT_EQ(totals.findings.dup, 0u);
  EXPECT_EQ(totals.findings.altered, 0u);
  EXPECT_EQ(totals.refused_to_open, 0u);
  EXPECT_GT(totals.findings.acked, cuts) << "too little work to mean anything";
}

// Whether the check sees the fault. A cut at a lucky moment loses nothing, so it is given up to
// 600.
bool Catches(const Faults& faults) {
  for (int i = 0; i < 30; ++i) {
    if (CutPower(20, faults).findings.lost > 0) return true;
  }
  return false;
}

// WriteOptions::sync = false has the same effect: the log is not synced, all else is.
TEST(PowerCutTest, CatchesThePlantedFaultLogSyncOff) {
  EXPECT_TRUE(Catches({.syncs_ignored_of = ".log"}));
}

TEST(PowerCutTest, CatchesThePlantedFaultEverySyncOff) {
  EXPECT_TRUE(Catches({.syncs_ignored_of = ""}));
}

TEST(PowerCutTest, CatchesThePlantedFaultAcknowledgedBeforeWritten) {
  EXPECT_TRUE(Catches({.acknowledge_before_writing = true}));
}

}  // namespace
}  // namespace touchstone::storage
