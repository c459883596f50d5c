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

  // Who attended a batch, from its index.
  Awaitable<absl::Status> ListAttendances(Call call, const v1::ListAttendancesRequest& request,
                                          v1::ListAttendancesResponse& response) const;
  // People, person-times and hours of the parts of a partition, as known at a time.
  Awaitable<absl::Status> CountTraining(Call call, const v1::CountTrainingRequest& request,
                                        v1::CountTrainingResponse& response) const;
  // What was planned for a year's months, and what was done.
  Awaitable<absl::Status> ComparePlan(Call call, const v1::ComparePlanRequest& request,
                                      v1::ComparePlanResponse& response) const;

 private:
  const storage::KvStore& store_;
  const Clock& clock_;
};

}  // namespace touchstone::training
