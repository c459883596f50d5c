#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "rocksdb/env.h"
#include "storage/rocksdb_store.h"
#include "tests/storage/durability_check.h"
#include "tests/storage/temp_folder.h"
#include "tests/storage/unsynced_loss_fs.h"

namespace touchstone::storage {
namespace {

// Opens a store, commits until it has flushed memtables, closes and opens it again, with the n-th
// operation on files failing. Says whether that operation was reached.
class IoFaultScenario {
 public:
  IoFaultScenario(std::uint64_t n, std::uint64_t seed)
      : n_(n),
        fs_(std::make_shared<UnsyncedLossFs>(graveyard_.path(), seed + n)),
        env_(rocksdb::NewCompositeEnv(fs_)) {}

  bool Run() {
    SCOPED_TRACE("n=" + std::to_string(n_));
    fs_->FailOnlyAt(n_);
    OpenAndWork();
    OpenAndWork();
    const bool reached = fs_->has_failed();
    fs_->LoseUnsynced();
    CheckWithoutFaults();
    return reached;
  }

 private:
  absl::StatusOr<std::unique_ptr<RocksDbStore>> Open() {
    return RocksDbStore::Open({.path = folder_.path() + "/store",
                               .on_fatal = [this](const absl::Status&) { ++fatal_calls_; },
                               .env = env_.get(),
                               .write_buffer_bytes = 64 << 10});
  }

  void OpenAndWork() {
    fatal_calls_ = 0;
    {
      auto store = Open();
      if (!store.ok()) {
        EXPECT_TRUE(fs_->has_failed()) << store.status();
        return;
      }
      const std::uint64_t unknown = check_.unknown();
      check_.Work(**store, /*clients=*/2, /*bursts=*/6, /*value_bytes=*/4000);
      if (check_.unknown() > unknown) {
        EXPECT_TRUE(fs_->has_failed());
        for (int i = 0; i < 1000 && fatal_calls_ == 0; ++i) {
          std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        EXPECT_EQ(fatal_calls_, 1) << "an unknown outcome must end the process";
        EXPECT_TRUE(absl::IsUnavailable((*store)->CommitSync(WriteBatch()).status()));
      }
      EXPECT_TRUE(check_.Verify(**store).Sound()) << "wrong answers before the restart";
    }
    EXPECT_LE(fatal_calls_, 1);
  }

  void CheckWithoutFaults() {
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE(check_.Verify(**store).Sound());
    check_.Settle(**store);
    EXPECT_EQ(check_.unknown(), 0u);
    EXPECT_TRUE(check_.Verify(**store).Sound());
  }

  const std::uint64_t n_;
  const TempFolder folder_;
  const TempFolder graveyard_;
  const std::shared_ptr<UnsyncedLossFs> fs_;
  const std::unique_ptr<rocksdb::Env> env_;
  std::atomic<int> fatal_calls_ = 0;
  DurabilityCheck check_;
};

// Many at a time, since RocksDB rests for a second after a failed flush.
TEST(IoFaultTest, TheNthOperationFailsForEveryN) {
  constexpr std::uint64_t kAtATime = 8;
  const std::uint64_t seed = std::random_device()();
  std::uint64_t failures = 0;
  for (std::uint64_t first = 1; failures == first - 1; first += kAtATime) {
    SCOPED_TRACE("n from " + std::to_string(first) + ", seed=" + std::to_string(seed));
    std::vector<std::future<bool>> runs;
    for (std::uint64_t n = first; n < first + kAtATime; ++n) {
      runs.push_back(
          std::async(std::launch::async, [n, seed] { return IoFaultScenario(n, seed).Run(); }));
    }
    for (std::future<bool>& run : runs) {
      if (run.wait_for(std::chrono::seconds(60)) != std::future_status::ready) {
        std::fprintf(stderr, "hangs, n from %lu, seed=%lu\n", first, seed);
        std::abort();
      }
      failures += run.get();
    }
    ASSERT_FALSE(HasFailure());
  }
  std::printf("failed operations=%lu wrong=0 hangs=0 seed=%lu\n", failures, seed);
  EXPECT_GT(failures, 50u) << "too little work to mean anything";
}

}  // namespace
}  // namespace touchstone::storage
