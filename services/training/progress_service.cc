#include "services/training/progress_service.h"

#include <functional>
#include <utility>

namespace touchstone {

ProgressService::ProgressService(const RpcGate& gate, storage::KvStore& store,
                                 const training::CertificateTypes& types, IdGenerator& ids,
                                 const Clock& clock, asio::any_io_executor executor)
    : gate_(gate, v1::ProgressService::service_full_name()),
      setup_(store, ids, clock),
      queries_(store, types, clock),
      executor_(std::move(executor)) {}

#define TOUCHSTONE_METHOD(Method, Response, part, function)                               \
  grpc::ServerUnaryReactor* ProgressService::Method(grpc::CallbackServerContext* context, \
                                                    const v1::Method##Request* request,   \
                                                    v1::Response* response) {             \
    return HandleUnary(gate_, __func__, context, request, response, executor_,            \
                       std::bind_front(&function, &part));                                \
  }
#include "services/training/progress_methods.inc"
#undef TOUCHSTONE_METHOD

}  // namespace touchstone
