#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/judging/judging_convert.h"
#include "services/judging/sheet_rules.h"
#include "services/judging/sheets.h"
#include "touchstone/v1/ledger.pb.h"

// From a chain to what counts. This is the only fold there is: the sequencer, the leaderboard,
// offline scoring and the verifier all use it. Values, so that they can be copied and dropped; not
// thread-safe.
namespace touchstone::ledger {

// A judge's entry that nobody has decided yet.
struct WaitingEntry {
  std::uint64_t position = 0;
  judging::Disposition disposition = judging::Disposition::kLate;
  judging::EntryBody body;  // a Mark or a Seal
};

// What an envelope changed.
struct Effect {
  // The entrant about whom something changed; empty: nobody.
  std::string entrant;
  // For judging::Reevaluate(): the path of an item or module; "" after an incident: everything.
  std::string path;
  // The state of the event or its board changed.
  bool event_changed = false;
  // Whether anything that counts changed; false for an entry that waits or was rejected.
  bool Any() const { return !entrant.empty() || event_changed; }
};

// One entrant, folded from exactly the envelopes whose `entrant` he is, in the order of their
// positions.
class EntrantFold {
 public:
  // `contest` is the event's as of now; only rules of the entrant's discipline are read from it.
  // Returns CHAIN_BROKEN, and changes nothing, for an envelope that cannot have been accepted: an
  // unreadable entry, an item that the scheme lacks, a decision on what does not wait.
  absl::StatusOr<Effect> Apply(const judging::Contest& contest, const v1::Envelope& envelope);
  // The same when the entry was parsed before.
  absl::StatusOr<Effect> Apply(const judging::Contest& contest, const v1::Envelope& envelope,
                               const v1::Entry& entry);

  const judging::EntrantSheets& sheets() const { return sheets_; }
  // By entry id.
  const std::map<std::string, WaitingEntry, std::less<>>& waiting() const { return waiting_; }
  // nullptr when it does not wait.
  const WaitingEntry* FindWaiting(std::string_view entry_id) const;

 private:
  absl::StatusOr<Effect> Keep(const v1::Envelope& envelope, const std::string& entry_id,
                              judging::EntryBody body);
  // Puts what takes effect into the sheets; returns Effect.path.
  std::string Count(const judging::ScoringRules& rules, const judging::EntryBody& body,
                    const std::string& entry_id, std::uint64_t position);

  judging::EntrantSheets sheets_;
  std::map<std::string, WaitingEntry, std::less<>> waiting_;
};

// A whole event.
class EventFold {
 public:
  absl::StatusOr<Effect> Apply(const judging::Contest& contest, const v1::Envelope& envelope);
  absl::StatusOr<Effect> Apply(const judging::Contest& contest, const v1::Envelope& envelope,
                               const v1::Entry& entry);

  judging::EventState event_state() const { return event_state_; }
  judging::BoardState board_state() const { return board_state_; }
  // The entrant's fold; an empty one when nothing was entered about him.
  const EntrantFold& Entrant(std::string_view entrant) const;
  const judging::EntrantSheets& SheetsOf(std::string_view entrant) const;
  const std::map<std::string, EntrantFold, std::less<>>& entrants() const { return entrants_; }
  // Position of the last envelope.
  std::uint64_t position() const { return position_; }

 private:
  std::map<std::string, EntrantFold, std::less<>> entrants_;
  judging::EventState event_state_ = judging::EventState::kDraft;
  judging::BoardState board_state_ = judging::BoardState::kNumbersOnly;
  std::uint64_t position_ = 0;
};

}  // namespace touchstone::ledger
