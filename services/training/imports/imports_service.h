#pragma once

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "services/training/file_index.h"
#include "services/training/imports/import_run.h"
#include "services/training/imports/import_uploads.h"
#include "services/training/record_appending.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_import.grpc.pb.h"

namespace touchstone {

// Tables of records on their way into files. Documented in
// proto/touchstone/v1/training_import.proto.
class ImportsService final : public v1::ImportsService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  ImportsService(const RpcGate& gate, storage::KvStore& store, IdGenerator& ids,
                 const training::CertificateTypes& types, const Clock& clock,
                 asio::any_io_executor executor);

#define TOUCHSTONE_METHOD(Method, Response, part, function)                                    \
  grpc::ServerUnaryReactor* Method(grpc::CallbackServerContext* context,                       \
                                   const v1::Method##Request* request, v1::Response* response) \
      override;
#include "services/training/imports/import_methods.inc"
#undef TOUCHSTONE_METHOD
  grpc::ServerWriteReactor<v1::ImportProgress>* RunImport(
      grpc::CallbackServerContext* context, const v1::RunImportRequest* request) override;

 private:
  Awaitable<absl::Status> DoGetImportTemplate(Call call,
                                              const v1::GetImportTemplateRequest& request,
                                              v1::Document& response) const;

  ServiceGate gate_;
  const training::RecordAppending appending_;
  const training::ImportUploads uploads_;
  const training::ImportRun run_;
  asio::any_io_executor executor_;
};

}  // namespace touchstone
