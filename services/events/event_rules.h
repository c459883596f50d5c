#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/judging/sheet_rules.h"
#include "services/judging/sheets.h"

// What may happen to the resources of an event in which state, and what an event needs before it
// starts and before it is published. (Which state follows which: judging::CheckStateChange().)
// Pure.
namespace touchstone::events {

// Returns EVENT_NOT_READY with one field for each thing that is missing before judges can mark: a
// discipline, its entrants, and for every entrant and module at least the judges of a full panel,
// those with an interest not counted. At most 20 are named.
absl::Status CheckReadyToStart(const judging::Contest& contest);

// What stands against a publication.
struct Unfinished {
  std::vector<std::string> sheets;   // "discipline/code/part/module": its panel is not complete
  std::vector<std::string> entries;  // ids of entries nobody has decided
};

// The modules of the entrant that still lack something: marks, seals of the panel, or a re-score.
// None when he is out of the ranking.
std::vector<std::string> UnfinishedModules(const judging::Contest& contest,
                                           const judging::EntrantSetup& entrant,
                                           const judging::EntrantSheets& sheets);

// Returns MARKS_PENDING with the sheets, or ENTRIES_WAITING with the entries; at most 20 are named.
// `force` lets both pass.
absl::Status CheckReadyToPublish(const Unfinished& unfinished, bool force);

// An unlock takes two people. Whether `person` grants what `requested_by` asked for; false when
// nobody asked yet (empty), so that `person` only asks. SECOND_PERSON_NEEDED when both are the
// same.
absl::StatusOr<bool> GrantsUnlock(std::string_view requested_by, std::string_view person);

// Returns EVENT_STATE_WRONG when a resource of this kind (the singular of its collection) may not
// be added in this state: disciplines only to a draft, entrants, teams and judges until the lock,
// assignments until publication.
absl::Status CheckCreate(judging::EventState state, std::string_view kind);

// Returns FIELD_IMMUTABLE with those of the changed fields that stay as they are: what marks rest
// on (a discipline's pack and scheme after the start; an entrant's discipline and code once there
// are marks; whom an assignment is about), and after publication all but texts for people.
absl::Status CheckChange(judging::EventState state, std::string_view kind,
                         const std::vector<std::string>& changed_fields, bool has_marks);

// Returns ROLE_NOT_ALLOWED with those of the changed fields that are not the desk's: it checks
// entrants in; who has which number is not for it to change.
absl::Status CheckDeskChange(const std::vector<std::string>& changed_fields);

// Returns JUDGE_HAS_INTEREST when the assignment names an entrant of the judge's own company.
// Entrants that an assignment without names would cover are left to stand-ins, not refused.
absl::Status CheckInterest(const judging::Contest& contest,
                           const judging::AssignmentSetup& assignment);

}  // namespace touchstone::events
