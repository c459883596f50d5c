#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace touchstone::storage {

// How long a committer waits for more batches before it begins the next synced write.
//
// A committer that takes whatever is queued splits closed-loop clients into two halves, each
// waiting for two syncs. While a write is under way, the batches of the *other* half queue up; once
// it is answered, its own clients come back. So the next group is expected to be the batches just
// answered plus those that were waiting by then, and a slow disk is worth a short wait for them: a
// fifth of the median of the last 15 writes, and nothing at all up to 200 us.
//
// A plain value of one thread.
class GatheringWindow {
 public:
  // Records one synced write: how long it took, how many batches it answered, and how many were
  // waiting when it ended.
  void RecordWrite(std::chrono::nanoseconds took, std::size_t answered, std::size_t waiting);

  // The longest wait, 0 while the disk is fast.
  std::chrono::nanoseconds Length() const { return length_; }

  // The wait ends early when this many batches are queued.
  std::size_t ExpectedBatches() const { return expected_batches_; }

 private:
  std::array<std::chrono::nanoseconds, 15> writes_{};
  std::size_t recorded_ = 0;
  std::chrono::nanoseconds length_{0};
  std::size_t expected_batches_ = 1;
};

}  // namespace touchstone::storage
