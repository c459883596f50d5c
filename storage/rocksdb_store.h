#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "storage/committer.h"
#include "storage/kv_store.h"
#include "storage/rocksdb_head_witness.h"

namespace touchstone::storage {

// The KvStore that users run: RocksDB in a folder of this machine. What lies on the disk, and why,
// is in storage/FORMAT.md. Thread-safe.
class RocksDbStore : public KvStore, private CommitTarget {
 public:
  struct Options {
    // The folder of the store; created when absent, its parent must exist.
    std::string path = {};
    // Called once, on a thread of the store, when it can no longer write: a commit or background
    // work failed. Every waiting commit was answered UNAVAILABLE before, every later one will be.
    // End the process soon; must not destroy the store.
    std::function<void(absl::Status reason)> on_fatal = {};
    // Where files are kept; null for the machine's file systems. Must outlive the store.
    rocksdb::Env* env = nullptr;
    std::size_t write_buffer_bytes = 64 << 20;
    // What was read lately stays in memory, not compressed, up to this size.
    std::size_t cache_bytes = 64 << 20;
    Committer::Limits group_limits = {};
  };

  // Opens the store, or creates it when there is none.
  //   FAILED_PRECONDITION  another process has it open; a format version that this program doesn't
  //                        know; RocksDB refused one of our settings
  //   DATA_LOSS            the files are damaged, or end before what was once acknowledged
  //   RESOURCE_EXHAUSTED   the disk is full
  //   UNAVAILABLE          another I/O error
  static absl::StatusOr<std::unique_ptr<RocksDbStore>> Open(Options options);

  // Answers what was submitted, then closes. No other call may be in progress.
  ~RocksDbStore() override;

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override;
  absl::Status Scan(std::string_view begin, std::string_view end,
                    const Visitor& visit) const override;
  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const Visitor& visit) const override;
  void Commit(WriteBatch batch, CommitCallback done) override;
  absl::StatusOr<std::vector<FeedEvent>> ReadFeed(std::uint64_t after,
                                                  std::size_t limit) const override;
  std::uint64_t FeedEnd() const override;
  [[nodiscard]] std::function<void()> SubscribeFeed(
      std::function<void(std::uint64_t end)> advanced) override;

 private:
  class BackgroundErrors;

  explicit RocksDbStore(Options options);

  absl::Status ApplyDurably(std::span<const WriteBatch* const> batches,
                            std::uint64_t first_position) override;

  absl::Status LockFolder();
  absl::Status OpenDatabase(bool create);
  absl::Status CheckFormat();
  absl::StatusOr<std::uint64_t> FindFeedEnd() const;
  absl::Status Start(const std::optional<Head>& witness);
  void KeepWitness();

  const Options options_;
  rocksdb::Env* const env_;
  const std::shared_ptr<rocksdb::FileSystem> files_;
  const std::string witness_path_;
  rocksdb::FileLock* lock_ = nullptr;
  Committer committer_;  // outlives db_, whose background threads may report errors to it
  std::unique_ptr<rocksdb::DB> db_;
  std::atomic<std::uint64_t> durable_sequence_{0};

  std::mutex witness_mutex_;
  std::condition_variable witness_wake_;
  bool closing_ = false;
  Head witness_;
  std::thread witness_thread_;
};

}  // namespace touchstone::storage
