#include "services/training/documents/certificate_state.h"

#include <utility>
#include <vector>

#include "services/common/resource_name.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/known_time.h"
#include "services/training/licence_convert.h"
#include "services/training/local_day.h"
#include "services/training/query_parts.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "services/training/worker_file.h"
#include "storage/keys.h"

namespace touchstone::training {

std::string MaskedName(const std::string& name) {
  std::size_t end = name.empty() ? 0 : 1;
  while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) ++end;
  return name.substr(0, end) + "**";
}

std::string TimeZoneOf(const storage::KvStore& store, const v1::Worker& worker) {
  auto head = ReadStored<storage::v1::FileHead>(store, storage::keys::File(LastId(worker.name())));
  if (!head.ok() || !*head) return kDefaultTimeZone;
  return TimeZoneAt(store, SiteName(worker, **head));
}

absl::StatusOr<v1::CertificateStatus> StatusOf(const storage::KvStore& store,
                                               const CertificateTypes& types, const Clock& clock,
                                               const storage::v1::CodedCertificate& certificate) {
  auto worker =
      ReadStored<v1::Worker>(store, storage::keys::Resource("worker", certificate.worker()));
  if (!worker.ok()) return worker.status();
  const auto type = types.find(certificate.certificate_type());
  const v1::CertificateType* message = FindShippedCertificateType(certificate.certificate_type());
  if (!*worker || type == types.end() || message == nullptr) {
    return MakeError(Reason::STORE_READ_FAILED, "certificate");
  }
  absl::StatusOr<WorkerFile> file = ReadFile(store, certificate.worker());
  if (!file.ok()) return file.status();
  auto known = KnownTime(false, {}, clock, file->records);
  if (!known.ok()) return known.status();
  std::vector<Fact> facts = AsKnownAt(ToFacts(file->records), *known);
  std::erase_if(facts, [&](const Fact& fact) {
    return !fact.certificate.empty() && fact.certificate != certificate.number();
  });
  auto today = DayAsked("", "date", TodayAt(store, clock, SiteName(**worker, file->head)));
  if (!today.ok()) return today.status();
  v1::Licence licence =
      ToProto(type->second, DecideLicence(type->second, facts, *today), certificate.worker());

  v1::CertificateStatus status;
  *status.mutable_certificate_type() = message->display_name();
  *status.mutable_authority() = message->authority();
  status.set_number(certificate.number());
  status.set_holder(MaskedName((*worker)->display_name()));
  status.set_valid(licence.licensed());
  status.set_reason(licence.reason());
  *status.mutable_explanation() = std::move(*licence.mutable_explanation());
  status.set_valid_from(licence.valid_from());
  status.set_valid_to(licence.valid_to());
  status.set_date(today->date.ToString());
  return status;
}

}  // namespace touchstone::training
