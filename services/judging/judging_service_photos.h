#pragma once

#include "services/common/rpc.h"
#include "services/judging/judging_service_reading.h"
#include "services/ledger/sequencer.h"
#include "storage/kv_store.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::judging {

// Photos of marks: beside the chain, which has their hashes. Documented in judging.proto.
// Thread-safe.
class Photos {
 public:
  Photos(storage::KvStore& store, ledger::Sequencers& sequencers)
      : store_(store), sequencers_(sequencers) {}

  Awaitable<absl::Status> PutPhoto(Call call, const v1::PutPhotoRequest& request,
                                   v1::PutPhotoResponse& response) const;
  Awaitable<absl::Status> GetPhoto(Call call, const v1::GetPhotoRequest& request,
                                   v1::GetPhotoResponse& response) const;

 private:
  // RESOURCE_NOT_FOUND when the event has no such entry, or it is no mark.
  absl::StatusOr<StoredEntry> FindMark(std::string_view event, std::string_view entry_id) const;

  storage::KvStore& store_;
  ledger::Sequencers& sequencers_;
};

}  // namespace touchstone::judging
