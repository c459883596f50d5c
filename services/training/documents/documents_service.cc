#include "services/training/documents/documents_service.h"

#include <functional>
#include <utility>

#include "services/common/errors.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/documents/badge.h"
#include "services/training/documents/certificate_pdf.h"
#include "services/training/documents/certificate_state.h"
#include "services/training/local_day.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone {
namespace {

using training::CivilDate;
using training::LastId;

// Ends when the day by which something must be done is over.
std::optional<training::Instant> EndOf(const v1::Licence& licence, const std::string& time_zone) {
  const auto last =
      CivilDate::Parse(licence.lapse_date().empty() ? licence.valid_to() : licence.lapse_date());
  if (!last) return std::nullopt;
  return training::StartOf(CivilDate::FromDays(last->days() + 1), time_zone);
}

}  // namespace

DocumentsService::DocumentsService(const RpcGate& gate, storage::KvStore& store,
                                   const training::CertificateTypes& types, const Clock& clock,
                                   const DocumentSettings& settings, asio::any_io_executor executor,
                                   asio::any_io_executor writing)
    : gate_(gate, v1::DocumentsService::service_full_name()),
      store_(store),
      types_(types),
      clock_(clock),
      public_url_(settings.public_url),
      queries_(store, types, clock),
      badge_key_(settings.badge_seed),
      codes_(store, settings.code_secret),
      executor_(std::move(executor)),
      writing_(std::move(writing)) {}

