#include "services/ledger/sequencer.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/common/await_callback.h"
#include "services/common/errors.h"
#include "services/judging/judging_convert.h"
#include "services/ledger/entry.h"
#include "services/ledger/event_memory.h"

namespace touchstone::ledger {
namespace {

namespace asio = boost::asio;

absl::Status CommitError(const absl::Status& status) {
  return absl::IsAborted(status) ? MakeError(Reason::CONCURRENT_CHANGE)
                                 : MakeError(Reason::COMMIT_OUTCOME_UNKNOWN);
}

}  // namespace

absl::StatusOr<Submission> ParseSubmission(std::string bytes, std::string signature) {
  auto entry = ParseEntry(bytes);
  if (!entry.ok()) return entry.status();
  return Submission{std::move(bytes), *std::move(entry), std::move(signature)};
}

absl::StatusOr<Submission> MakeSubmission(v1::Entry entry) {
  if (absl::Status valid = judging::ValidateEntry(entry); !valid.ok()) return valid;
  Submission submission;
  {
    google::protobuf::io::StringOutputStream stream(&submission.bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    entry.SerializeToCodedStream(&coded);
  }
  submission.entry = std::move(entry);
  return submission;
}

struct Sequencers::Shared {
  storage::KvStore& store;
  asio::thread_pool& pool;
  const Clock& clock;
  const SequencerLimits limits;

  struct Slot {
    std::shared_ptr<Sequencer> sequencer;
    std::uint64_t last_use = 0;
  };
  std::mutex mutex;
  std::map<std::string, Slot> events;  // guarded by mutex
  std::uint64_t uses = 0;              // guarded by mutex
};

// One event. Its memory is touched on the strand only; the two atomics are written by the store's
// thread, in the order of the commits.
class Sequencers::Sequencer : public std::enable_shared_from_this<Sequencer> {
 public:
  using ReadFunction = std::function<absl::Status(EventView&)>;
  using ChangeFunction = std::function<absl::StatusOr<EventChange>(EventView&)>;
  using StatusCallback = std::function<void(absl::Status)>;
  using PositionCallback = std::function<void(absl::StatusOr<std::uint64_t>)>;

  Sequencer(Shared& shared, std::string event)
      : shared_(shared), event_(std::move(event)), strand_(asio::make_strand(shared.pool)) {}

  void Record(std::vector<Submission> submissions, RecordCallback done) {
    {
      std::lock_guard lock(inbox_mutex_);
      inbox_.push_back({std::move(submissions), std::move(done)});
      if (inbox_.size() > 1) return;  // the strand knows
    }
    asio::post(strand_, [self = shared_from_this()] { self->RecordWaiting(); });
  }

  void Read(ReadFunction read, StatusCallback done) {
    asio::post(strand_, [self = shared_from_this(), read = std::move(read),
                         done = std::move(done)] { self->ReadNow(read, done); });
  }

  void Change(ChangeFunction decide, PositionCallback done) {
    asio::post(strand_, [self = shared_from_this(), decide = std::move(decide),
                         done = std::move(done)]() mutable {
      self->changes_.push_back({std::move(decide), std::move(done)});
      if (self->changes_.size() == 1) self->ChangeNow();
    });
  }

 private:
  struct WaitingRecord {
    std::vector<Submission> submissions;
    RecordCallback done;
    Receipts receipts = {};
  };
  struct WaitingChange {
    ChangeFunction decide;
    PositionCallback done;
  };

  // Makes the memory what the store and the commits under way say.
  absl::Status Prepare() {
    if (memory_ != nullptr && failed_generation_.load(std::memory_order_acquire) < generation_) {
      memory_->ForgetDurable(durable_position_.load(std::memory_order_acquire));
      return absl::OkStatus();
    }
    memory_.reset();
    ++generation_;
    auto loaded = EventMemory::Load(shared_.store, event_, shared_.limits.entrants);
    if (!loaded.ok()) return loaded.status();
    memory_ = *std::move(loaded);
    return absl::OkStatus();
  }

  // Posts `batch` and passes on how it went, in the order of the calls. What was decided after an
  // entry whose commit failed rests on something that never was and fails too; for batches with
  // entries the store sees to it, since each expects the envelope before.
  void Commit(storage::WriteBatch batch, PositionCallback done) {
    const std::uint64_t position = memory_->last_position();
    shared_.store.Commit(
        std::move(batch), [self = shared_from_this(), generation = generation_, position,
                           done = std::move(done)](absl::StatusOr<std::uint64_t> committed) {
          if (self->failed_generation_.load(std::memory_order_relaxed) >= generation) {
            done(MakeError(Reason::CONCURRENT_CHANGE));
          } else if (!committed.ok()) {
            self->failed_generation_.store(generation, std::memory_order_release);
            done(CommitError(committed.status()));
          } else {
            self->durable_position_.store(position, std::memory_order_release);
            done(committed);
          }
        });
  }

  // Takes every call that came in since the strand was here last, as one commit.
  void RecordWaiting() {
    std::vector<WaitingRecord> calls;
    {
      std::lock_guard lock(inbox_mutex_);
      calls.swap(inbox_);
    }
    if (absl::Status prepared = Prepare(); !prepared.ok()) return Refuse(calls, prepared);
    storage::WriteBatch batch;
    memory_->ExpectHead(batch);
    for (WaitingRecord& call : calls) {
      call.receipts.reserve(call.submissions.size());
      for (const Submission& submission : call.submissions) {
        call.receipts.push_back(memory_->Take(submission, shared_.clock.Now(), batch));
      }
      call.submissions.clear();
    }
    const std::uint64_t appended = batch.appends().size();
    // One hand-over to the pool for all calls, so that the store's thread goes on with the next
    // commit.
    Commit(std::move(batch), [&pool = shared_.pool, calls = std::move(calls),
                              appended](absl::StatusOr<std::uint64_t> committed) mutable {
      asio::post(pool, [calls = std::move(calls), appended, committed]() mutable {
        Answer(calls, appended, committed);
      });
    });
  }

  static void Answer(std::vector<WaitingRecord>& calls, std::uint64_t appended,
                     const absl::StatusOr<std::uint64_t>& committed) {
    if (!committed.ok()) return Refuse(calls, committed.status());
    std::uint64_t position = *committed - appended;
    for (WaitingRecord& call : calls) {
      for (absl::StatusOr<v1::Receipt>& receipt : call.receipts) {
        if (!receipt.ok()) continue;
        // An entry of this batch has no feed position yet; a repeated one is somewhere before.
        const bool is_new = receipt->feed_position() == EventMemory::kNewEntry;
        receipt->set_feed_position(is_new ? ++position : *committed);
      }
      call.done(std::move(call.receipts));
    }
  }

  static void Refuse(std::vector<WaitingRecord>& calls, const absl::Status& status) {
    for (WaitingRecord& call : calls) {
      call.done(Receipts(std::max(call.submissions.size(), call.receipts.size()), status));
    }
  }

  void ReadNow(const ReadFunction& read, const StatusCallback& done) {
    if (absl::Status prepared = Prepare(); !prepared.ok()) return done(prepared);
    absl::Status result = read(*memory_);
    Commit(storage::WriteBatch(), [result = std::move(result), done](const auto& committed) {
      done(committed.ok() ? result : committed.status());
    });
  }

  // Decides on the first waiting change; the others wait until it is in the contest.
  void ChangeNow() {
    auto change = Decide(changes_.front().decide);
    if (!change.ok()) return FinishChange(change.status());
    auto writes =
        std::make_shared<std::vector<storage::WriteBatch::Write>>(change->writes.writes());
    const auto finish = [self = shared_from_this(), writes](absl::StatusOr<std::uint64_t> result) {
      asio::post(self->strand_, [self, writes, result] {
        if (result.ok()) self->PutResources(*writes);
        self->FinishChange(result);
      });
    };
    if (change->entry) return Commit(std::move(change->writes), finish);
    // Nothing in memory rests on it: if it fails, it fails alone.
    shared_.store.Commit(std::move(change->writes), [finish](absl::StatusOr<std::uint64_t> result) {
      finish(result.ok() ? result : CommitError(result.status()));
    });
  }

  absl::StatusOr<EventChange> Decide(const ChangeFunction& decide) {
    if (absl::Status prepared = Prepare(); !prepared.ok()) return prepared;
    auto change = decide(*memory_);
    if (!change.ok() || !change->entry) return change;
    change->entry->set_event(event_);
    auto submission = MakeSubmission(*change->entry);
    if (!submission.ok()) return submission.status();
    memory_->ExpectHead(change->writes);
    auto receipt = memory_->Take(*submission, shared_.clock.Now(), change->writes);
    if (!receipt.ok()) return receipt.status();
    return change;
  }

  void PutResources(const std::vector<storage::WriteBatch::Write>& writes) {
    if (memory_ == nullptr) return;
    for (const auto& [key, value] : writes) {
      if (!value || memory_->PutResource(key, *value).ok()) continue;
      memory_.reset();  // read again at the next use, with the error for whoever comes then
      return;
    }
  }

  void FinishChange(const absl::StatusOr<std::uint64_t>& result) {
    PositionCallback done = std::move(changes_.front().done);
    changes_.pop_front();
    done(result);
    if (!changes_.empty()) {
      asio::post(strand_, [self = shared_from_this()] { self->ChangeNow(); });
    }
  }

  Shared& shared_;
  const std::string event_;
  asio::strand<asio::thread_pool::executor_type> strand_;
  std::mutex inbox_mutex_;
  std::vector<WaitingRecord> inbox_;  // guarded by inbox_mutex_
  std::unique_ptr<EventMemory> memory_;
  std::deque<WaitingChange> changes_;  // the first one is under way
  std::uint64_t generation_ = 0;       // counts loads of the memory

  std::atomic<std::uint64_t> failed_generation_{0};
  std::atomic<std::uint64_t> durable_position_{0};
};

Sequencers::Sequencers(storage::KvStore& store, asio::thread_pool& pool, const Clock& clock,
                       SequencerLimits limits)
    : shared_(new Shared{store, pool, clock, limits, {}, {}, 0}) {}

Sequencers::~Sequencers() {
  // Answers come in order: after this one no callback holds a sequencer any more.
  (void)shared_->store.CommitSync(storage::WriteBatch());
}

std::shared_ptr<Sequencers::Sequencer> Sequencers::Find(const std::string& event) {
  std::lock_guard lock(shared_->mutex);
  Shared::Slot& slot = shared_->events[event];
  slot.last_use = ++shared_->uses;
  if (slot.sequencer != nullptr) return slot.sequencer;
  slot.sequencer = std::make_shared<Sequencer>(*shared_, event);
  auto found = slot.sequencer;
  if (shared_->events.size() > shared_->limits.events) {
    // Two sequencers of one event would make each other fail: only one that nobody holds may go.
    auto oldest = shared_->events.end();
    for (auto each = shared_->events.begin(); each != shared_->events.end(); ++each) {
      if (each->second.sequencer.use_count() > 1) continue;
      if (oldest == shared_->events.end() || each->second.last_use < oldest->second.last_use) {
        oldest = each;
      }
    }
    if (oldest != shared_->events.end()) shared_->events.erase(oldest);
  }
  return found;
}

void Sequencers::Record(std::string event, std::vector<Submission> submissions,
                        RecordCallback done) {
  Find(event)->Record(std::move(submissions), std::move(done));
}

asio::awaitable<Sequencers::Receipts> Sequencers::Record(std::string event,
                                                         std::vector<Submission> submissions) {
  return AwaitCallback<Receipts>(
      [sequencer = Find(event), submissions = std::move(submissions)](RecordCallback done) mutable {
        sequencer->Record(std::move(submissions), std::move(done));
      });
}

asio::awaitable<absl::StatusOr<v1::Receipt>> Sequencers::Record(std::string event,
                                                                Submission submission) {
  std::vector<Submission> submissions;
  submissions.push_back(std::move(submission));
  Receipts receipts = co_await Record(std::move(event), std::move(submissions));
  co_return std::move(receipts.front());
}

asio::awaitable<absl::Status> Sequencers::Read(std::string event,
                                               std::function<absl::Status(EventView&)> read) {
  return AwaitCallback<absl::Status>(
      [sequencer = Find(event), read = std::move(read)](Sequencer::StatusCallback done) mutable {
        sequencer->Read(std::move(read), std::move(done));
      });
}

asio::awaitable<absl::StatusOr<std::uint64_t>> Sequencers::Change(
    std::string event, std::function<absl::StatusOr<EventChange>(EventView&)> decide) {
  return AwaitCallback<absl::StatusOr<std::uint64_t>>(
      [sequencer = Find(event),
       decide = std::move(decide)](Sequencer::PositionCallback done) mutable {
        sequencer->Change(std::move(decide), std::move(done));
      });
}

}  // namespace touchstone::ledger
