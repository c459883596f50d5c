#include "storage/rocksdb_store.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/listener.h"
#include "rocksdb/write_batch.h"
#include "storage/rocksdb_keys.h"
#include "storage/rocksdb_settings.h"
#include "storage/rocksdb_status.h"

namespace touchstone::storage {
namespace {

constexpr std::chrono::seconds kWitnessPeriod{1};

// Whatever kept stored bytes from being read, they are lost to the caller.
absl::Status Unreadable(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the store is unreadable: ", status.ToString()));
}

// A range of stored keys; keeps the bounds alive that an iterator only refers to.
class Range {
 public:
  Range(std::string begin, std::string end) : begin_(std::move(begin)), end_(std::move(end)) {
    begin_slice_ = begin_;
    end_slice_ = end_;
    options_.iterate_lower_bound = &begin_slice_;
    options_.iterate_upper_bound = &end_slice_;
  }
  Range(const Range&) = delete;
  Range& operator=(const Range&) = delete;

  bool empty() const { return end_ <= begin_; }
  std::unique_ptr<rocksdb::Iterator> Iterate(rocksdb::DB& db) const {
    return std::unique_ptr<rocksdb::Iterator>(db.NewIterator(options_));
  }

 private:
  const std::string begin_;
  const std::string end_;
  rocksdb::Slice begin_slice_;
  rocksdb::Slice end_slice_;
  rocksdb::ReadOptions options_;
};

}  // namespace

class RocksDbStore::BackgroundErrors : public rocksdb::EventListener {
 public:
  explicit BackgroundErrors(Committer* committer) : committer_(committer) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    if (error->severity() < rocksdb::Status::kHardError || error->IsNoSpace()) return;
    committer_->Fail(FromRocksDb("background work", *error));
  }

 private:
  Committer* const committer_;
};

RocksDbStore::RocksDbStore(Options options)
    : options_(std::move(options)),
      env_(options_.env != nullptr ? options_.env : rocksdb::Env::Default()),
      files_(env_->GetFileSystem()),
      witness_path_(options_.path + "/head_witness"),
      committer_(this, options_.on_fatal, options_.group_limits) {}

RocksDbStore::~RocksDbStore() {
  committer_.Stop();
  if (witness_thread_.joinable()) {
    {
      std::lock_guard lock(witness_mutex_);
      closing_ = true;
    }
    witness_wake_.notify_one();
    witness_thread_.join();
  }
  db_.reset();
  if (lock_ != nullptr) files_->UnlockFile(lock_, rocksdb::IOOptions(), nullptr);
}

absl::StatusOr<std::unique_ptr<RocksDbStore>> RocksDbStore::Open(Options options) {
  std::unique_ptr<RocksDbStore> store(new RocksDbStore(std::move(options)));
  if (absl::Status locked = store->LockFolder(); !locked.ok()) return locked;
  const auto witness = ReadHeadWitness(*store->files_, store->witness_path_);
  if (!witness.ok()) return witness.status();
  // A store that has a witness once existed: never begin an empty one in its place.
  const bool create = !witness->has_value();
  if (absl::Status opened = store->OpenDatabase(create); !opened.ok()) return opened;
  if (absl::Status known = store->CheckFormat(); !known.ok()) return known;
  if (absl::Status started = store->Start(*witness); !started.ok()) return started;
  return store;
}

absl::Status RocksDbStore::LockFolder() {
  const rocksdb::IOOptions io;
  rocksdb::IOStatus status = files_->CreateDirIfMissing(options_.path, io, nullptr);
  if (!status.ok()) {
    return FromRocksDb(absl::StrCat("creating the folder ", options_.path), status);
  }
  status = files_->LockFile(options_.path + "/LOCK", io, &lock_, nullptr);
  if (status.ok()) return absl::OkStatus();
  lock_ = nullptr;
  return absl::FailedPreconditionError(
      absl::StrCat("the store ", options_.path, " cannot be locked; is another server using it? (",
                   status.ToString(), ")"));
}

absl::Status RocksDbStore::OpenDatabase(bool create) {
  rocksdb::Options settings = StoreSettings(options_.write_buffer_bytes, options_.cache_bytes);
  settings.env = env_;
  settings.create_if_missing = create;
  settings.listeners.push_back(std::make_shared<BackgroundErrors>(&committer_));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(settings, options_.path + "/rocksdb", &db);
  db_.reset(db);
  if (!opened.ok()) {
    return FromRocksDb(absl::StrCat("opening the store ", options_.path), opened);
  }
  return CheckSettings(settings, db_->GetOptions());
}

absl::Status RocksDbStore::CheckFormat() {
  std::string version;
  const rocksdb::Status read = db_->Get(rocksdb::ReadOptions(), kFormatKey, &version);
  if (read.ok()) {
    if (version == kFormatVersion) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("the store ", options_.path, " has format version '", version,
                     "'; this program knows only version ", kFormatVersion));
  }
  if (!read.IsNotFound()) return Unreadable(read);
  const std::unique_ptr<rocksdb::Iterator> any(db_->NewIterator(rocksdb::ReadOptions()));
  any->SeekToFirst();
  if (any->Valid()) {
    return absl::FailedPreconditionError(
        absl::StrCat(options_.path, " holds a database that is not a touchstone store"));
  }
  if (!any->status().ok()) return Unreadable(any->status());
  return FromRocksDb("creating the store", db_->Put(SyncedWrite(), kFormatKey, kFormatVersion));
}

