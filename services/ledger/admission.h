#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/judging/sheet_rules.h"
#include "services/ledger/fold.h"
#include "touchstone/v1/ledger.pb.h"

// The decision on a new entry: from its message to the sheet rules. Used by the sequencer, by the
// sealing of archives, and by whoever wants to check dispositions again. Pure; thread-safe.
namespace touchstone::ledger {

// Id of the entrant that the entry is about: ENTRANT_UNKNOWN. "" for changes of state, and for
// decisions: theirs is the entrant of the entry they decide, whom the caller looks up by its id
// (ENTRY_NOT_WAITING when there is no such entry). It is what Envelope.entrant holds.
absl::StatusOr<std::string> EntrantOf(const judging::Contest& contest, const v1::Entry& entry);

// Decides on `entry`, which has passed judging::ValidateEntry(). `entrant` is the fold of the
// entrant `entrant_id`; not read for changes of state. Refusals are those of sheet_rules.h, with
// MARK_NOT_A_NUMBER and ENTRY_NOT_WAITING; nothing changes then. That the id is new and that the
// author may speak as he does is for the caller to see to.
absl::StatusOr<judging::Verdict> Admit(const judging::Contest& contest, judging::EventState state,
                                       const std::string& entrant_id, const EntrantFold& entrant,
                                       const v1::Entry& entry, bool quarantined = false);

}  // namespace touchstone::ledger
