#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/events/resource_kinds.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"

// What must hold for a resource of one kind beyond its fields: that what it refers to exists, that
// codes and numbers are unique, that a scheme fits its pack, that no judge has an interest.
namespace touchstone::events {

// A resource on its way into the store.
struct ResourceChange {
  const ResourceKind& kind;
  ResourceId id;
  const google::protobuf::Message* before = nullptr;  // nullptr: it is created
  google::protobuf::Message& after;                   // may be completed
  ledger::EventView* event = nullptr;                 // nullptr: not a resource of an event
};

// Checks the change and adds to `batch` the keys that keep codes and numbers unique. An entrant
// without a company gets that of his worker, so that interests are known.
//   REQUEST_INVALID, REFERENCE_UNKNOWN and FIELD_IMMUTABLE name the fields ("entrant.team");
//   EVENT_STATE_WRONG, ENTRANT_CODE_TAKEN, RESOURCE_EXISTS (a staff number),
//   SCHEME_DOES_NOT_FIT_PACK, JUDGE_HAS_INTEREST, STORE_READ_FAILED
absl::Status CheckResource(const storage::KvStore& store, ResourceChange& change,
                           storage::WriteBatch& batch);

}  // namespace touchstone::events
