#include "services/ledger/chain.h"

#include <utility>

#include "absl/status/statusor.h"
#include "services/common/errors.h"

namespace touchstone::ledger {

absl::Status ChainVerifier::Next(std::string_view envelope_bytes) {
  if (broken_.ok()) broken_ = Check(envelope_bytes);
  return broken_;
}

absl::Status ChainVerifier::Check(std::string_view envelope_bytes) {
  v1::Envelope envelope;
  if (!envelope.ParseFromArray(envelope_bytes.data(), static_cast<int>(envelope_bytes.size()))) {
    return Broken("UNREADABLE");
  }
  if (envelope.position() != head_.position + 1) return Broken("GAP");
  if (envelope.previous_leaf() != head_.leaf) return Broken("WRONG_PREVIOUS_LEAF");
  absl::StatusOr<v1::Entry> entry = ParseEntry(envelope.entry());
  if (!entry.ok()) return Broken("ENTRY_UNREADABLE");
  if (event_.empty()) event_ = entry->event();
  if (entry->event() != event_) return Broken("OTHER_EVENT");
  const bool may_wait = entry->has_mark() || entry->has_seal();
  const v1::Disposition disposition = envelope.disposition();
  if (!v1::Disposition_IsValid(disposition) || disposition == v1::DISPOSITION_UNSPECIFIED ||
      (!may_wait && disposition != v1::DISPOSITION_COUNTED)) {
    return Broken("WRONG_DISPOSITION");
  }
  if (envelope.entrant().empty() != entry->has_state_change()) return Broken("WRONG_ENTRANT");
  if (!entry_ids_.insert(entry->entry_id()).second) return Broken("ENTRY_ID_REPEATED");

  head_ = {envelope.position(), LeafOf(envelope_bytes)};
  envelope_ = std::move(envelope);
  entry_ = *std::move(entry);
  return absl::OkStatus();
}

absl::Status ChainVerifier::Broken(std::string_view why) const {
  const std::string position = std::to_string(head_.position + 1);
  return MakeError(Reason::CHAIN_BROKEN,
                   "envelope " + position + " of the chain: " + std::string(why), {},
                   {{"position", position}, {"why", std::string(why)}});
}

}  // namespace touchstone::ledger
