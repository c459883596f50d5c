#include "services/training/record_checks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/training/attendance_rules.h"
#include "services/training/progress_checks.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

absl::Status Invalid(const std::string& field, const std::string& what,
                     Reason reason = Reason::REQUEST_INVALID) {
  return MakeError(reason, field + ": " + what, {{field, what}});
}

absl::Status CheckDates(const v1::Record& record) {
  const auto date = CivilDate::Parse(record.date());
  if (!date) return Invalid("date", "is no day of the calendar");
  if (record.end_date().empty()) return absl::OkStatus();
  const auto end = CivilDate::Parse(record.end_date());
  if (!end) return Invalid("end_date", "is no day of the calendar");
  return *end < *date ? Invalid("end_date", "is before date") : absl::OkStatus();
}

absl::Status CheckType(const References& references, const std::string& name,
                       const std::string& field) {
  if (name.empty()) return absl::OkStatus();
  auto id = ParseResourceName("certificateTypes", name, field);
  if (!id.ok()) return id.status();
  if (references.types().contains(*id)) return absl::OkStatus();
  return Invalid(field, "there is no such type of certificate", Reason::REFERENCE_UNKNOWN);
}

bool IsOpen(const v1::Record& record) {
  return record.state() == v1::Record::STATE_COUNTED || record.state() == v1::Record::STATE_WAITING;
}

// The record of the file that counts or waits and has this id; null when there is none.
const v1::Record* FindOpen(const WorkerFile& file, const std::string& id) {
  const std::string name = RecordName(file.worker, id);
  for (const v1::Record& record : file.records) {
    if (record.name() == name) return IsOpen(record) ? &record : nullptr;
  }
  return nullptr;
}

// What is replaced must be there, count, say the same kind of thing, and not be replaced already.
absl::Status CheckReplaces(const WorkerFile& file, v1::Record& record) {
  if (record.replaces().empty()) {
    if (!record.has_withdrawal()) return absl::OkStatus();
    return Invalid("replaces", "names what is withdrawn");
  }
  const std::string id = LastId(record.replaces());
  record.set_replaces(RecordName(file.worker, id));
  const v1::Record* const old = FindOpen(file, id);
  const bool taken =
      std::any_of(file.records.begin(), file.records.end(),
                  [&](const v1::Record& other) { return other.replaces() == record.replaces(); });
  if (old == nullptr || taken || old->has_confirmation() || old->has_withdrawal()) {
    return Invalid("replaces", "no record that counts", Reason::RECORD_NOT_REPLACEABLE);
  }
  if (record.has_withdrawal() || old->fact_case() == record.fact_case()) return absl::OkStatus();
  return Invalid("replaces", "a record of another kind", Reason::RECORD_NOT_REPLACEABLE);
}

Attendance AttendanceOf(const v1::Record& record) {
  Attendance attendance;
  attendance.id = LastId(record.name());
  attendance.batch = LastId(record.attendance().batch());
  attendance.session = record.attendance().session();
  attendance.date = CivilDate::Parse(record.date()).value_or(CivilDate());
  attendance.hours = Number::Parse(record.attendance().class_hours()).value_or(Number());
  return attendance;
}

absl::Status CheckAttendance(References& references, const Caller& caller, const v1::Worker& worker,
                             const WorkerFile& file, v1::Record& record) {
  v1::Attendance& said = *record.mutable_attendance();
  auto parts = references.Batch(said.batch());
  if (!parts.ok()) return parts.status();
  if (*parts == nullptr || !RequireCompany(caller, CompanyOfSite((*parts)->batch.site())).ok()) {
    if (IsOfCompany(caller)) return Missing(caller);
    return Invalid("attendance.batch", "there is no such batch", Reason::REFERENCE_UNKNOWN);
  }
  const v1::Session* session = nullptr;
  for (const v1::Session& candidate : (*parts)->batch.sessions()) {
    if (candidate.id() == said.session()) session = &candidate;
  }
  if (session == nullptr) {
    return Invalid("attendance.session", "the batch has no such session",
                   Reason::REFERENCE_UNKNOWN);
  }
  if (record.date() != session->date()) {
    return Invalid("date", "is not the day of the session, " + session->date());
  }
  if (said.class_hours().empty()) said.set_class_hours(session->class_hours());
  said.set_company(worker.company());
  *said.mutable_certificate_types() = (*parts)->programme.certificate_types();
  std::vector<Attendance> others;
  for (const v1::Record& other : file.records) {
    if (!other.has_attendance() || !IsOpen(other) || other.name() == record.replaces()) continue;
    if (other.attendance().batch() == said.batch() &&
        other.attendance().session() == said.session()) {
      return Invalid("attendance.session", "attended already, record " + LastId(other.name()),
                     Reason::ATTENDANCE_EXISTS);
    }
    if (other.date() == record.date()) others.push_back(AttendanceOf(other));
  }
  absl::Status hours = CheckHours(AttendanceOf(record),
                                  Number::Parse(session->class_hours()).value_or(Number()), others);
  if (hours.ok()) return hours;
  return Invalid("attendance.class_hours", std::string(hours.message()), ReasonOf(hours));
}

absl::Status CheckPosting(References& references, const v1::Worker& worker,
                          const v1::Record& record) {
  const std::string& name = record.posting().site();
  auto site = references.Site(name);
  if (!site.ok()) return site.status();
  if (*site != nullptr && CompanyOfSite(name) == worker.company()) return absl::OkStatus();
  return Invalid("posting.site", "is no site of the worker's company", Reason::REFERENCE_UNKNOWN);
}

