#pragma once

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include "services/ledger/sequencer.h"
#include "storage/keys.h"
#include "storage/kv_store.h"

namespace touchstone {

// A store that does what another one does; faults are planted by overriding.
class ForwardingStore : public storage::KvStore {
 public:
  explicit ForwardingStore(storage::KvStore& inner) : inner_(inner) {}
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    return inner_.Get(key);
  }
  absl::Status Scan(std::string_view begin, std::string_view end,
                    const Visitor& visit) const override {
    return inner_.Scan(begin, end, visit);
  }
  absl::Status ScanBackward(std::string_view begin, std::string_view end,
                            const Visitor& visit) const override {
    return inner_.ScanBackward(begin, end, visit);
  }
  void Commit(storage::WriteBatch batch, CommitCallback done) override {
    inner_.Commit(std::move(batch), std::move(done));
  }
  absl::StatusOr<std::vector<storage::FeedEvent>> ReadFeed(std::uint64_t after,
                                                           std::size_t limit) const override {
    return inner_.ReadFeed(after, limit);
  }
  std::uint64_t FeedEnd() const override { return inner_.FeedEnd(); }
  std::function<void()> SubscribeFeed(std::function<void(std::uint64_t)> advanced) override {
    return inner_.SubscribeFeed(std::move(advanced));
  }

 protected:
  storage::KvStore& inner_;
};

// Sequencers with threads of their own, and calls that wait.
class RunningSequencers {
 public:
  explicit RunningSequencers(storage::KvStore& store, ledger::SequencerLimits limits = {})
      : pool_(2), sequencers_(std::make_unique<ledger::Sequencers>(store, pool_, clock_, limits)) {}
  ~RunningSequencers() {
    pool_.join();
    sequencers_.reset();
  }

  std::future<ledger::Sequencers::Receipts> Post(std::vector<v1::Entry> entries) {
    auto promise = std::make_shared<std::promise<ledger::Sequencers::Receipts>>();
    std::vector<ledger::Submission> submissions;
    for (v1::Entry& entry : entries) {
      submissions.push_back(ledger::MakeSubmission(std::move(entry)).value());
    }
    const std::string event = submissions.front().entry.event();
    sequencers_->Record(event, std::move(submissions),
                        [promise](auto receipts) { promise->set_value(std::move(receipts)); });
    return promise->get_future();
  }
  absl::StatusOr<v1::Receipt> Record(v1::Entry entry) { return Post({std::move(entry)}).get()[0]; }

  absl::Status Read(const std::string& event,
                    std::function<absl::Status(ledger::EventView&)> read) {
    return PostRead(event, std::move(read)).get();
  }
  std::future<absl::Status> PostRead(const std::string& event,
                                     std::function<absl::Status(ledger::EventView&)> read) {
    return boost::asio::co_spawn(pool_, sequencers_->Read(event, std::move(read)),
                                 boost::asio::use_future);
  }
  using Decide = std::function<absl::StatusOr<ledger::EventChange>(ledger::EventView&)>;
  std::future<absl::StatusOr<std::uint64_t>> PostChange(const std::string& event, Decide decide) {
    return boost::asio::co_spawn(pool_, sequencers_->Change(event, std::move(decide)),
                                 boost::asio::use_future);
  }
  absl::StatusOr<std::uint64_t> Change(const std::string& event, Decide decide) {
    return PostChange(event, std::move(decide)).get();
  }

  FakeClock& clock() { return clock_; }

 private:
  FakeClock clock_;
  boost::asio::thread_pool pool_;
  std::unique_ptr<ledger::Sequencers> sequencers_;
};

// All envelopes of an event, as they are stored.
inline std::vector<std::string> EnvelopesOf(const storage::KvStore& store,
                                            const std::string& event) {
  std::vector<std::string> envelopes;
  const std::string prefix = storage::keys::EnvelopePrefix(event);
  (void)store.Scan(prefix, storage::PrefixEnd(prefix), [&](auto, std::string_view value) {
    envelopes.emplace_back(value);
    return true;
  });
  return envelopes;
}

}  // namespace touchstone
