#pragma once

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "storage/kv_store.h"

// Records of the store, read and changed with the bytes they had as precondition.
namespace touchstone::identity {

// A record with the bytes it was read from.
template <class Record>
struct Stored {
  std::string key;
  std::string bytes;
  Record record;

  // Adds its change to `batch`: it holds only when nobody else changed the record meanwhile.
  void Replace(storage::WriteBatch* batch) const {
    batch->ExpectValue(key, bytes);
    batch->Put(key, record.SerializeAsString());
  }
};

// nullopt when there is none; STORE_READ_FAILED.
template <class Record>
absl::StatusOr<std::optional<Stored<Record>>> ReadRecord(const storage::KvStore& store,
                                                         std::string key) {
  auto bytes = store.Get(key);
  const std::string& what = Record::descriptor()->name();  // a key holds hashes
  if (!bytes.ok()) return MakeError(Reason::STORE_READ_FAILED, what);
  if (!bytes->has_value()) return std::nullopt;
  Stored<Record> stored{std::move(key), **std::move(bytes), {}};
  if (!stored.record.ParseFromString(stored.bytes)) {
    return MakeError(Reason::STORE_READ_FAILED, what);
  }
  return stored;
}

// Repeats what reads, decides and commits as long as others' changes come in between.
template <class Once>
Awaitable<absl::Status> Repeat(Once once) {
  constexpr int kMost = 20;
  absl::Status status;
  for (int i = 0; i < kMost; ++i) {
    status = co_await once();
    if (ReasonOf(status) != Reason::CONCURRENT_CHANGE) break;
  }
  co_return status;
}

}  // namespace touchstone::identity
