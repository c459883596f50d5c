#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>

#include "services/common/clock.h"
#include "services/training/file_index.h"
#include "services/training/record_appending.h"
#include "storage/kv_store.h"

namespace touchstone::training {

// Follows the feed: a worker who is new, has another name, or went to another company or left, is
// so in the indexes of files, also when nothing is added to his file; the results of a published
// event come into the files of those who took part. It remembers its position; without it, it
// begins at the start. All of the work is done on a strand of `executor`.
class FileFollower {
 public:
  // All references outlive it.
  FileFollower(storage::KvStore& store, const RecordAppending& appending,
               const CertificateTypes& types, const Clock& clock,
               boost::asio::any_io_executor executor);
  // REQUIRES: nothing runs on `executor` any more.
  ~FileFollower();
  FileFollower(const FileFollower&) = delete;
  FileFollower& operator=(const FileFollower&) = delete;

  // How far in the feed the indexes are.
  std::uint64_t position() const { return position_.load(std::memory_order_acquire); }
  // Whether the indexes have all that was committed before this call.
  bool IsCurrent() const {
    return position() >= store_.FeedEnd() && !skipped_.load(std::memory_order_acquire);
  }

 private:
  // All on the strand.
  void TakeIn();
  void Write(std::uint64_t end, storage::WriteBatch batch);
  void Refresh(const std::string& worker, storage::WriteBatch& batch);
  void AddResults(const std::string& event, storage::WriteBatch& batch) const;
  void Post();

  storage::KvStore& store_;
  const RecordAppending& appending_;
  const CertificateTypes& types_;
  const Clock& clock_;
  boost::asio::strand<boost::asio::any_io_executor> strand_;
  std::atomic<std::uint64_t> position_ = 0;
  std::uint64_t remembered_ = 0;  // position in the store
  bool is_writing_ = false;
  std::atomic<bool> is_posted_ = false;  // TakeIn() is under way
  std::atomic<bool> skipped_ = false;    // a worker or file that could not be read
  std::function<void()> unsubscribe_;
};

}  // namespace touchstone::training
