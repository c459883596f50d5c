#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/rpc.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"
#include "touchstone/v1/archive.pb.h"
#include "touchstone/v1/events.pb.h"

// Whole events out of the store and into it.
namespace touchstone::events {

// The event with everything that it refers to; `envelopes` are the stored bytes. One state of the
// event: the chain ends in the state that the event says. Without names, workers are left out, and
// names of entrants and judges are empty.
//   RESOURCE_NOT_FOUND, STORE_READ_FAILED, CONCURRENT_CHANGE (its state changed again and again)
absl::StatusOr<v1::EventArchive> ReadEvent(const storage::KvStore& store, const std::string& event,
                                           bool with_names);

// Everything that puts the event of `archive` into the store, as one batch that fails when the
// event is there; `event` becomes the event as it will be stored. Entries are sealed. Companies and
// workers that are there stay as they are; one with another name is another one, and refuses the
// import.
//   EVENT_EXISTS, those of ledger::VerifyArchive(), ARCHIVE_INVALID with the entries that the rules
//   refuse and with companies and workers that are others here
absl::StatusOr<storage::WriteBatch> WritesOf(const storage::KvStore& store,
                                             const v1::EventArchive& archive, v1::Event& event);

// ExportEvent and ImportEvent. `store` must outlive it. Thread-safe.
class EventArchives {
 public:
  explicit EventArchives(storage::KvStore& store) : store_(store) {}

  // Auditors get no names before the event is published. Errors of ReadEvent().
  Awaitable<absl::Status> Export(Call call, const v1::ExportEventRequest& request,
                                 Writer<v1::ExportEventResponse>& writer) const;
  // IMPORT_TOO_LARGE, ARCHIVE_INVALID, and errors of WritesOf().
  Awaitable<absl::Status> Import(Call call, Reader<v1::ImportEventRequest>& reader,
                                 v1::Event& response) const;

 private:
  storage::KvStore& store_;
};

}  // namespace touchstone::events
