#include "tests/storage/unsynced_loss_fs.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

// RocksDB 7.8 forgets the new memtable when the new log cannot be created; seen by LeakSanitizer.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:rocksdb::DBImpl::SwitchMemtable";
}

namespace touchstone::storage {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

IOStatus NotFollowed() { return IOStatus::NotSupported("not followed by UnsyncedLossFs"); }

}  // namespace

class UnsyncedLossFs::File : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(UnsyncedLossFs* fs, std::string path, std::unique_ptr<rocksdb::FSWritableFile>&& target)
      : FSWritableFileOwnerWrapper(std::move(target)), fs_(fs), path_(std::move(path)) {}

  using FSWritableFileOwnerWrapper::Append;
  using FSWritableFileOwnerWrapper::PositionedAppend;

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    return fs_->AppendTo(*this, data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return fs_->AppendTo(*this, data, options, debug);
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&,
                            IODebugContext*) override {
    return NotFollowed();
  }
  IOStatus PositionedAppend(const Slice&, std::uint64_t, const IOOptions&,
                            const rocksdb::DataVerificationInfo&, IODebugContext*) override {
    return NotFollowed();
  }
  IOStatus Truncate(std::uint64_t, const IOOptions&, IODebugContext*) override {
    return NotFollowed();
  }
  IOStatus Sync(const IOOptions&, IODebugContext*) override { return fs_->Sync(path_); }
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return fs_->Sync(path_); }
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const IOOptions&, IODebugContext*) override {
    return IOStatus::OK();  // promises nothing
  }

  IOStatus WriteThrough(const Slice& data, const IOOptions& options, IODebugContext* debug) {
    return target()->Append(data, options, debug);
  }
  const std::string& path() const { return path_; }

 private:
  UnsyncedLossFs* const fs_;
  const std::string path_;
};

class UnsyncedLossFs::Folder : public rocksdb::FSDirectory {
 public:
  Folder(UnsyncedLossFs* fs, std::string path) : fs_(fs), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return fs_->SyncFolder(path_); }
  IOStatus Close(const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }

 private:
  UnsyncedLossFs* const fs_;
  const std::string path_;
};

UnsyncedLossFs::UnsyncedLossFs(std::string graveyard, std::uint64_t seed)
    : FileSystemWrapper(rocksdb::FileSystem::Default()),
      graveyard_(std::move(graveyard)),
      random_(seed) {}

void UnsyncedLossFs::CutPowerAt(std::uint64_t n) {
  std::lock_guard lock(mutex_);
  cut_at_ = n == 0 ? 0 : operations_ + n;
}

void UnsyncedLossFs::FailOnlyAt(std::uint64_t n) {
  std::lock_guard lock(mutex_);
  fail_at_ = n == 0 ? 0 : operations_ + n;
}

bool UnsyncedLossFs::power_is_off() {
  std::lock_guard lock(mutex_);
  return cut_at_ != 0 && operations_ >= cut_at_;
}

bool UnsyncedLossFs::has_failed() {
  std::lock_guard lock(mutex_);
  return fail_at_ != 0 && operations_ >= fail_at_;
}

IOStatus UnsyncedLossFs::Admit() {
  ++operations_;
  if (cut_at_ != 0 && operations_ >= cut_at_) return IOStatus::IOError("the power is off");
  if (operations_ == fail_at_) return IOStatus::IOError("the planted failure");
  return IOStatus::OK();
}

std::uint64_t UnsyncedLossFs::Random(std::uint64_t from, std::uint64_t to) {
  return std::uniform_int_distribution<std::uint64_t>(from, to)(random_);
}

IOStatus UnsyncedLossFs::AppendTo(File& file, const Slice& data, const IOOptions& options,
                                  IODebugContext* debug) {
  std::lock_guard lock(mutex_);
  const IOStatus admitted = Admit();
  if (cut_at_ != 0 && operations_ >= cut_at_) return admitted;
  const Slice part(data.data(), admitted.ok() ? data.size() : Random(0, data.size()));
  const IOStatus written = file.WriteThrough(part, options, debug);
  if (written.ok()) contents_[file.path()].size += part.size();
  return admitted.ok() ? written : admitted;
}

IOStatus UnsyncedLossFs::Sync(const std::string& path) {
  std::lock_guard lock(mutex_);
  Content& content = contents_[path];
  if (IOStatus admitted = Admit(); !admitted.ok()) {
    content.sync_failed = true;
    return admitted;
  }
  const bool ignored = unsynced_suffix_ && path.ends_with(*unsynced_suffix_);
  if (!ignored && !content.sync_failed) content.synced = content.size;
  return IOStatus::OK();
}

IOStatus UnsyncedLossFs::SyncFolder(const std::string& path) {
  std::lock_guard lock(mutex_);
  if (IOStatus admitted = Admit(); !admitted.ok()) return admitted;
  const std::string folder = std::filesystem::path(path + "/").parent_path().string();
  std::erase_if(changes_, [&](const Change& change) {
    return FolderOf(change.to.empty() ? change.from : change.to) == folder;
  });
  return IOStatus::OK();
}