absl::StatusOr<std::uint64_t> RocksDbStore::FindFeedEnd() const {
  const Range feed(FeedKey(0), FeedKeysEnd());
  const auto last = feed.Iterate(*db_);
  last->SeekToLast();
  if (!last->Valid()) {
    if (!last->status().ok()) return Unreadable(last->status());
    return std::uint64_t{0};
  }
  const std::optional<std::uint64_t> position = FeedPosition(last->key().ToStringView());
  if (!position) return absl::DataLossError("the last key of the feed is malformed");
  return *position;
}

absl::Status RocksDbStore::Start(const std::optional<Head>& witness) {
  const absl::StatusOr<std::uint64_t> feed_end = FindFeedEnd();
  if (!feed_end.ok()) return feed_end.status();
  const Head head{db_->GetLatestSequenceNumber(), *feed_end};
  if (witness) {
    if (absl::Status ahead = CheckAgainstWitness(*witness, head); !ahead.ok()) return ahead;
  }
  durable_sequence_.store(head.sequence);
  if (absl::Status written = WriteHeadWitness(*files_, witness_path_, head); !written.ok()) {
    return written;
  }
  witness_ = head;
  committer_.Start(*feed_end);
  witness_thread_ = std::thread([this] { KeepWitness(); });
  return absl::OkStatus();
}

void RocksDbStore::KeepWitness() {
  std::unique_lock lock(witness_mutex_);
  while (true) {
    const bool closing = witness_wake_.wait_for(lock, kWitnessPeriod, [&] { return closing_; });
    // Both numbers only grow, so a pair that was read between two commits is a sound lower bound.
    const Head head{durable_sequence_.load(), committer_.FeedEnd()};
    if (head != witness_) {
      const absl::Status written = WriteHeadWitness(*files_, witness_path_, head);
      if (written.ok())
        witness_ = head;
      else if (!absl::IsResourceExhausted(written))
        committer_.Fail(written);
    }
    if (closing) return;
  }
}

absl::StatusOr<std::optional<std::string>> RocksDbStore::Get(std::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions(), DataKey(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return Unreadable(status);
  return value;
}

absl::Status RocksDbStore::Scan(std::string_view begin, std::string_view end,
                                const Visitor& visit) const {
  const Range range(DataKey(begin), end.empty() ? DataKeysEnd() : DataKey(end));
  if (range.empty()) return absl::OkStatus();
  const auto at = range.Iterate(*db_);
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    if (!visit(DataKeyOf(at->key().ToStringView()), at->value().ToStringView())) break;
  }
  return Unreadable(at->status());
}

absl::Status RocksDbStore::ScanBackward(std::string_view begin, std::string_view end,
                                        const Visitor& visit) const {
  const Range range(DataKey(begin), end.empty() ? DataKeysEnd() : DataKey(end));
  if (range.empty()) return absl::OkStatus();
  const auto at = range.Iterate(*db_);
  for (at->SeekToLast(); at->Valid(); at->Prev()) {
    if (!visit(DataKeyOf(at->key().ToStringView()), at->value().ToStringView())) break;
  }
  return Unreadable(at->status());
}

void RocksDbStore::Commit(WriteBatch batch, CommitCallback done) {
  committer_.Submit(std::move(batch), std::move(done));
}

absl::Status RocksDbStore::ApplyDurably(std::span<const WriteBatch* const> batches,
                                        std::uint64_t first_position) {
  rocksdb::WriteBatch group;
  std::uint64_t position = first_position;
  for (const WriteBatch* batch : batches) {
    for (const auto& [key, value] : batch->writes()) {
      const std::string stored = DataKey(key);
      const rocksdb::Status added = value ? group.Put(stored, *value) : group.Delete(stored);
      if (!added.ok()) return FromRocksDb("committing", added);
    }
    for (const auto& [type, payload] : batch->appends()) {
      const rocksdb::Status added = group.Put(FeedKey(position++), FeedValue(type, payload));
      if (!added.ok()) return FromRocksDb("committing", added);
    }
  }
  const rocksdb::Status written = db_->Write(SyncedWrite(), &group);
  if (!written.ok()) return FromRocksDb("committing", written);
  durable_sequence_.store(db_->GetLatestSequenceNumber());
  return absl::OkStatus();
}

absl::StatusOr<std::vector<FeedEvent>> RocksDbStore::ReadFeed(std::uint64_t after,
                                                              std::size_t limit) const {
  const std::uint64_t end = FeedEnd();
  std::vector<FeedEvent> events;
  if (after >= end) return events;
  const std::uint64_t last = after + std::min<std::uint64_t>(limit, end - after);
  events.reserve(last - after);
  const Range range(FeedKey(after + 1), FeedKeysEnd());
  const auto at = range.Iterate(*db_);
  for (at->SeekToFirst(); at->Valid() && after < last; at->Next()) {
    ++after;
    auto event = ParseFeedValue(at->value().ToStringView());
    if (FeedPosition(at->key().ToStringView()) != after || !event) {
      return absl::DataLossError(absl::StrCat("the feed is damaged at position ", after));
    }
    event->position = after;
    events.push_back(*std::move(event));
  }
  if (!at->status().ok()) return Unreadable(at->status());
  if (after != last) {
    return absl::DataLossError(absl::StrCat("the feed ends at position ", after, ", not ", end));
  }
  return events;
}

std::uint64_t RocksDbStore::FeedEnd() const { return committer_.FeedEnd(); }

std::function<void()> RocksDbStore::SubscribeFeed(std::function<void(std::uint64_t end)> advanced) {
  return committer_.SubscribeFeed(std::move(advanced));
}

}  // namespace touchstone::storage
