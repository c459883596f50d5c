#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/write_batch.h"
#include "touchstone/v1/ledger.pb.h"

namespace touchstone::ledger {

// Adds an envelope of the event's chain to `batch`: its bytes as they are hashed, the indexes that
// find it again, and its feed event. `entry` is what `envelope` holds; of `envelope` itself only
// position, disposition and entrant are read. `decided_position` is the position of the entry that
// a decision is about; not read for others.
void PutEnvelope(std::string_view event, const v1::Entry& entry, const v1::Envelope& envelope,
                 std::string envelope_bytes, std::uint64_t decided_position,
                 storage::WriteBatch& batch);

}  // namespace touchstone::ledger
