#pragma once

#include "services/common/rpc.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::judging {

// Sheets as they are shown. Thread-safe.
class SheetPages {
 public:
  SheetPages(const storage::KvStore& store, ledger::Sequencers& sequencers)
      : store_(store), sequencers_(sequencers) {}

  // A judge reads his own sheet: NOT_YOURS for another one's, JUDGE_NOT_ASSIGNED when he is not on
  // the panel. Others read every sheet of a complete panel: PANEL_INCOMPLETE before.
  // ENTRANT_UNKNOWN, ITEM_UNKNOWN; REQUEST_INVALID when no judge is named.
  Awaitable<absl::Status> GetSheet(Call call, const v1::GetSheetRequest& request,
                                   v1::Sheet& response) const;

  Awaitable<absl::Status> ListSheets(Call call, const v1::ListSheetsRequest& request,
                                     v1::ListSheetsResponse& response) const;

 private:
  absl::Status AddVersions(const std::string& event, const std::string& entrant,
                           std::uint64_t last_position, const ScoringRules& rules,
                           v1::Sheet& sheet) const;

  const storage::KvStore& store_;
  ledger::Sequencers& sequencers_;
};

}  // namespace touchstone::judging
