#include "storage/kv_store.h"

#include <future>
#include <memory>
#include <utility>

namespace touchstone::storage {

absl::StatusOr<std::uint64_t> KvStore::CommitSync(WriteBatch batch) {
  // Shared with the callback: the waiter may be gone before set_value has returned.
  auto outcome = std::make_shared<std::promise<absl::StatusOr<std::uint64_t>>>();
  std::future<absl::StatusOr<std::uint64_t>> answer = outcome->get_future();
  Commit(std::move(batch), [outcome](absl::StatusOr<std::uint64_t> feed_position) {
    outcome->set_value(std::move(feed_position));
  });
  return answer.get();
}

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

}  // namespace touchstone::storage
