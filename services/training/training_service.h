#pragma once

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "services/training/file_follower.h"
#include "services/training/file_index.h"
#include "services/training/file_queries.h"
#include "services/training/record_appending.h"
#include "services/training/setup_table.h"
#include "services/training/training_counts.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training.grpc.pb.h"

namespace touchstone {

// Training and certification. Documented in proto/touchstone/v1/training.proto; what each method
// does stands in the classes it is handed to.
class TrainingService final : public v1::TrainingService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  TrainingService(const RpcGate& gate, storage::KvStore& store, IdGenerator& ids,
                  const Clock& clock, asio::any_io_executor executor);

#define TOUCHSTONE_METHOD(Method, Response, part, function)                                    \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                       \
                                   const v1::Method##Request* request, v1::Response* response) \
      override;
#include "services/training/methods.inc"
#undef TOUCHSTONE_METHOD

  // Types of certificates by id; they live as long as the service.
  const training::CertificateTypes& types() const { return types_; }

 private:
  Awaitable<absl::Status> DoListCertificateTypes(Call call,
                                                 const v1::ListCertificateTypesRequest& request,
                                                 v1::ListCertificateTypesResponse& response) const;

  ServiceGate gate_;
  const training::CertificateTypes types_;
  const training::SetupTable setup_;
  const training::RecordAppending appending_;
  training::FileFollower follower_;
  const training::FileQueries queries_;
  const training::TrainingCounts counts_;
  asio::any_io_executor executor_;
};

}  // namespace touchstone
