#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/write_batch.h"

namespace touchstone::storage {

// One event of the feed. Positions start at 1 and have no gaps.
struct FeedEvent {
  std::uint64_t position = 0;
  std::uint32_t type = 0;
  std::string payload;
};

// An ordered map of byte strings with one conditional, atomic, durable way to change it, and an
// ordered feed of events that is changed by the same commits.
//
// Implemented by RocksDbStore (what users run) and MemoryStore (tests, offline tools); both pass
// tests/storage/kv_store_contract.h. Thread-safe.
class KvStore {
 public:
  // `feed_position` is the position of the last event of the feed after the batch was applied.
  using CommitCallback = std::function<void(absl::StatusOr<std::uint64_t> feed_position)>;
  // Returns false to end the scan early.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;

  virtual ~KvStore() = default;

  // Returns the value, or nullopt when the key is absent. Sees every acknowledged commit.
  // Returns DATA_LOSS when the stored bytes fail their checksum.
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const = 0;

  // Calls `visit` for each key in [begin, end) in byte order, from one consistent snapshot: commits
  // made meanwhile, even by `visit` itself, are not seen. An empty `end` means no upper bound.
  // DATA_LOSS as for Get; what was visited before it is sound.
  virtual absl::Status Scan(std::string_view begin, std::string_view end,
                            const Visitor& visit) const = 0;

  // The same from the last key to the first.
  virtual absl::Status ScanBackward(std::string_view begin, std::string_view end,
                                    const Visitor& visit) const = 0;

  // Applies every write in `batch`, or none of them, and calls `done` exactly once, on a thread of
  // the store; `done` must be quick and must not call CommitSync. Batches are applied and answered
  // in the order of these calls. On OK the writes survive a power cut that happens after `done` was
  // called. An empty batch writes nothing and is answered in its turn.
  //   ABORTED      a precondition does not hold; nothing was written; re-read and decide again
  //   DATA_LOSS    the key of a precondition is unreadable; nothing was written
  //   UNAVAILABLE  the outcome is unknown (an I/O error); every later commit fails the same way
  //                and the process is expected to end; retry after a restart with the same ids
  virtual void Commit(WriteBatch batch, CommitCallback done) = 0;

  // Commit() that waits. For start-up, tools and tests: never on a strand.
  absl::StatusOr<std::uint64_t> CommitSync(WriteBatch batch);

  // Returns up to `limit` events with a position greater than `after`, oldest first. Empty when
  // there is none. Only events whose commit is durable are seen.
  virtual absl::StatusOr<std::vector<FeedEvent>> ReadFeed(std::uint64_t after,
                                                          std::size_t limit) const = 0;

  // Position of the last durable event, 0 for an empty feed.
  virtual std::uint64_t FeedEnd() const = 0;

  // Calls `advanced` after each commit that appended to the feed, on a thread of the store, with
  // the new end; calls may be merged. Quick callbacks only. The subscription ends when the
  // returned function is called; no call is in progress after it has returned.
  [[nodiscard]] virtual std::function<void()> SubscribeFeed(
      std::function<void(std::uint64_t end)> advanced) = 0;
};

// The first key after all keys that begin with `prefix`: Scan(prefix, PrefixEnd(prefix)). Empty,
// which is no upper bound, when there is none: for "" and for a prefix of 0xff bytes only.
std::string PrefixEnd(std::string_view prefix);

}  // namespace touchstone::storage
