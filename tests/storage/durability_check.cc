#include "tests/storage/durability_check.h"

#include <algorithm>
#include <future>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace touchstone::storage {
namespace {

constexpr int kBurst = 3;

WriteBatch CommitOf(const std::string& id, const std::string& value) {
  WriteBatch batch;
  batch.ExpectAbsent(id);
  batch.Put(id, value);
  batch.AppendToFeed(1, id);
  return batch;
}

}  // namespace

void DurabilityCheck::Work(KvStore& store, int clients, int bursts, std::size_t value_bytes) {
  std::vector<std::thread> threads;
  for (int c = 0; c < clients; ++c) {
    threads.emplace_back([&] { WorkAsOneClient(store, bursts, value_bytes); });
  }
  for (std::thread& thread : threads) thread.join();
}

void DurabilityCheck::WorkAsOneClient(KvStore& store, int bursts, std::size_t value_bytes) {
  for (int i = 0; i < bursts; ++i) {
    std::map<std::string, std::string> burst;
    {
      std::lock_guard lock(mutex_);
      for (int j = 0; j < kBurst; ++j) {
        const std::string id = "id" + std::to_string(++last_id_);
        std::string value = id + ":";
        value.resize(std::max(value.size(), value_bytes), static_cast<char>('a' + last_id_ % 26));
        outcomes_[id] = Outcome::kUnknown;
        values_[id] = value;
        burst.emplace(id, std::move(value));
      }
    }
    if (!CommitBurst(store, burst)) return;
  }
}

bool DurabilityCheck::CommitBurst(KvStore& store, const std::map<std::string, std::string>& burst) {
  std::vector<std::pair<std::string, std::future<absl::Status>>> answers;
  for (const auto& [id, value] : burst) {
    auto answer = std::make_shared<std::promise<absl::Status>>();
    answers.emplace_back(id, answer->get_future());
    store.Commit(CommitOf(id, value), [answer](const absl::StatusOr<std::uint64_t>& outcome) {
      answer->set_value(outcome.status());
    });
  }
  bool all_known = true;
  for (auto& [id, answer] : answers) {
    const absl::Status status = answer.get();
    // ABORTED: the key exists, so an earlier attempt whose outcome was unknown had succeeded.
    const bool known = status.ok() || absl::IsAborted(status);
    all_known = all_known && known;
    std::lock_guard lock(mutex_);
    if (known) outcomes_[id] = Outcome::kAcknowledged;
  }
  return all_known;
}

void DurabilityCheck::Settle(KvStore& store) {
  std::map<std::string, std::string> unknown;
  {
    std::lock_guard lock(mutex_);
    for (const auto& [id, outcome] : outcomes_) {
      if (outcome == Outcome::kUnknown) unknown[id] = values_[id];
    }
  }
  CommitBurst(store, unknown);
}

Findings DurabilityCheck::Verify(const KvStore& store) const {
  std::lock_guard lock(mutex_);
  Findings findings;
  std::map<std::string, std::string, std::less<>> stored;
  const absl::Status scanned =
      store.Scan("", "", [&](std::string_view key, std::string_view value) {
        stored.emplace(key, value);
        return true;
      });
  const auto events = store.ReadFeed(0, store.FeedEnd());
  std::map<std::string, int> appended;
  if (events.ok()) {
    for (const FeedEvent& event : *events) ++appended[event.payload];
  }
  for (const auto& [id, outcome] : outcomes_) {
    const bool has_key = stored.contains(id);
    const int count = appended[id];
    const bool acknowledged = outcome == Outcome::kAcknowledged;
    findings.acked += acknowledged;
    findings.lost += acknowledged && (!has_key || count == 0);
    findings.dup += count > 1;
    findings.altered += has_key && stored[id] != values_.at(id);
    findings.altered += has_key != (count > 0);
  }
  findings.altered += !scanned.ok() || !events.ok();
  findings.altered += stored.size() > outcomes_.size() || appended.size() > outcomes_.size();
  return findings;
}

std::uint64_t DurabilityCheck::Count(Outcome outcome) const {
  std::lock_guard lock(mutex_);
  return static_cast<std::uint64_t>(
      std::count_if(outcomes_.begin(), outcomes_.end(),
                    [&](const auto& entry) { return entry.second == outcome; }));
}

std::uint64_t DurabilityCheck::acked() const { return Count(Outcome::kAcknowledged); }
std::uint64_t DurabilityCheck::unknown() const { return Count(Outcome::kUnknown); }

}  // namespace touchstone::storage