#define TOUCHSTONE_METHOD(Method, Response, executor)                                      \
  grpc::ServerUnaryReactor* DocumentsService::Method(grpc::CallbackServerContext* context, \
                                                     const v1::Method##Request* request,   \
                                                     v1::Response* response) {             \
    return HandleUnary(gate_, __func__, context, request, response, executor,              \
                       std::bind_front(&DocumentsService::Do##Method, this));              \
  }
TOUCHSTONE_METHOD(ExportFile, Document, writing_)
TOUCHSTONE_METHOD(ExportCertificate, Document, writing_)
TOUCHSTONE_METHOD(ExportLapses, Document, writing_)
TOUCHSTONE_METHOD(CheckCertificate, CertificateStatus, executor_)
TOUCHSTONE_METHOD(GetBadgeKeys, Document, executor_)
TOUCHSTONE_METHOD(GetBadgeStatus, Document, executor_)
#undef TOUCHSTONE_METHOD

Awaitable<absl::StatusOr<std::string>> DocumentsService::RegisteredCode(
    const storage::v1::CodedCertificate& certificate) const {
  storage::WriteBatch batch;
  absl::Status registered = codes_.Register(certificate, batch);
  if (!registered.ok()) co_return registered;
  if (!batch.writes().empty()) {
    absl::StatusOr<std::uint64_t> done = co_await AsyncCommit(store_, std::move(batch));
    // Another call has registered it meanwhile: the same code for the same certificate.
    const bool there = ReasonOf(done.status()) == Reason::CONCURRENT_CHANGE;
    if (!done.ok() && !there) co_return done.status();
  }
  co_return codes_.CodeOf(certificate);
}

Awaitable<absl::Status> DocumentsService::DoExportCertificate(
    Call call, const v1::ExportCertificateRequest& request, v1::Document& response) const {
  v1::CheckLicenceRequest question;
  question.set_worker(request.worker());
  question.set_certificate_type(request.certificate_type());
  v1::Licence licence;
  absl::Status decided = co_await queries_.CheckLicence(call, question, licence);
  if (!decided.ok()) co_return decided;
  if (!licence.licensed()) {
    co_return MakeError(Reason::NOT_LICENSED, licence.explanation().en());
  }
  auto worker = training::FindWorker(store_, call.caller(), request.worker());
  if (!worker.ok()) co_return worker.status();
  storage::v1::CodedCertificate certificate;
  certificate.set_worker(LastId(request.worker()));
  certificate.set_certificate_type(LastId(request.certificate_type()));
  certificate.set_number(licence.number());
  absl::StatusOr<std::string> code = co_await RegisteredCode(certificate);
  if (!code.ok()) co_return code.status();
  if (request.format() == v1::ExportCertificateRequest::FORMAT_BADGE) {
    WriteBadge(*worker, licence, *code, response);
  } else {
    WritePaper(*worker, licence, *code, response);
  }
  co_return Written(response);
}

void DocumentsService::WriteBadge(const v1::Worker& worker, const v1::Licence& licence,
                                  const std::string& code, v1::Document& response) const {
  const std::string type = LastId(licence.certificate_type());
  const std::string time_zone = training::TimeZoneOf(store_, worker);
  const auto valid_from = CivilDate::Parse(licence.valid_from()).value_or(CivilDate());
  training::Badge badge;
  badge.public_url = public_url_;
  badge.code = code;
  badge.worker = worker.name();
  badge.holder = worker.display_name();
  badge.type = *training::FindShippedCertificateType(type);
  badge.number = licence.number();
  badge.valid_from = training::StartOf(valid_from, time_zone);
  badge.ends = EndOf(licence, time_zone);
  response.set_media_type("application/vc+jwt");
  response.set_file_name("badge-" + LastId(worker.name()) + "-" + type + ".jwt");
  response.set_content(badge_key_.SignToken(training::BadgePayload(badge)));
}

void DocumentsService::WritePaper(const v1::Worker& worker, const v1::Licence& licence,
                                  const std::string& code, v1::Document& response) const {
  const std::string type = LastId(licence.certificate_type());
  training::CertificatePaper paper;
  paper.worker = worker;
  auto company = training::ReadStored<v1::Company>(
      store_, storage::keys::Resource("company", LastId(worker.company())));
  if (company.ok() && *company) paper.company = (*company)->display_name();
  paper.type = *training::FindShippedCertificateType(type);
  paper.licence = licence;
  paper.code = code;
  paper.public_url = public_url_;
  paper.date = CivilDate::Parse(licence.date()).value_or(CivilDate());
  paper.made = training::ToInstant(touchstone::ToTimestamp(clock_.Now()));
  response.set_media_type("application/pdf");
  response.set_file_name("certificate-" + LastId(worker.name()) + "-" + type + ".pdf");
  response.set_content(training::CertificatePdf(paper));
}

absl::Status DocumentsService::Written(const v1::Document& document) {
  if (!document.content().empty()) return absl::OkStatus();
  return absl::InternalError("the document could not be written");
}

absl::StatusOr<v1::CertificateStatus> DocumentsService::StatusOfCode(
    const std::string& code) const {
  auto certificate = codes_.Find(code);
  if (!certificate.ok()) return certificate.status();
  if (!*certificate) return MakeError(Reason::RESOURCE_NOT_FOUND);
  return training::StatusOf(store_, types_, clock_, **certificate);
}

Awaitable<absl::Status> DocumentsService::DoCheckCertificate(
    Call, const v1::CheckCertificateRequest& request, v1::CertificateStatus& response) const {
  absl::StatusOr<v1::CertificateStatus> status = StatusOfCode(request.code());
  if (!status.ok()) co_return status.status();
  response = *std::move(status);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> DocumentsService::DoGetBadgeStatus(Call,
                                                           const v1::GetBadgeStatusRequest& request,
                                                           v1::Document& response) const {
  absl::StatusOr<v1::CertificateStatus> status = StatusOfCode(request.code());
  if (!status.ok()) co_return status.status();
  std::optional<v1::Text> reason;
  if (!status->valid()) reason = status->explanation();
  response.set_media_type("application/json");
  response.set_file_name("badge-status.json");
  response.set_content(training::BadgeStatusList(public_url_, request.code(), reason));
  co_return absl::OkStatus();
}

Awaitable<absl::Status> DocumentsService::DoGetBadgeKeys(Call, const v1::GetBadgeKeysRequest&,
                                                         v1::Document& response) const {
  response.set_media_type("application/jwk-set+json");
  response.set_file_name("badge-keys.json");
  response.set_content(badge_key_.JwkSet());
  co_return absl::OkStatus();
}

}  // namespace touchstone
