#pragma once

#include "services/common/rpc.h"
#include "storage/kv_store.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::judging {

// Pages of an event's chain, read from the store. Thread-safe.
class ChainPages {
 public:
  explicit ChainPages(const storage::KvStore& store) : store_(store) {}

  Awaitable<absl::Status> ListIncidents(Call call, const v1::ListIncidentsRequest& request,
                                        v1::ListIncidentsResponse& response) const;
  Awaitable<absl::Status> ListWaitingEntries(Call call,
                                             const v1::ListWaitingEntriesRequest& request,
                                             v1::ListWaitingEntriesResponse& response) const;
  Awaitable<absl::Status> ListEnvelopes(Call call, const v1::ListEnvelopesRequest& request,
                                        v1::ListEnvelopesResponse& response) const;

 private:
  const storage::KvStore& store_;
};

}  // namespace touchstone::judging