absl::Status CheckConfirmation(const Caller& caller, const WorkerFile& file, v1::Record& record) {
  v1::Confirmation& said = *record.mutable_confirmation();
  const v1::Record* const confirmed = FindOpen(file, LastId(said.record()));
  if (confirmed == nullptr || confirmed->has_confirmation()) {
    return Invalid("confirmation.record", "no record that counts", Reason::REFERENCE_UNKNOWN);
  }
  said.set_record(RecordName(file.worker, LastId(said.record())));
  if (confirmed->entered_by() == record.entered_by()) {
    return Invalid("confirmation.record", "was entered by the same person",
                   Reason::SECOND_PERSON_NEEDED);
  }
  if (caller.role == v1::ROLE_WORKER && !confirmed->has_attendance()) {
    return Invalid("confirmation.record", "a worker confirms attendances",
                   Reason::ROLE_NOT_ALLOWED);
  }
  return absl::OkStatus();
}

absl::Status CheckCertificate(const References& references, const v1::Record& record) {
  const v1::CertificateFact& said = record.certificate();
  if (absl::Status s = CheckType(references, said.type(), "certificate.type"); !s.ok()) return s;
  if (record.end_date().empty() || said.kind() == v1::CertificateFact::KIND_SUSPENDED) {
    return absl::OkStatus();
  }
  return Invalid("end_date", "is computed from the type and never entered");
}

absl::Status CheckFact(References& references, const Caller& caller, const v1::Worker& worker,
                       const WorkerFile& file, v1::Record& record) {
  switch (record.fact_case()) {
    case v1::Record::FACT_NOT_SET:
      return Invalid("fact", "is required");
    case v1::Record::kPosting:
      return CheckPosting(references, worker, record);
    case v1::Record::kAttendance:
      return CheckAttendance(references, caller, worker, file, record);
    case v1::Record::kCertificate:
      return CheckCertificate(references, record);
    case v1::Record::kAssessment: {
      absl::Status type = CheckType(references, record.assessment().certificate_type(),
                                    "assessment.certificate_type");
      return type.ok() ? CheckProgress(references, caller, worker, file, record) : type;
    }
    case v1::Record::kHours:
      return CheckType(references, record.hours().certificate_type(), "hours.certificate_type");
    case v1::Record::kViolation:
      return CheckType(references, record.violation().certificate_type(),
                       "violation.certificate_type");
    case v1::Record::kHealth:
      return CheckType(references, record.health().certificate_type(), "health.certificate_type");
    case v1::Record::kWork:
      return CheckType(references, record.work().certificate_type(), "work.certificate_type");
    case v1::Record::kConfirmation:
      return CheckConfirmation(caller, file, record);
    case v1::Record::kEnrolment:
    case v1::Record::kMentorContract:
    case v1::Record::kMentorOutcome:
    case v1::Record::kEvaluation:
    case v1::Record::kFindingClosure:
    case v1::Record::kLevelStep:
      return CheckProgress(references, caller, worker, file, record);
    case v1::Record::kHonour:
    case v1::Record::kContestResult:
    case v1::Record::kWithdrawal:
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<const References::BatchParts*> References::Batch(const std::string& name) {
  auto [found, is_new] = batches_.try_emplace(name);
  if (is_new) {
    auto batch = ReadBatch(store_, name);
    if (!batch.ok()) return batch.status();
    if (*batch) {
      auto programme = ReadProgramme(store_, (*batch)->programme());
      auto site = ReadSite(store_, (*batch)->site());
      if (!programme.ok()) return programme.status();
      if (!site.ok()) return site.status();
      if (!*programme || !*site) return MakeError(Reason::STORE_READ_FAILED, name);
      found->second = BatchParts{**std::move(batch), **std::move(programme), **std::move(site)};
    }
  }
  return found->second ? &*found->second : nullptr;
}

absl::StatusOr<const v1::Site*> References::Site(const std::string& name) {
  auto [found, is_new] = sites_.try_emplace(name);
  if (is_new) {
    auto site = ReadSite(store_, name);
    if (!site.ok()) return site.status();
    found->second = *std::move(site);
  }
  return found->second ? &*found->second : nullptr;
}

absl::StatusOr<const v1::Worker*> References::Worker(const std::string& name) {
  auto [found, is_new] = workers_.try_emplace(name);
  if (is_new) {
    auto worker = ReadStored<v1::Worker>(store_, storage::keys::Resource("worker", LastId(name)));
    if (!worker.ok()) return worker.status();
    found->second = *std::move(worker);
  }
  return found->second ? &*found->second : nullptr;
}

absl::Status CheckRecord(References& references, const Caller& caller, const v1::Worker& worker,
                         const WorkerFile& file, v1::Record& record) {
  if (absl::Status dates = CheckDates(record); !dates.ok()) return dates;
  if (!record.evidence_hash().empty() && record.evidence_hash().size() != 32) {
    return Invalid("evidence_hash", "is 32 bytes");
  }
  if (caller.role == v1::ROLE_WORKER && !record.has_confirmation()) {
    return Invalid("fact", "a worker only confirms", Reason::ROLE_NOT_ALLOWED);
  }
  absl::Status checked = CheckReplaces(file, record);
  if (!checked.ok()) return checked;
  return CheckFact(references, caller, worker, file, record);
}

}  // namespace touchstone::training
