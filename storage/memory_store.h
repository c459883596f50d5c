#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/committer.h"
#include "storage/kv_store.h"

namespace touchstone::storage {

// A KvStore that keeps everything in memory and forgets it when destroyed. For tests and offline
// tools. It commits through the same Committer as RocksDbStore, on a thread of its own, and never
// answers UNAVAILABLE. A scan copies its range before the first visit. Thread-safe.
class MemoryStore : public KvStore, private CommitTarget {
 public:
  MemoryStore();
  ~MemoryStore() override;

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
  using Values = std::map<std::string, std::string, std::less<>>;

  absl::Status ApplyDurably(std::span<const WriteBatch* const> batches,
                            std::uint64_t first_position) override;
  std::vector<Values::value_type> Copy(std::string_view begin, std::string_view end) const;

  mutable std::shared_mutex mutex_;
  Values values_;
  std::vector<FeedEvent> feed_;
  Committer committer_;
};

}  // namespace touchstone::storage
