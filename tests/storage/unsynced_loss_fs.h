#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "rocksdb/file_system.h"

namespace touchstone::storage {

// A file system whose power can be cut. Files lie on the machine's own file system, and nothing is
// really synced; this class remembers what *was asked* to be synced, and after a cut takes the rest
// away:
//   - of each file, what was written since its last sync, but for a random first part;
//   - of each folder, the creations, renames and deletions since its last sync, but for a random
//     first part of them.
// A file whose sync failed keeps nothing more for good, as on Linux, where the failed pages count
// as clean. Bytes are lost from the end only: file systems that order data before size leave no
// holes. Thread-safe, but see LoseUnsynced.
//
// Only appending, creating, renaming, deleting and syncing count as *operations*.
class UnsyncedLossFs : public rocksdb::FileSystemWrapper {
 public:
  // `graveyard` is an empty folder on the same device for what may have to come back.
  UnsyncedLossFs(std::string graveyard, std::uint64_t seed);

  // Cuts the power at the n-th operation from now: it and all later ones fail. 0: never.
  void CutPowerAt(std::uint64_t n);
  // Only the n-th operation from now fails; an append then writes a random part. 0: none.
  void FailOnlyAt(std::uint64_t n);
  // Plants the fault "sync off": syncs of files whose names end with `suffix` succeed and do
  // nothing. Before first use.
  void IgnoreSyncsOf(std::string suffix) { unsynced_suffix_ = std::move(suffix); }

  bool power_is_off();
  // Whether the operation of FailOnlyAt has come.
  bool has_failed();

  // The power cut itself, then the power is back and no fault is set. All files must be closed.
  void LoseUnsynced();

  const char* Name() const override { return "UnsyncedLossFs"; }
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  // Ways to write that this class doesn't follow: refused, so that nothing goes unseen.
  rocksdb::IOStatus ReopenWritableFile(const std::string&, const rocksdb::FileOptions&,
                                       std::unique_ptr<rocksdb::FSWritableFile>*,
                                       rocksdb::IODebugContext*) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string&, const std::string&,
                                      const rocksdb::FileOptions&,
                                      std::unique_ptr<rocksdb::FSWritableFile>*,
                                      rocksdb::IODebugContext*) override;
  rocksdb::IOStatus NewRandomRWFile(const std::string&, const rocksdb::FileOptions&,
                                    std::unique_ptr<rocksdb::FSRandomRWFile>*,
                                    rocksdb::IODebugContext*) override;
  rocksdb::IOStatus LinkFile(const std::string&, const std::string&, const rocksdb::IOOptions&,
                             rocksdb::IODebugContext*) override;

 private:
  class File;
  class Folder;

  struct Content {
    std::uint64_t size = 0;
    std::uint64_t synced = 0;
    bool sync_failed = false;
  };
  // A change of a folder that its next sync makes durable.
  struct Change {
    std::string from;    // empty: `to` was created
    std::string to;      // empty: `from` was deleted
    std::string buried;  // where the file that was deleted or replaced lies; empty: none
    std::optional<Content> buried_content;
  };

  // Counts an operation and says whether it may be done. Needs mutex_, as the next ones do.
  rocksdb::IOStatus Admit();
  std::uint64_t Random(std::uint64_t from, std::uint64_t to);
  void Bury(const std::string& path, Change& change);
  void Undo(const Change& change);

  // What the open files and folders call; these take mutex_.
  rocksdb::IOStatus AppendTo(File& file, const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug);
  rocksdb::IOStatus Sync(const std::string& path);
  rocksdb::IOStatus SyncFolder(const std::string& path);

  const std::string graveyard_;
  std::optional<std::string> unsynced_suffix_;

  std::mutex mutex_;
  std::mt19937_64 random_;
  std::map<std::string, Content> contents_;  // files not listed are wholly durable
  std::vector<Change> changes_;
  std::uint64_t operations_ = 0;
  std::uint64_t cut_at_ = 0;
  std::uint64_t fail_at_ = 0;
  std::uint64_t buried_ = 0;
};

}  // namespace touchstone::storage
