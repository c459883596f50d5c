#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/judging/scoring.h"
#include "services/leaderboard/event_board.h"
#include "services/ledger/fold.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone::leaderboard {

// The board of one event with what brings it forward: its contest, and the folds and derivations of
// the entrants who were marked lately; those of others are read from their histories when they are
// needed. Results come from the chain alone; a snapshot of them lets a start skip that.
//
// One thread at a time may change it; reading is safe from any thread at any time.
class FollowedEvent {
 public:
  // Reads the contest as of now and brings the board to the end of the chain, from the snapshot
  // when there is a sound one. RESOURCE_NOT_FOUND, STORE_READ_FAILED.
  static absl::StatusOr<std::shared_ptr<FollowedEvent>> Load(const storage::KvStore& store,
                                                             std::string event);

  // --- Changing. STORE_READ_FAILED leaves it unusable: load it again.

  // Takes in the entries up to this position of the chain. Their entrants are in the contest.
  absl::Status Advance(std::uint64_t position);
  // Reads a resource of the event again: `kind` as in keys.h.
  absl::Status ResourceChanged(std::string_view kind, std::string_view id);
  absl::Status CompanyChanged(std::string_view id);
  absl::Status WorkerChanged(std::string_view id);
  // Adds what changed since the last call to `batch`. False when nothing did.
  bool AddSnapshotTo(storage::WriteBatch& batch);

  // --- Reading.

  std::uint64_t position() const;
  std::uint64_t version() const;
  // Calls `read` while nothing changes; it must be quick.
  template <class Read>
  auto Look(Read read) const {
    std::lock_guard lock(mutex_);
    return read(board_);
  }
  // What explains an entrant's total, made at this moment.
  struct Explanation {
    judging::Score score;
    judging::DisciplineSetup discipline;
  };
  // RESOURCE_NOT_FOUND without such a discipline, ENTRANT_UNKNOWN, STORE_READ_FAILED.
  absl::StatusOr<Explanation> Explain(std::string_view discipline, std::string_view code);

 private:
  // An entrant who was marked lately.
  struct Held {
    ledger::EntrantFold fold;
    judging::Panels panels;
    judging::Score score;
  };
  using Rows = std::vector<std::pair<std::string, storage::v1::LeaderboardRow>>;

  FollowedEvent(const storage::KvStore& store, std::string event, judging::Contest contest);

  absl::StatusOr<std::uint64_t> EndOfChain() const;
  absl::Status LoadNames();
  absl::Status LoadCompany(std::string_view id);
  // Leaves the event at position 0 when there is no snapshot that is sound and ends by `end`.
  absl::Status LoadSnapshot(std::uint64_t end);
  std::optional<Rows> ReadRows(bool frozen, std::uint64_t count) const;

  absl::StatusOr<ledger::EntrantFold> FoldHistory(const std::string& entrant,
                                                  std::uint64_t last_position) const;
  absl::StatusOr<Held*> Hold(const std::string& entrant, std::uint64_t last_position);
  // Entry by entry, each costing one item and the path to the total.
  absl::Status Step(const v1::Envelope& envelope);
  absl::Status AdvanceByEntries(std::uint64_t position);
  // Entrant by entrant, each evaluated once: for many entries.
  absl::Status Replay(std::uint64_t position);
  absl::Status EvaluateAnew(const std::set<std::string>& entrants, std::uint64_t position);
  absl::Status ApplyStateChange(const v1::Entry& entry);
  void PutResult(const std::string& entrant, const judging::Score& score);
  std::set<std::string> EntrantsWithEntries(std::string_view discipline) const;

  const storage::KvStore& store_;
  const std::string event_;
  mutable std::mutex mutex_;  // guards all below
  judging::Contest contest_;
  EventBoard board_;
  std::uint64_t position_ = 0;
  std::unordered_map<std::string, Held> held_;
  std::size_t held_nodes_ = 0;  // of all their derivations
  std::set<std::string> with_entries_;
  std::set<std::string> dirty_;  // rows to be written
  bool head_dirty_ = false;
  bool frozen_dirty_ = false;
  std::size_t frozen_rows_ = 0;                                                // in the store
  std::optional<std::multimap<std::string, std::string>> entrants_by_worker_;  // ids
};

}  // namespace touchstone::leaderboard
