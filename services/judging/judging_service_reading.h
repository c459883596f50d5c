#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "services/judging/rule_pack.h"
#include "services/judging/sheets.h"
#include "storage/kv_store.h"
#include "touchstone/v1/ledger.pb.h"

// What the pages of judging have in common: entries as they are stored, and who may read a sheet.
// Thread-safe.
namespace touchstone::judging {

// An envelope of the chain with the entry in it.
struct StoredEntry {
  std::string bytes;  // of the envelope
  v1::Envelope envelope;
  v1::Entry entry;
};

// STORE_READ_FAILED when there is none at `position` or it does not parse.
absl::StatusOr<StoredEntry> ReadEntry(const storage::KvStore& store, std::string_view event,
                                      std::uint64_t position);

// The panel makes one mark for the item together.
bool IsShared(const ScoringRules& rules, const SchemeItem& item);

// Whether a mark for `item` stands on the judge's sheet: his own do, and those that the panel makes
// together. REQUIRES: `entry` has a mark.
bool IsOnSheetOf(std::string_view judge, const ScoringRules& rules, const SchemeItem& item,
                 const v1::Entry& entry);

// Whether the caller may read a sheet of this panel, a judge his own. JUDGE_NOT_ASSIGNED for a
// judge who is not on the panel, PANEL_INCOMPLETE for others before it is complete.
absl::Status CheckMayRead(const Caller& caller, const Panel& panel, bool complete);

}  // namespace touchstone::judging
