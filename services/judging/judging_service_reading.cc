#include "services/judging/judging_service_reading.h"

#include <algorithm>
#include <utility>

#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "services/judging/contest_convert.h"
#include "storage/keys.h"

namespace touchstone::judging {

absl::StatusOr<StoredEntry> ReadEntry(const storage::KvStore& store, std::string_view event,
                                      std::uint64_t position) {
  auto bytes = store.Get(storage::keys::Envelope(event, position));
  if (!bytes.ok()) return StoreError(bytes.status());
  StoredEntry stored;
  if (!*bytes || !stored.envelope.ParseFromString(**bytes) ||
      !stored.entry.ParseFromString(stored.envelope.entry())) {
    return MakeError(Reason::STORE_READ_FAILED, "an envelope cannot be read");
  }
  stored.bytes = **std::move(bytes);
  return stored;
}

bool IsShared(const ScoringRules& rules, const SchemeItem& item) {
  return rules.RuleOf(item.kind).combine == Combine::kShared;
}

bool IsOnSheetOf(std::string_view judge, const ScoringRules& rules, const SchemeItem& item,
                 const v1::Entry& entry) {
  return entry.author() == judge || IsShared(rules, item);
}

absl::Status CheckMayRead(const Caller& caller, const Panel& panel, bool complete) {
  if (caller.role != v1::ROLE_JUDGE) {
    return complete ? absl::OkStatus() : MakeError(Reason::PANEL_INCOMPLETE);
  }
  const std::string_view judge = LastSegment(caller.judge);
  const bool assigned = std::find(panel.begin(), panel.end(), judge) != panel.end();
  return assigned ? absl::OkStatus() : MakeError(Reason::JUDGE_NOT_ASSIGNED);
}

}  // namespace touchstone::judging
