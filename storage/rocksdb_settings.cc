#include "storage/rocksdb_settings.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "rocksdb/cache.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"

namespace touchstone::storage {
namespace {

// The file of one worker mostly lies in one block or two.
constexpr std::size_t kBlockBytes = 16 << 10;
constexpr double kBloomBitsPerKey = 10;

// Collects the names of settings that differ.
class Comparison {
 public:
  template <typename T>
  void Same(std::string_view name, const T& wanted, const T& opened) {
    if (!(wanted == opened)) different_.emplace_back(name);
  }
  const std::vector<std::string>& different() const { return different_; }

 private:
  std::vector<std::string> different_;
};

std::string_view ChecksumName(const rocksdb::Options& options) {
  return options.file_checksum_gen_factory ? options.file_checksum_gen_factory->Name() : "none";
}

std::string_view FilterName(const rocksdb::Options& options) {
  const auto* table = options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
  return table != nullptr && table->filter_policy ? table->filter_policy->Name() : "none";
}

}  // namespace

rocksdb::Options StoreSettings(std::size_t write_buffer_bytes, std::size_t cache_bytes) {
  rocksdb::Options options;
  options.create_if_missing = true;

  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.max_open_files = -1;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.recycle_log_file_num = 0;
  options.manual_wal_flush = false;
  options.unordered_write = false;
  options.enable_pipelined_write = false;
  options.allow_mmap_writes = false;
  options.use_fsync = false;  // fdatasync: the length of the file is synced with it
  options.best_efforts_recovery = false;
  options.WAL_ttl_seconds = 0;
  options.WAL_size_limit_MB = 0;
  options.max_bgerror_resume_count = 0;

  options.write_buffer_size = write_buffer_bytes;
  options.max_write_buffer_number = 3;
  options.max_total_wal_size = 4 * write_buffer_bytes;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  // Each entry first asks for its id, nearly always a new one: the filter answers for memory too.
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.memtable_whole_key_filtering = true;
  options.level_compaction_dynamic_level_bytes = true;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  table.block_size = kBlockBytes;
  table.block_cache = rocksdb::NewLRUCache(cache_bytes);
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));

  options.keep_log_file_num = 10;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  return options;
}

rocksdb::WriteOptions SyncedWrite() {
  rocksdb::WriteOptions options;
  options.sync = true;
  options.disableWAL = false;
  return options;
}

absl::Status CheckSettings(const rocksdb::Options& wanted, const rocksdb::Options& opened) {
  Comparison compare;
  compare.Same("wal_recovery_mode", wanted.wal_recovery_mode, opened.wal_recovery_mode);
  compare.Same("track_and_verify_wals_in_manifest", wanted.track_and_verify_wals_in_manifest,
               opened.track_and_verify_wals_in_manifest);
  compare.Same("paranoid_checks", wanted.paranoid_checks, opened.paranoid_checks);
  compare.Same("max_open_files", wanted.max_open_files, opened.max_open_files);
  compare.Same("file_checksum_gen_factory", ChecksumName(wanted), ChecksumName(opened));
  compare.Same("recycle_log_file_num", wanted.recycle_log_file_num, opened.recycle_log_file_num);
  compare.Same("manual_wal_flush", wanted.manual_wal_flush, opened.manual_wal_flush);
  compare.Same("unordered_write", wanted.unordered_write, opened.unordered_write);
  compare.Same("enable_pipelined_write", wanted.enable_pipelined_write,
               opened.enable_pipelined_write);
  compare.Same("allow_mmap_writes", wanted.allow_mmap_writes, opened.allow_mmap_writes);
  compare.Same("use_fsync", wanted.use_fsync, opened.use_fsync);
  compare.Same("best_efforts_recovery", wanted.best_efforts_recovery, opened.best_efforts_recovery);
  compare.Same("WAL_ttl_seconds", wanted.WAL_ttl_seconds, opened.WAL_ttl_seconds);
  compare.Same("WAL_size_limit_MB", wanted.WAL_size_limit_MB, opened.WAL_size_limit_MB);
  compare.Same("max_bgerror_resume_count", wanted.max_bgerror_resume_count,
               opened.max_bgerror_resume_count);
  compare.Same("write_buffer_size", wanted.write_buffer_size, opened.write_buffer_size);
  compare.Same("max_total_wal_size", wanted.max_total_wal_size, opened.max_total_wal_size);
  compare.Same("compression", wanted.compression, opened.compression);
  compare.Same("bottommost_compression", wanted.bottommost_compression,
               opened.bottommost_compression);
  compare.Same("filter_policy", FilterName(wanted), FilterName(opened));
  if (compare.different().empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the database was opened with other settings than asked for: ",
                   absl::StrJoin(compare.different(), ", ")));
}

}  // namespace touchstone::storage
