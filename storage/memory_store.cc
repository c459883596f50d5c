#include "storage/memory_store.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace touchstone::storage {

MemoryStore::MemoryStore() : committer_(this, [](const absl::Status&) {}) { committer_.Start(0); }

MemoryStore::~MemoryStore() { committer_.Stop(); }

absl::StatusOr<std::optional<std::string>> MemoryStore::Get(std::string_view key) const {
  std::shared_lock lock(mutex_);
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

std::vector<MemoryStore::Values::value_type> MemoryStore::Copy(std::string_view begin,
                                                               std::string_view end) const {
  std::shared_lock lock(mutex_);
  if (!end.empty() && end <= begin) return {};
  return {values_.lower_bound(begin), end.empty() ? values_.end() : values_.lower_bound(end)};
}

absl::Status MemoryStore::Scan(std::string_view begin, std::string_view end,
                               const Visitor& visit) const {
  for (const auto& [key, value] : Copy(begin, end)) {
    if (!visit(key, value)) break;
  }
  return absl::OkStatus();
}

absl::Status MemoryStore::ScanBackward(std::string_view begin, std::string_view end,
                                       const Visitor& visit) const {
  const auto entries = Copy(begin, end);
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (!visit(entry->first, entry->second)) break;
  }
  return absl::OkStatus();
}

void MemoryStore::Commit(WriteBatch batch, CommitCallback done) {
  committer_.Submit(std::move(batch), std::move(done));
}

absl::Status MemoryStore::ApplyDurably(std::span<const WriteBatch* const> batches,
                                       std::uint64_t first_position) {
  std::unique_lock lock(mutex_);
  for (const WriteBatch* batch : batches) {
    for (const auto& [key, value] : batch->writes()) {
      if (value) {
        values_.insert_or_assign(key, *value);
      } else {
        values_.erase(key);
      }
    }
    for (const auto& [type, payload] : batch->appends()) {
      feed_.push_back({first_position++, type, payload});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<FeedEvent>> MemoryStore::ReadFeed(std::uint64_t after,
                                                             std::size_t limit) const {
  const std::uint64_t end = FeedEnd();
  if (after >= end) return std::vector<FeedEvent>();
  std::shared_lock lock(mutex_);
  const auto first = feed_.begin() + static_cast<std::ptrdiff_t>(after);
  const auto count = std::min<std::uint64_t>(limit, end - after);
  return std::vector<FeedEvent>(first, first + static_cast<std::ptrdiff_t>(count));
}

std::uint64_t MemoryStore::FeedEnd() const { return committer_.FeedEnd(); }

std::function<void()> MemoryStore::SubscribeFeed(std::function<void(std::uint64_t end)> advanced) {
  return committer_.SubscribeFeed(std::move(advanced));
}

}  // namespace touchstone::storage
