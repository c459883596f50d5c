#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "rocksdb/options.h"

namespace touchstone::storage {

// What a RocksDbStore asks of RocksDB. Each setting that the durability promise rests on is stated
// here, even where it is RocksDB's default, and checked by CheckSettings.
//
//   kTolerateCorruptedTailRecords  opens after an ordinary torn tail, refuses damage before it; the
//                                  default, kPointInTimeRecovery, drops acknowledged writes after
//                                  a damaged record without a word
//   track_and_verify_wals_in_manifest, paranoid_checks, file checksums
//                                  a missing or shortened file is noticed at open
//   max_bgerror_resume_count = 0   a store that has failed stays failed until it is opened again
//
// `write_buffer_bytes` is the size of a memtable, `cache_bytes` that of the cache of blocks.
rocksdb::Options StoreSettings(std::size_t write_buffer_bytes, std::size_t cache_bytes);

// The only way in which a store writes: OK means that the log was synced.
rocksdb::WriteOptions SyncedWrite();

// FAILED_PRECONDITION, naming each setting of an opened database that is not the wanted one.
absl::Status CheckSettings(const rocksdb::Options& wanted, const rocksdb::Options& opened);

}  // namespace touchstone::storage
