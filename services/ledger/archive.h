#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "services/ledger/entry.h"
#include "services/ledger/fold.h"
#include "touchstone/v1/archive.pb.h"

// A whole event in one message: reading, checking, sealing and verifying it. Pure; thread-safe.
//
//   ReadArchive -> CheckArchive -> SealArchive (when it has entries) -> VerifyArchive
//
// VerifyArchive() is where every use of a sealed archive starts: what it returns can be scored
// (archive_scoring.h) or imported.
namespace touchstone::ledger {

inline constexpr std::size_t kLargestArchive = 64 * 1024 * 1024;

enum class ArchiveFormat { kJson, kBinary };

// Reads proto3 JSON (the first character that is no space is '{') or the binary form. Returns
// IMPORT_TOO_LARGE for more than `most_bytes`, ARCHIVE_INVALID for anything that does not parse;
// a field of JSON that is unknown does not parse.
absl::StatusOr<v1::EventArchive> ReadArchive(std::string_view bytes,
                                             std::size_t most_bytes = kLargestArchive);

// The same archive always gives the same bytes.
absl::StatusOr<std::string> WriteArchive(const v1::EventArchive& archive, ArchiveFormat format);

// Checks everything but the chain: format, names, what refers to what, codes, entries by
// themselves. Returns ARCHIVE_INVALID with a path for each fault, such as
// "disciplines[0].rule_pack" or "entries[12].mark.item"; at most 50 of them.
//
// A discipline names its pack and scheme as the API does (`rulePacks/{id}-{hash}`) or, for those
// who write an archive by hand, by id alone (`rulePacks/{id}`). Companies and workers may be left
// out of the archive altogether; then references to them are not followed.
absl::Status CheckArchive(const v1::EventArchive& archive);

// The set-up of the archive's event. Errors of CheckArchive(), RULE_PACK_INVALID, SCHEME_INVALID,
// SCHEME_DOES_NOT_FIT_PACK.
absl::StatusOr<judging::Contest> ContestOf(const v1::EventArchive& archive);

// It has its chain, or is a draft that needs none.
bool IsSealed(const v1::EventArchive& archive);

// An entry that the rules refused; it is not in the chain.
struct RefusedEntry {
  std::size_t index = 0;  // into EventArchive.entries
  std::string entry_id;
  absl::Status why;
};

struct SealedArchive {
  v1::EventArchive archive;
  std::vector<RefusedEntry> refused;
};

// Turns entries into a chain by the decisions that the server would have made on them in this
// order: some count, some are in conflict or late, some are refused; the very same entry again is
// passed over. The result is the same wherever and whenever it is made: `server_time` is the
// entry's device time, else the time of the envelope before, else the event's start.
//
// Entries that do not change the state of the event themselves are framed: the event starts before
// the first one and, when the archive says LOCKED or PUBLISHED, is locked and published after the
// last. Names of packs and schemes become those with the hash. A sealed archive is returned as it
// is. Errors of ContestOf().
absl::StatusOr<SealedArchive> SealArchive(const v1::EventArchive& archive);

// What a sound archive holds.
struct VerifiedArchive {
  judging::Contest contest;
  EventFold fold;
  ChainHead head;
};

// Checks the archive and walks and folds its chain. Besides the errors of ContestOf() it returns
// CHAIN_BROKEN with the metadata `position` and `why` of the first wrong envelope (chain.h, and
// CANNOT_APPLY for one that contradicts those before it), and ARCHIVE_INVALID when entries are not
// sealed yet or the state of the event is not the one that its chain ends in.
absl::StatusOr<VerifiedArchive> VerifyArchive(const v1::EventArchive& archive);

// The same with another set-up, such as one with other rules ("what if").
absl::StatusOr<EventFold> FoldArchive(const v1::EventArchive& archive,
                                      const judging::Contest& contest);

}  // namespace touchstone::ledger
