#pragma once

#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::training {

// What is counted from attendances. Nothing is written. All references must outlive it.
// Thread-safe. Errors as those of FileQueries.
class TrainingCounts {
 public:
  TrainingCounts(const storage::KvStore& store, const Clock& clock)
      : store_(store), clock_(clock) {}

  Awaitable<absl::Status> ListAttendances(Call call, const v1::ListAttendancesRequest& request,
                                          v1::ListAttendancesResponse& response) const;
  Awaitable<absl::Status> CountTraining(Call call, const v1::CountTrainingRequest& request,
                                        v1::CountTrainingResponse& response) const;
  Awaitable<absl::Status> ComparePlan(Call call, const v1::ComparePlanRequest& request,
                                      v1::ComparePlanResponse& response) const;

 private:
  const storage::KvStore& store_;
  const Clock& clock_;
};

}  // namespace touchstone::training
