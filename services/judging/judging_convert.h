#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/sheet_rules.h"
#include "services/judging/sheets.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/ledger.pb.h"

// Entries between their messages and the rules. Pure; thread-safe.
namespace touchstone::judging {

// Checks what an entry says by itself, whatever the event holds: its id, event, author and body,
// the parts of the body that the rules need to find their way, lengths, and that texts are valid
// UTF-8. Returns ENTRY_MALFORMED or TEXT_NOT_UTF8 with the fields, such as "entry.mark.item".
absl::Status ValidateEntry(const v1::Entry& entry);

using EntryBody = std::variant<Mark, Seal, Incident, Decision, Rescore, StateChange>;

// The body with what it takes from the head (the judge). MARK_NOT_A_NUMBER for a value that is no
// decimal. REQUIRES: ValidateEntry(entry) is OK.
absl::StatusOr<EntryBody> ToBody(const v1::Entry& entry);

// Whom the entry is about, as its author saw it. Both are empty for decisions and changes of state.
struct EntrantReference {
  std::string discipline;
  std::string code;
};
EntrantReference ReferenceOf(const v1::Entry& entry);

v1::Disposition ToProto(Disposition disposition);
// REQUIRES: a valid disposition.
Disposition FromProto(v1::Disposition disposition);

// A STATE_UNSPECIFIED is a draft, an unspecified board shows numbers only.
EventState FromProto(v1::Event::State state);
v1::Event::State ToProto(EventState state);
BoardState FromProto(v1::Event::BoardState state);
v1::Event::BoardState ToProto(BoardState state);
// "RUNNING", as in StateChange.
std::string_view StateName(EventState state);
std::string_view StateName(BoardState state);

}  // namespace touchstone::judging