void UnsyncedLossFs::Bury(const std::string& path, Change& change) {
  std::error_code absent;
  const std::string grave = graveyard_ + "/" + std::to_string(++buried_);
  std::filesystem::rename(path, grave, absent);
  if (absent) return;
  change.buried = grave;
  if (auto content = contents_.extract(path)) change.buried_content = content.mapped();
}

void UnsyncedLossFs::Undo(const Change& change) {
  const std::string& place = change.to.empty() ? change.from : change.to;
  if (!change.to.empty() && !change.from.empty()) {
    std::filesystem::rename(change.to, change.from);
    if (auto content = contents_.extract(change.to)) {
      content.key() = change.from;
      contents_.insert(std::move(content));
    }
  } else if (change.from.empty()) {
    std::filesystem::remove(change.to);
    contents_.erase(change.to);
  }
  if (change.buried.empty()) return;
  std::filesystem::rename(change.buried, place);
  if (change.buried_content) contents_[place] = *change.buried_content;
}

void UnsyncedLossFs::LoseUnsynced() {
  std::lock_guard lock(mutex_);
  const std::uint64_t kept = Random(0, 1) * Random(0, changes_.size());
  for (; changes_.size() > kept; changes_.pop_back()) Undo(changes_.back());
  for (const auto& [path, content] : contents_) {
    if (!std::filesystem::exists(path)) continue;  // written to after its deletion
    const std::uint64_t tail = Random(0, 1) * Random(0, content.size - content.synced);
    std::filesystem::resize_file(path, content.synced + tail);
  }
  contents_.clear();
  changes_.clear();
  cut_at_ = fail_at_ = 0;
  for (const auto& grave : std::filesystem::directory_iterator(graveyard_)) {
    std::filesystem::remove(grave.path());
  }
}

IOStatus UnsyncedLossFs::NewWritableFile(const std::string& path,
                                         const rocksdb::FileOptions& options,
                                         std::unique_ptr<rocksdb::FSWritableFile>* file,
                                         IODebugContext* debug) {
  std::lock_guard lock(mutex_);
  if (IOStatus admitted = Admit(); !admitted.ok()) return admitted;
  Change change{.from = {}, .to = path, .buried = {}, .buried_content = {}};
  Bury(path, change);
  std::unique_ptr<rocksdb::FSWritableFile> created;
  IOStatus status = target()->NewWritableFile(path, options, &created, debug);
  if (!status.ok()) return status;
  changes_.push_back(std::move(change));
  contents_[path] = Content();
  *file = std::make_unique<File>(this, path, std::move(created));
  return status;
}

IOStatus UnsyncedLossFs::NewDirectory(const std::string& path, const IOOptions&,
                                      std::unique_ptr<rocksdb::FSDirectory>* folder,
                                      IODebugContext*) {
  if (!std::filesystem::is_directory(path)) return IOStatus::PathNotFound(path);
  *folder = std::make_unique<Folder>(this, path);
  return IOStatus::OK();
}

IOStatus UnsyncedLossFs::DeleteFile(const std::string& path, const IOOptions&, IODebugContext*) {
  std::lock_guard lock(mutex_);
  if (IOStatus admitted = Admit(); !admitted.ok()) return admitted;
  Change change{.from = path, .to = {}, .buried = {}, .buried_content = {}};
  Bury(path, change);
  if (change.buried.empty()) return IOStatus::PathNotFound(path);
  changes_.push_back(std::move(change));
  return IOStatus::OK();
}

IOStatus UnsyncedLossFs::RenameFile(const std::string& from, const std::string& to,
                                    const IOOptions& options, IODebugContext* debug) {
  std::lock_guard lock(mutex_);
  if (IOStatus admitted = Admit(); !admitted.ok()) return admitted;
  if (!std::filesystem::exists(from)) return IOStatus::PathNotFound(from);
  Change change{.from = from, .to = to, .buried = {}, .buried_content = {}};
  Bury(to, change);
  IOStatus status = target()->RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  changes_.push_back(std::move(change));
  if (auto content = contents_.extract(from)) {
    content.key() = to;
    contents_.insert(std::move(content));
  }
  return status;
}

IOStatus UnsyncedLossFs::ReopenWritableFile(const std::string&, const rocksdb::FileOptions&,
                                            std::unique_ptr<rocksdb::FSWritableFile>*,
                                            IODebugContext*) {
  return NotFollowed();
}

IOStatus UnsyncedLossFs::ReuseWritableFile(const std::string&, const std::string&,
                                           const rocksdb::FileOptions&,
                                           std::unique_ptr<rocksdb::FSWritableFile>*,
                                           IODebugContext*) {
  return NotFollowed();
}

IOStatus UnsyncedLossFs::NewRandomRWFile(const std::string&, const rocksdb::FileOptions&,
                                         std::unique_ptr<rocksdb::FSRandomRWFile>*,
                                         IODebugContext*) {
  return NotFollowed();
}

IOStatus UnsyncedLossFs::LinkFile(const std::string&, const std::string&, const IOOptions&,
                                  IODebugContext*) {
  return NotFollowed();
}

}  // namespace touchstone::storage
