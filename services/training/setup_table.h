#pragma once

#include "google/protobuf/message.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "services/training/setup_kinds.h"
#include "storage/kv_store.h"

namespace touchstone::training {

// The standard methods of programmes, sites, batches and items of plans, once for all (requests are
// read by the naming of the API). Each change is one commit with the answer to its request id.
// Those who are held to a company see and change what is of it, and read programmes of everybody.
//
// All references must outlive it. Thread-safe.
class SetupTable {
 public:
  SetupTable(storage::KvStore& store, IdGenerator& ids, const Clock& clock)
      : store_(store), ids_(ids), clock_(clock) {}

  // RESOURCE_EXISTS, and those of CheckSetup().
  Awaitable<absl::Status> Create(Call call, const google::protobuf::Message& request,
                                 google::protobuf::Message& response) const;
  // RESOURCE_NOT_FOUND, NOT_YOURS.
  Awaitable<absl::Status> Get(Call call, const google::protobuf::Message& request,
                              google::protobuf::Message& response) const;
  Awaitable<absl::Status> List(Call call, const google::protobuf::Message& request,
                               google::protobuf::Message& response) const;
  // ETAG_MISMATCH and those of Get() and CheckSetup(). What changes nothing is answered as it is.
  Awaitable<absl::Status> Update(Call call, const google::protobuf::Message& request,
                                 google::protobuf::Message& response) const;

 private:
  storage::KvStore& store_;
  IdGenerator& ids_;
  const Clock& clock_;
};

}  // namespace touchstone::training
