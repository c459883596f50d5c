#pragma once

#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "services/training/file_index.h"
#include "services/training/published_aspects.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_progress.pb.h"

namespace touchstone::training {

// What is asked about how workers get on. Nothing is written. All references must outlive it.
// Thread-safe.
//
// Errors of all: NOT_YOURS, RESOURCE_NOT_FOUND, REQUEST_INVALID, PAGE_TOKEN_INVALID,
// STORE_READ_FAILED.
class ProgressQueries {
 public:
  ProgressQueries(const storage::KvStore& store, const CertificateTypes& types, const Clock& clock)
      : store_(store), types_(types), clock_(clock), aspects_(store) {}

  Awaitable<absl::Status> ListFindings(Call call, const v1::ListFindingsRequest& request,
                                       v1::ListFindingsResponse& response) const;
  Awaitable<absl::Status> SumEvaluations(Call call, const v1::SumEvaluationsRequest& request,
                                         v1::EvaluationSum& response) const;
  Awaitable<absl::Status> ListMentorContracts(Call call,
                                              const v1::ListMentorContractsRequest& request,
                                              v1::ListMentorContractsResponse& response) const;
  Awaitable<absl::Status> CheckCareer(Call call, const v1::CheckCareerRequest& request,
                                      v1::Career& response) const;
  Awaitable<absl::Status> ProposeWages(Call call, const v1::ProposeWagesRequest& request,
                                       v1::ProposeWagesResponse& response) const;
  Awaitable<absl::Status> OfferPlanItems(Call call, const v1::OfferPlanItemsRequest& request,
                                         v1::OfferPlanItemsResponse& response) const;

 private:
  const storage::KvStore& store_;
  const CertificateTypes& types_;
  const Clock& clock_;
  mutable PublishedAspects aspects_;
};

}  // namespace touchstone::training
