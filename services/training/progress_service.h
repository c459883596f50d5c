#pragma once

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "services/training/file_index.h"
#include "services/training/progress_queries.h"
#include "services/training/setup_table.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone {

// How workers get on. Documented in proto/touchstone/v1/training_progress.proto; what each method
// does stands in the classes it is handed to.
class ProgressService final : public v1::ProgressService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  ProgressService(const RpcGate& gate, storage::KvStore& store,
                  const training::CertificateTypes& types, IdGenerator& ids, const Clock& clock,
                  asio::any_io_executor executor);

#define TOUCHSTONE_METHOD(Method, Response, part, function)                                    \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                       \
                                   const v1::Method##Request* request, v1::Response* response) \
      override;
#include "services/training/progress_methods.inc"
#undef TOUCHSTONE_METHOD

 private:
  ServiceGate gate_;
  const training::SetupTable setup_;
  const training::ProgressQueries queries_;
  asio::any_io_executor executor_;
};

}  // namespace touchstone
