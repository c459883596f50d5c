#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/feed_subscribers.h"
#include "storage/gathering_window.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"

namespace touchstone::storage {

// What a committer writes to. Called by the committer's thread only.
class CommitTarget {
 public:
  virtual ~CommitTarget() = default;

  // The value as of the last ApplyDurably, nullopt when absent. DATA_LOSS when it is unreadable.
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const = 0;

  // Applies the writes of all `batches` in order and appends their events at consecutive positions
  // from `first_position`, as one atomic write, and returns OK when a power cut can no longer undo
  // it. Any error means that the outcome is unknown; the committer then never calls it again.
  virtual absl::Status ApplyDurably(std::span<const WriteBatch* const> batches,
                                    std::uint64_t first_position) = 0;
};

// One thread that takes all waiting batches, drops those whose preconditions don't hold, writes the
// others by one call of CommitTarget::ApplyDurably, and only then answers. It is the one commit
// path of every store.
//
// Thread-safe. Callbacks and `on_fatal` run on the committer's thread and must not destroy it.
class Committer {
 public:
  struct Limits {
    // A group ends before the batch that would exceed one of these; a larger batch goes alone.
    std::size_t group_batches = 4096;
    std::size_t group_bytes = 4 << 20;
  };
  using FatalCallback = std::function<void(absl::Status reason)>;

  // `target` outlives the committer or at least its Stop(). `on_fatal` is called once, after the
  // waiting batches were answered, when the store can no longer go on.
  Committer(CommitTarget* target, FatalCallback on_fatal, Limits limits);
  Committer(CommitTarget* target, FatalCallback on_fatal)
      : Committer(target, std::move(on_fatal), Limits()) {}
  ~Committer() { Stop(); }
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Begins to commit; `feed_end` is the position of the last event in the target. Call once.
  void Start(std::uint64_t feed_end);

  // Commits what was submitted and ends the thread. Submit must not be called after it.
  void Stop();

  // Queues `batch`; the contract is KvStore::Commit. The queue has no bound of its own: callers
  // bound their requests in flight.
  void Submit(WriteBatch batch, KvStore::CommitCallback done);

  // Makes every waiting and later batch fail with UNAVAILABLE, then calls `on_fatal`. Later calls
  // change nothing. Returns without waiting.
  void Fail(absl::Status reason);

  std::uint64_t FeedEnd() const { return feed_end_.load(std::memory_order_acquire); }

  [[nodiscard]] std::function<void()> SubscribeFeed(FeedSubscribers::Advanced advanced) {
    return subscribers_.Subscribe(std::move(advanced));
  }

 private:
  struct Waiting {
    WriteBatch batch;
    KvStore::CommitCallback done;
    absl::StatusOr<std::uint64_t> answer = std::uint64_t{0};
  };

  void Run();
  // Waits for batches, and for the gathering window. An empty group means: failed or stopped.
  std::vector<Waiting> NextGroup();
  std::vector<const WriteBatch*> Decide(std::vector<Waiting>& group) const;
  void CommitGroup(std::vector<Waiting> group);
  std::size_t QueuedBatches();
  void AnswerAllUnavailable();

  CommitTarget* const target_;
  const FatalCallback on_fatal_;
  const Limits limits_;
  std::atomic<std::uint64_t> feed_end_{0};
  FeedSubscribers subscribers_;
  GatheringWindow gathering_;  // of the committer's thread

  static constexpr std::size_t kBusy = std::numeric_limits<std::size_t>::max();
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  std::size_t wake_at_ = kBusy;  // queue length that wakes the thread
  bool stopping_ = false;
  std::optional<absl::Status> failure_;
  std::thread thread_;
};

}  // namespace touchstone::storage
