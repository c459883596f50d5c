#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/idempotency.h"
#include "services/common/rpc.h"
#include "services/events/resource_kinds.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"

namespace touchstone::events {

// Puts `resource` under `key` into `batch`, with its place in the feed.
void PutResource(const std::string& key, const google::protobuf::Message& resource,
                 storage::WriteBatch& batch);

// The standard methods, once for all kinds of resources (resource_kinds.h). Every change is one
// commit that holds the resource, what keeps it unique, the answer to the request id and a feed
// event. Changes of an event and of what belongs to it run on the event's strand; those of
// companies and workers rest on preconditions alone.
//
// All references must outlive it. Thread-safe.
class ResourceTable {
 public:
  ResourceTable(storage::KvStore& store, ledger::Sequencers& sequencers, IdGenerator& ids,
                const Clock& clock)
      : store_(store), sequencers_(sequencers), ids_(ids), clock_(clock) {}

  // RESOURCE_EXISTS (an event: EVENT_EXISTS), RESOURCE_NOT_FOUND (its event), and those of
  // CheckResource().
  Awaitable<absl::Status> Create(Call call, const google::protobuf::Message& request,
                                 google::protobuf::Message& response) const;
  Awaitable<absl::Status> Get(Call call, const google::protobuf::Message& request,
                              google::protobuf::Message& response) const;
  Awaitable<absl::Status> List(Call call, const google::protobuf::Message& request,
                               google::protobuf::Message& response) const;
  // RESOURCE_NOT_FOUND, ETAG_MISMATCH, and those of CheckResource(). What changes nothing is
  // answered with the resource as it is.
  Awaitable<absl::Status> Update(Call call, const google::protobuf::Message& request,
                                 google::protobuf::Message& response) const;

 private:
  // Decides what to write; `event` is nullptr for what does not run on a strand.
  using Decide = std::function<absl::Status(ledger::EventView* event, storage::WriteBatch& batch)>;

  // Answers a repeated request, or decides on `event`'s strand (empty: here) and commits.
  Awaitable<absl::Status> Commit(const Call& call, const google::protobuf::Message& request,
                                 google::protobuf::Message& response, std::string event,
                                 Decide decide) const;

  storage::KvStore& store_;
  ledger::Sequencers& sequencers_;
  IdGenerator& ids_;
  const Clock& clock_;
};

}  // namespace touchstone::events
