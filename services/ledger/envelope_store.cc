#include "services/ledger/envelope_store.h"

#include <utility>

#include "storage/keys.h"
#include "storage/records.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone::ledger {

namespace keys = storage::keys;

void PutEnvelope(std::string_view event, const v1::Entry& entry, const v1::Envelope& envelope,
                 std::string envelope_bytes, std::uint64_t decided_position,
                 storage::WriteBatch& batch) {
  const std::uint64_t position = envelope.position();
  batch.Put(keys::Envelope(event, position), std::move(envelope_bytes));
  batch.Put(keys::EntryId(event, entry.entry_id()), keys::Number(position));
  if (!envelope.entrant().empty()) {
    batch.Put(keys::EntrantHistory(event, envelope.entrant(), position), "");
  }
  if (envelope.disposition() != v1::DISPOSITION_COUNTED) {
    batch.Put(keys::Waiting(event, position), "");
  }
  if (entry.has_incident()) batch.Put(keys::IncidentAt(event, position), "");
  if (entry.has_decision()) batch.Delete(keys::Waiting(event, decided_position));
  storage::v1::EntryAppended appended;
  appended.set_event(std::string(event));
  appended.set_position(position);
  batch.AppendToFeed(static_cast<std::uint32_t>(storage::FeedEventType::kEntry),
                     appended.SerializeAsString());
}

}  // namespace touchstone::ledger
