#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/file_system.h"

namespace touchstone::storage {

// How far a store had come, kept in a synced file of its own. No recovery mode of RocksDB notices
// that the end of its log was cut off; a database that is behind its witness was.
struct Head {
  std::uint64_t sequence = 0;  // RocksDB's sequence number
  std::uint64_t feed_end = 0;

  friend bool operator==(const Head&, const Head&) = default;
};

// Replaces the witness at `path`, durably: a power cut leaves the old or the new one.
absl::Status WriteHeadWitness(rocksdb::FileSystem& files, const std::string& path,
                              const Head& head);

// nullopt when there is no witness, DATA_LOSS when it is damaged.
absl::StatusOr<std::optional<Head>> ReadHeadWitness(rocksdb::FileSystem& files,
                                                    const std::string& path);

// DATA_LOSS when `found` is behind `witness`.
absl::Status CheckAgainstWitness(const Head& witness, const Head& found);

}  // namespace touchstone::storage
