#include "services/training/imports/imports_service.h"

#include <functional>
#include <utility>

#include "services/training/imports/import_template.h"

namespace touchstone {

ImportsService::ImportsService(const RpcGate& gate, storage::KvStore& store, IdGenerator& ids,
                               const training::CertificateTypes& types, const Clock& clock,
                               asio::any_io_executor executor)
    : gate_(gate, v1::ImportsService::service_full_name()),
      appending_(store, types, clock),
      uploads_(store, ids, clock),
      run_(store, appending_, clock),
      executor_(std::move(executor)) {}

#define TOUCHSTONE_METHOD(Method, Response, part, function)                              \
  grpc::ServerUnaryReactor* ImportsService::Method(grpc::CallbackServerContext* context, \
                                                   const v1::Method##Request* request,   \
                                                   v1::Response* response) {             \
    return HandleUnary(gate_, __func__, context, request, response, executor_,           \
                       std::bind_front(&function, &part));                               \
  }
#include "services/training/imports/import_methods.inc"
#undef TOUCHSTONE_METHOD

grpc::ServerWriteReactor<v1::ImportProgress>* ImportsService::RunImport(
    grpc::CallbackServerContext* context, const v1::RunImportRequest* request) {
  return HandleServerStream<v1::ImportProgress>(gate_, __func__, context, request, executor_,
                                                std::bind_front(&training::ImportRun::Run, &run_));
}

Awaitable<absl::Status> ImportsService::DoGetImportTemplate(
    Call, const v1::GetImportTemplateRequest& request, v1::Document& response) const {
  auto document = training::MakeTemplate(request.kind(), request.format());
  if (!document.ok()) co_return document.status();
  response = *std::move(document);
  co_return absl::OkStatus();
}

}  // namespace touchstone
