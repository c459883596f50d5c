#pragma once

#include <string>
#include <string_view>

#include "services/judging/contest.h"
#include "services/judging/sheet_rules.h"
#include "touchstone/v1/archive.pb.h"
#include "touchstone/v1/ledger.pb.h"

// A contest with one item of each kind: for tests of the rules of a sheet, the
// fold, chains and archives.
//
//   part "work"
//     module "work/m1" (two judges, two attempts): block "b" with the items points (0 to 10 in
//       halves, one mark of each judge), fault (shared), panel (may be missing), level (0 to 3)
//     module "work/m2" (one judge): block "b" with passed, done (of 12), gap (any value), choice
//       (of 2), time, penalty (at most 9), imported, off (a deduction of at most 5): all shared
//
// Discipline "d1"; entrants "e1" (code 7, company acme) and "e2" (code 8); judges ann, bob and,
// from acme, cid; ann and bob mark m1, ann and cid m2.
namespace touchstone::testing {

v1::RulePack KindsPack();
v1::Scheme KindsScheme();
judging::Contest KindsContest();
// The same as an unsealed archive without entries; event "ev", running.
v1::EventArchive KindsArchive();

// "work/m1/b/points".
std::string Item(std::string_view module, std::string_view item);

// Entries of event "ev" about code 7 of d1; `number` makes the id.
v1::Entry MarkEntry(int number, std::string_view judge, std::string_view item,
                    std::string_view value, std::uint32_t base_revision = 0);
v1::Entry SealEntry(int number, std::string_view judge, std::string_view module);
v1::Entry IncidentEntry(int number, v1::Incident::Kind kind);
v1::Entry DecisionEntry(int number, std::string_view entry_id, bool accept);
v1::Entry RescoreEntry(int number, std::string_view item, std::uint32_t round);
v1::Entry StateEntry(int number, std::string_view event_state);
std::string EntryId(int number);

}  // namespace touchstone::testing
