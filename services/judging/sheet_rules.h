#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/judging/mark_value.h"
#include "services/judging/sheets.h"

// What becomes of a new entry: refused with a reason, or kept with a disposition. Pure: the same
// contest, sheets, state and entry give the same answer, online and offline. A refusal changes
// nothing; what is kept is folded into the sheets by the caller (services/ledger/fold.h).
//
// Officials' entries (incidents, re-scores, decisions, changes of state) are refused or counted;
// judges' entries (marks, seals) are refused only when they could never have been right.
namespace touchstone::judging {

enum class EventState { kDraft = 1, kRunning, kLocked, kPublished };
enum class BoardState { kLive = 1, kFrozen, kNumbersOnly, kPublished };

// The event or its board changes state; what is absent stays.
struct StateChange {
  std::optional<EventState> event_state;
  std::optional<BoardState> board_state;
  std::string reason;
};

// The chief judge's word on an entry that waits.
struct Decision {
  std::string entry_id;
  bool accept = false;
  std::string reason;
};

// What an entry about an entrant is held against. Refers to its parts, which outlive it.
struct Situation {
  const Contest& contest;
  const EntrantSetup& entrant;
  const EntrantSheets& sheets;
  EventState state = EventState::kRunning;
  bool quarantined = false;  // the device is revoked
};

// What became of an entry that is kept.
struct Verdict {
  Disposition disposition = Disposition::kCounted;
  std::uint32_t revision = 0;           // marks: of the cell after this entry
  std::optional<Number> current_value;  // marks: of the cell after this entry; absent: no mark
};

// ENTRANT_UNKNOWN when the discipline has no entrant with this code.
absl::StatusOr<const EntrantSetup*> EntrantWithCode(const Contest& contest,
                                                    std::string_view discipline,
                                                    std::string_view code);

// Refusals, in this order: EVENT_NOT_RUNNING in a draft, ITEM_UNKNOWN, JUDGE_NOT_ASSIGNED,
// ATTEMPT_UNKNOWN, MARK_NULL_NOT_ALLOWED for a value of what was not attempted, those of
// CheckValue(), RESCORE_ROUND_WRONG for a round that was never opened.
// Dispositions: quarantined; else late when the event is locked or published or the judge's sheet
// is sealed and the item not open in a re-score; else in conflict when the round is over or the
// base revision is not the cell's; else counted.
absl::StatusOr<Verdict> DecideMark(const Situation& at, const Mark& mark);

// Refusals: EVENT_NOT_RUNNING, ITEM_UNKNOWN (no such module), JUDGE_NOT_ASSIGNED, and
// SHEET_HAS_GAPS with one field for each gap, unless it is late or quarantined anyway: then its
// gaps are held against it when the chief judge accepts it. A second seal of a sealed sheet counts
// and changes nothing.
absl::StatusOr<Verdict> DecideSeal(const Situation& at, const Seal& seal);

// Whether sheets may be sealed without a mark for the item in this attempt: the pack lets its kind
// be missing, or an incident covers it that zeroes it for safety, disqualifies, or says that it was
// not started or not finished, or the entrant was withdrawn.
bool MayStayEmpty(const ScoringRules& rules, const EntrantSheets& sheets, const SchemeItem& item,
                  int attempt);

// What the judge has to mark before he may seal: for each item of the module the present round of
// each attempt that was made. Attempt 1 always was; a later one when the panel has any mark of it.
// Not asked for: what MayStayEmpty(). A shared item is marked when anybody of the panel marked it.
// "part/module/block/item", with "#2" behind it for the second attempt.
std::vector<std::string> GapsOf(const Situation& at, const Seal& seal);
// SHEET_HAS_GAPS when there are any: one field for each, and all of them in the metadata `items`.
absl::Status CheckNoGaps(const Situation& at, const Seal& seal);

// Incidents take effect until the publication, also in a draft (somebody is withdrawn before the
// start). EVENT_STATE_WRONG after it; ITEM_UNKNOWN for a scope that the scheme lacks;
// ATTEMPT_UNKNOWN; INCIDENT_INCOMPLETE with the fields: reason always, rule except for WITHDRAWN,
// DID_NOT_START, DID_NOT_FINISH and REVOKED, judge and another judge as witness for SAFETY_ZERO and
// DISQUALIFIED, scope for SAFETY_ZERO, for REVOKED the id of an incident that stands.
absl::Status CheckIncident(const Situation& at, const Incident& incident);

// EVENT_NOT_RUNNING in a draft, EVENT_STATE_WRONG after the lock, ITEM_UNKNOWN, ATTEMPT_UNKNOWN,
// RESCORE_ROUND_WRONG unless it is the next round, PANEL_INCOMPLETE when the panel was not complete
// or has not finished an earlier re-score of this item.
absl::Status CheckRescore(const Situation& at, const Rescore& rescore);

// Whether decisions may be taken: EVENT_NOT_RUNNING in a draft, EVENT_STATE_WRONG once published.
absl::Status CheckDecision(EventState state);

// The chain holds the marks of panels that are not complete. Returns EVENT_STATE_WRONG for a reader
// of it before the lock, except for who runs the event: he keeps the copy that a broken disk needs.
absl::Status CheckChainReader(EventState state, bool runs_event);

// DRAFT -> RUNNING -> LOCKED -> PUBLISHED, and LOCKED -> RUNNING with a reason. EVENT_STATE_WRONG
// for every other step, and for a board state PUBLISHED without the publication or any other after
// it. ENTRY_MALFORMED for a change of nothing and for an unlock without a reason.
absl::Status CheckStateChange(EventState event, const StateChange& change);

}  // namespace touchstone::judging
