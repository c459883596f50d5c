#include "storage/committer.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace touchstone::storage {
namespace {

using Clock = std::chrono::steady_clock;
// What the batches accepted so far in this group will have written, by key.
using Overlay = std::unordered_map<std::string_view, const std::optional<std::string>*>;

std::size_t ByteSize(const WriteBatch& batch) {
  std::size_t bytes = 0;
  for (const auto& write : batch.writes()) {
    bytes += write.key.size() + (write.value ? write.value->size() : 0);
  }
  for (const auto& append : batch.appends()) bytes += append.payload.size();
  return bytes;
}

absl::Status CheckPreconditions(const WriteBatch& batch, const Overlay& overlay,
                                const CommitTarget& target) {
  for (const auto& expected : batch.preconditions()) {
    bool holds = false;
    if (const auto written = overlay.find(expected.key); written != overlay.end()) {
      holds = *written->second == expected.value;
    } else {
      const auto stored = target.Get(expected.key);
      if (!stored.ok()) return stored.status();
      holds = *stored == expected.value;
    }
    if (!holds) {
      return absl::AbortedError(expected.value ? "the stored value is not the expected one"
                                               : "a key that must be absent exists");
    }
  }
  return absl::OkStatus();
}

absl::Status OutcomeUnknown(const absl::Status& reason) {
  return absl::UnavailableError(absl::StrCat(
      "COMMIT_OUTCOME_UNKNOWN: the store can no longer write: ", std::string(reason.message())));
}

}  // namespace

Committer::Committer(CommitTarget* target, FatalCallback on_fatal, Limits limits)
    : target_(target), on_fatal_(std::move(on_fatal)), limits_(limits) {}

void Committer::Start(std::uint64_t feed_end) {
  feed_end_.store(feed_end, std::memory_order_release);
  thread_ = std::thread([this] { Run(); });
}

void Committer::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Committer::Submit(WriteBatch batch, KvStore::CommitCallback done) {
  bool wake = false;
  {
    std::lock_guard lock(mutex_);
    queue_.push_back({std::move(batch), std::move(done)});
    wake = queue_.size() >= wake_at_;
  }
  if (wake) wake_.notify_one();
}

void Committer::Fail(absl::Status reason) {
  {
    std::lock_guard lock(mutex_);
    if (failure_) return;
    failure_ = std::move(reason);
  }
  wake_.notify_one();
}

void Committer::Run() {
  while (true) {
    std::vector<Waiting> group = NextGroup();
    if (group.empty()) break;
    CommitGroup(std::move(group));
  }
  AnswerAllUnavailable();
}

std::vector<Committer::Waiting> Committer::NextGroup() {
  std::unique_lock lock(mutex_);
  const auto wait_for_batches = [&](std::size_t count, Clock::time_point until) {
    wake_at_ = count;
    const auto ready = [&] { return queue_.size() >= count || stopping_ || failure_; };
    if (until == Clock::time_point::max()) {
      wake_.wait(lock, ready);
    } else {
      wake_.wait_until(lock, until, ready);
    }
    wake_at_ = kBusy;
  };
  wait_for_batches(1, Clock::time_point::max());
  if (const auto length = gathering_.Length(); length.count() > 0) {
    const std::size_t expected = std::min(gathering_.ExpectedBatches(), limits_.group_batches);
    wait_for_batches(expected, Clock::now() + length);
  }
  std::vector<Waiting> group;
  if (failure_) return group;
  std::size_t bytes = 0;
  while (!queue_.empty() && group.size() < limits_.group_batches) {
    bytes += ByteSize(queue_.front().batch);
    if (bytes > limits_.group_bytes && !group.empty()) break;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

std::vector<const WriteBatch*> Committer::Decide(std::vector<Waiting>& group) const {
  std::vector<const WriteBatch*> accepted;
  accepted.reserve(group.size());
  Overlay overlay;
  std::uint64_t feed_end = FeedEnd();
  for (Waiting& waiting : group) {
    if (absl::Status held = CheckPreconditions(waiting.batch, overlay, *target_); !held.ok()) {
      waiting.answer = std::move(held);
      continue;
    }
    for (const auto& write : waiting.batch.writes()) overlay[write.key] = &write.value;
    feed_end += waiting.batch.appends().size();
    waiting.answer = feed_end;
    accepted.push_back(&waiting.batch);
  }
  return accepted;
}

void Committer::CommitGroup(std::vector<Waiting> group) {
  const std::vector<const WriteBatch*> accepted = Decide(group);
  const bool writes = std::any_of(accepted.begin(), accepted.end(), [](const WriteBatch* batch) {
    return !batch->writes().empty() || !batch->appends().empty();
  });
  const std::uint64_t old_end = FeedEnd();
  std::uint64_t new_end = old_end;
  for (const WriteBatch* batch : accepted) new_end += batch->appends().size();

  absl::Status applied;
  if (writes) {
    const auto began = Clock::now();
    applied = target_->ApplyDurably(accepted, old_end + 1);
    gathering_.RecordWrite(Clock::now() - began, group.size(), QueuedBatches());
  }
  if (applied.ok()) {
    feed_end_.store(new_end, std::memory_order_release);
    for (Waiting& waiting : group) waiting.done(std::move(waiting.answer));
    if (new_end != old_end) subscribers_.Notify(new_end);
    return;
  }
  // Also for the batches that were dropped: what they were compared with may be gone.
  for (Waiting& waiting : group) waiting.done(OutcomeUnknown(applied));
  Fail(std::move(applied));
}

std::size_t Committer::QueuedBatches() {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

void Committer::AnswerAllUnavailable() {
  std::unique_lock lock(mutex_);
  bool reported = false;
  while (failure_) {
    std::deque<Waiting> refused = std::exchange(queue_, {});
    const absl::Status reason = *failure_;
    lock.unlock();
    for (Waiting& waiting : refused) waiting.done(OutcomeUnknown(reason));
    if (!std::exchange(reported, true) && on_fatal_) on_fatal_(reason);
    lock.lock();
    if (stopping_ && queue_.empty()) return;
    wake_at_ = 1;
    wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
  }
}

}  // namespace touchstone::storage
