#pragma once

#include <string>

#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "services/training/documents/badge_key.h"
#include "services/training/documents/certificate_codes.h"
#include "services/training/file_index.h"
#include "services/training/file_queries.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_document.grpc.pb.h"

namespace touchstone {

// What documents are made with.
struct DocumentSettings {
  std::string public_url;   // where everybody reaches the pages, without a slash at the end
  std::string badge_seed;   // of the key that signs badges: 32 random bytes
  std::string code_secret;  // from which the codes of certificates follow: 32 random bytes
};

// Documents about training records, and the public check of certificates. Documented in
// proto/touchstone/v1/training_document.proto. What is read goes through FileQueries, so that
// callers see what they see in TrainingService.
class DocumentsService final : public v1::DocumentsService::CallbackService {
 public:
  // Everything must outlive the service. Checks run on `executor`, which may use many threads; what
  // is written, which may take a second, on `writing`.
  DocumentsService(const RpcGate& gate, storage::KvStore& store,
                   const training::CertificateTypes& types, const Clock& clock,
                   const DocumentSettings& settings, asio::any_io_executor executor,
                   asio::any_io_executor writing);

  grpc::ServerUnaryReactor* ExportFile(grpc::CallbackServerContext* context,
                                       const v1::ExportFileRequest* request,
                                       v1::Document* response) override;
  grpc::ServerUnaryReactor* ExportCertificate(grpc::CallbackServerContext* context,
                                              const v1::ExportCertificateRequest* request,
                                              v1::Document* response) override;
  grpc::ServerUnaryReactor* ExportLapses(grpc::CallbackServerContext* context,
                                         const v1::ExportLapsesRequest* request,
                                         v1::Document* response) override;
  grpc::ServerUnaryReactor* CheckCertificate(grpc::CallbackServerContext* context,
                                             const v1::CheckCertificateRequest* request,
                                             v1::CertificateStatus* response) override;
  grpc::ServerUnaryReactor* GetBadgeKeys(grpc::CallbackServerContext* context,
                                         const v1::GetBadgeKeysRequest* request,
                                         v1::Document* response) override;
  grpc::ServerUnaryReactor* GetBadgeStatus(grpc::CallbackServerContext* context,
                                           const v1::GetBadgeStatusRequest* request,
                                           v1::Document* response) override;

 private:
  Awaitable<absl::Status> DoExportFile(Call call, const v1::ExportFileRequest& request,
                                       v1::Document& response) const;
  Awaitable<absl::Status> DoExportCertificate(Call call,
                                              const v1::ExportCertificateRequest& request,
                                              v1::Document& response) const;
  Awaitable<absl::Status> DoExportLapses(Call call, const v1::ExportLapsesRequest& request,
                                         v1::Document& response) const;
  Awaitable<absl::Status> DoCheckCertificate(Call call, const v1::CheckCertificateRequest& request,
                                             v1::CertificateStatus& response) const;
  Awaitable<absl::Status> DoGetBadgeKeys(Call call, const v1::GetBadgeKeysRequest& request,
                                         v1::Document& response) const;
  Awaitable<absl::Status> DoGetBadgeStatus(Call call, const v1::GetBadgeStatusRequest& request,
                                           v1::Document& response) const;

  // RESOURCE_NOT_FOUND for every code that was not registered.
  absl::StatusOr<v1::CertificateStatus> StatusOfCode(const std::string& code) const;
  // The certificate with its code, registered.
  Awaitable<absl::StatusOr<std::string>> RegisteredCode(
      const storage::v1::CodedCertificate& certificate) const;

  // The badge, or the paper, of a certificate with its code.
  void WriteBadge(const v1::Worker& worker, const v1::Licence& licence, const std::string& code,
                  v1::Document& response) const;
  void WritePaper(const v1::Worker& worker, const v1::Licence& licence, const std::string& code,
                  v1::Document& response) const;
  // OK when there is something in it; the libraries that write documents give no reasons.
  static absl::Status Written(const v1::Document& document);

  ServiceGate gate_;
  storage::KvStore& store_;
  const training::CertificateTypes& types_;
  const Clock& clock_;
  const std::string public_url_;
  const training::FileQueries queries_;
  const training::BadgeKey badge_key_;
  const training::CertificateCodes codes_;
  asio::any_io_executor executor_;
  asio::any_io_executor writing_;
};

}  // namespace touchstone
