#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/ledger/entry.h"
#include "services/ledger/fold.h"
#include "services/ledger/sequencer.h"

namespace touchstone::ledger {

// What the sequencer of one event knows: the store's state, and on top of it the entries whose
// commits are under way. Reads the store, never writes it. Not thread-safe: of the strand.
class EventMemory final : public EventView {
 public:
  // As the feed position of a receipt: the entry is in the batch, its position is not known yet.
  static constexpr std::uint64_t kNewEntry = std::numeric_limits<std::uint64_t>::max();

  // Reads the event. Keeps the sheets of up to `most_entrants`, and of those with entries under
  // way. RESOURCE_NOT_FOUND when there is no such event, STORE_READ_FAILED.
  static absl::StatusOr<std::unique_ptr<EventMemory>> Load(const storage::KvStore& store,
                                                           std::string event,
                                                           std::size_t most_entrants);

  // Adds the precondition that the chain ends where this memory thinks it does. Before the first
  // Take() of each batch.
  void ExpectHead(storage::WriteBatch& batch) const;

  // Decides on an entry. When it is kept, its envelope, indexes and feed event are added to
  // `batch`, and the memory goes on as if `batch` were durable. An entry that was kept before adds
  // nothing and gets its receipt again. An error changes neither.
  absl::StatusOr<v1::Receipt> Take(const Submission& submission, Time now,
                                   storage::WriteBatch& batch);

  // Says that entries up to `position` are in the store.
  void ForgetDurable(std::uint64_t position);

  // A resource of the event that is now in the store.
  absl::Status PutResource(std::string_view key, std::string_view value);

  const judging::Contest& contest() const override { return contest_; }
  judging::EventState event_state() const override { return state_; }
  absl::StatusOr<const judging::EntrantSheets*> SheetsOf(std::string_view entrant) override;
  absl::StatusOr<bool> HasEntries(std::string_view entrant) override;
  std::vector<std::string> WaitingEntries() const override;
  std::uint64_t last_position() const override { return head_.position; }

 private:
  struct HeldEntrant {
    EntrantFold fold;
    std::uint64_t last_position = 0;  // of the last entry about him
    std::list<std::string>::iterator use;
  };
  struct InFlight {
    std::uint64_t position;
    std::string entry_id;
  };
  struct Kept {
    std::string bytes;
    v1::Receipt receipt;
  };
  struct StoredEnvelope {
    v1::Envelope envelope;
    std::string bytes;
  };
  struct Waiting {
    std::uint64_t position;
    std::string entrant;
  };

  EventMemory(const storage::KvStore& store, std::string event, std::size_t most_entrants)
      : store_(store), event_(std::move(event)), most_entrants_(most_entrants) {}

  absl::Status LoadHead();
  absl::Status LoadWaiting();
  absl::StatusOr<HeldEntrant*> Hold(std::string_view entrant);
  void DropIdleEntrants();
  // Folds the entrant's history up to and including `last_position`.
  absl::Status FoldHistory(std::string_view entrant, std::uint64_t last_position,
                           HeldEntrant& held) const;
  absl::StatusOr<StoredEnvelope> ReadEnvelope(std::uint64_t position) const;

  // The receipt of an entry that the chain has, nullopt for a new one, ENTRY_ID_REUSED.
  absl::StatusOr<std::optional<v1::Receipt>> FindKept(const Submission& submission) const;
  // The receipt as it was: the entrant is folded up to the entry.
  absl::StatusOr<v1::Receipt> ReceiptAgain(const StoredEnvelope& stored,
                                           const v1::Entry& entry) const;
  absl::StatusOr<std::string> EntrantOfEntry(const v1::Entry& entry) const;
  void Write(const v1::Entry& entry, const v1::Envelope& envelope, std::string bytes,
             storage::WriteBatch& batch);

  const storage::KvStore& store_;
  const std::string event_;
  const std::size_t most_entrants_;

  judging::Contest contest_;
  judging::EventState state_ = judging::EventState::kDraft;
  ChainHead head_;
  std::string last_envelope_;  // empty for an empty chain
  std::unordered_map<std::string, HeldEntrant> entrants_;
  std::list<std::string> uses_;                          // the entrant used last comes first
  std::map<std::string, Waiting, std::less<>> waiting_;  // by entry id

  std::uint64_t durable_position_ = 0;
  std::deque<InFlight> in_flight_;              // by position
  std::unordered_map<std::string, Kept> kept_;  // those in flight, by entry id
};

}  // namespace touchstone::ledger
