#pragma once

#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "tests/services/training/training_fixture.h"
#include "touchstone/v1/training_document.grpc.pb.h"

namespace touchstone::testing {

// Asks for documents; ann has the forklift permit N1-7, issued on 2024-05-03 and good to
// 2028-05-02.
class DocumentsFixture : public TrainingFixture {
 protected:
  using Json = nlohmann::json;
  using Documents = v1::DocumentsService::Stub;

  DocumentsFixture() {
    Append(NewPosting("ann", "2020-01-01", "home"));
    Append(NewCertificate("ann", "2024-05-03", v1::CertificateFact::KIND_ISSUED));
  }

  template <typename Response, typename Method, typename Request>
  absl::StatusOr<Response> Ask(Method method, const Request& request, const std::string& token) {
    return CallWith<Response>(*documents_, method, token, request);
  }
  absl::StatusOr<v1::Document> TryCertificate(const std::string& worker, const std::string& token,
                                              v1::ExportCertificateRequest::Format format) {
    v1::ExportCertificateRequest request;
    request.set_worker("workers/" + worker);
    request.set_certificate_type("certificateTypes/forklift-n1");
    request.set_format(format);
    return Ask<v1::Document>(&Documents::ExportCertificate, request, token);
  }
  std::string Badge(const std::string& worker = "ann") {
    auto document = TryCertificate(worker, department_, v1::ExportCertificateRequest::FORMAT_BADGE);
    EXPECT_TRUE(document.ok()) << document.status();
    return document.ok() ? document->content() : std::string();
  }
  absl::StatusOr<v1::CertificateStatus> Check(const std::string& code) {
    v1::CheckCertificateRequest request;
    request.set_code(code);
    return Ask<v1::CertificateStatus>(&Documents::CheckCertificate, request, "");
  }
  absl::StatusOr<v1::Document> TryFile(const std::string& worker, const std::string& token,
                                       v1::ExportFileRequest::Format format,
                                       const google::protobuf::Timestamp* known = nullptr) {
    v1::ExportFileRequest request;
    request.set_worker("workers/" + worker);
    request.set_format(format);
    if (known != nullptr) *request.mutable_known_time() = *known;
    return Ask<v1::Document>(&Documents::ExportFile, request, token);
  }

  std::unique_ptr<Documents> documents_ = server_.Stub<v1::DocumentsService>();
};

}  // namespace touchstone::testing
