#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/judging/contest.h"
#include "services/judging/sheet_rules.h"
#include "services/judging/sheets.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"
#include "touchstone/v1/ledger.pb.h"

// The one writer of each event's chain. Everything that depends on the order of an event's entries
// or on its set-up is decided here, one thing at a time, while commits of what was decided before
// are still under way: 64 marks in flight on one event never make each other fail.
namespace touchstone::ledger {

// An entry on its way into a chain.
struct Submission {
  std::string bytes;         // the serialised Entry; stored exactly as it is
  v1::Entry entry;           // the same, parsed
  std::string signature;     // of the device over `bytes`; may be empty
  bool quarantined = false;  // the device was shut out: if it is kept, it waits for a decision
  std::string note = {};     // serialised Note that stands beside the chain; empty: none
};

// Reads `bytes` as ParseEntry() does: ENTRY_MALFORMED or TEXT_NOT_UTF8.
absl::StatusOr<Submission> ParseSubmission(std::string bytes, std::string signature);

// Serialises `entry`, deterministically and once. Errors as above.
absl::StatusOr<Submission> MakeSubmission(v1::Entry entry);

// One event as of everything that was decided so far, durable or not. Valid only inside the
// function that it was passed to, on the strand of the event.
class EventView {
 public:
  virtual ~EventView() = default;

  // Who takes part, who marks whom. As of the last durable change.
  virtual const judging::Contest& contest() const = 0;
  // The state that the next entry meets.
  virtual judging::EventState event_state() const = 0;
  // What counts about the entrant; empty sheets when nothing was entered. The pointer holds until
  // the next call. INTERNAL when his history cannot be read.
  virtual absl::StatusOr<const judging::EntrantSheets*> SheetsOf(std::string_view entrant) = 0;
  // Whether the chain has any entry about the entrant.
  virtual absl::StatusOr<bool> HasEntries(std::string_view entrant) = 0;
  // Ids of the entries that wait for a decision, in the order of the chain.
  virtual std::vector<std::string> WaitingEntries() const = 0;
  // Position of the last entry of the chain, 0 for none.
  virtual std::uint64_t last_position() const = 0;
};

// What a change of an event's set-up or state writes, as one commit.
struct EventChange {
  // Resources with their preconditions and feed events. Resources of the event in it are put into
  // the contest as soon as they are durable.
  storage::WriteBatch writes;
  // Optional. An entry with a StateChange, put into the chain by the same commit. Its `event` is
  // filled in; id and author are the caller's.
  std::optional<v1::Entry> entry;
};

struct SequencerLimits {
  // Entrants of one event whose sheets are kept in memory.
  std::size_t entrants = 20'000;
  // Events in memory.
  std::size_t events = 64;
};

// The sequencers of all events. One is made at the first use of its event, by reading the event,
// its contest, the last envelope of the chain and what waits; sheets are read entrant by entrant
// from his history. All of it can be dropped and read again at any time.
//
// Thread-safe. The work of one event runs on a strand of its own on `pool`. The awaitables may be
// awaited on any executor and are resumed there.
class Sequencers {
 public:
  using Receipts = std::vector<absl::StatusOr<v1::Receipt>>;
  using RecordCallback = std::function<void(Receipts)>;

  // All but the limits outlive this; `pool` has been stopped and joined when it is destroyed.
  Sequencers(storage::KvStore& store, boost::asio::thread_pool& pool, const Clock& clock,
             SequencerLimits limits = {});
  ~Sequencers();
  Sequencers(const Sequencers&) = delete;
  Sequencers& operator=(const Sequencers&) = delete;

  // Decides on each submission in order and answers all when they are durable: one answer for each
  // submission, one commit for all. A refused one does not touch the others. The entries of one
  // call, and of calls made one after the other by one thread, get their positions in that order.
  //
  // An entry with an id that the chain holds is answered as the first time when the bytes are the
  // same, and refused with ENTRY_ID_REUSED otherwise. Refusals are those of the sheet rules;
  // RESOURCE_NOT_FOUND when there is no such event, CONCURRENT_CHANGE (nothing was written: try
  // again) and COMMIT_OUTCOME_UNKNOWN (repeat with the same ids) concern the whole call.
  boost::asio::awaitable<Receipts> Record(std::string event, std::vector<Submission> submissions);
  // The same, with `done` called on a thread of the store or the pool; it must be quick.
  void Record(std::string event, std::vector<Submission> submissions, RecordCallback done);
  // One entry.
  boost::asio::awaitable<absl::StatusOr<v1::Receipt>> Record(std::string event,
                                                             Submission submission);

  // Runs `read` on the strand and answers when everything that it could have seen is durable.
  boost::asio::awaitable<absl::Status> Read(std::string event,
                                            std::function<absl::Status(EventView&)> read);

  // Runs `decide` on the strand, commits what it returns, brings the contest up to date and answers
  // with the feed position. Changes of one event follow each other: `decide` may read the event's
  // resources from the store and sees every change before it. Errors of `decide` are passed on and
  // nothing is written. CONCURRENT_CHANGE when a precondition of the batch did not hold.
  boost::asio::awaitable<absl::StatusOr<std::uint64_t>> Change(
      std::string event, std::function<absl::StatusOr<EventChange>(EventView&)> decide);

 private:
  class Sequencer;
  struct Shared;

  std::shared_ptr<Sequencer> Find(const std::string& event);

  std::unique_ptr<Shared> shared_;
};

}  // namespace touchstone::ledger
