#include "services/training/training_convert.h"

#include <algorithm>
#include <utility>

#include "services/training/file_states.h"

namespace touchstone::training {
namespace {

constexpr std::string_view kNoType = "-";  // of facts that concern no licence

Fact FactOf(const v1::Record& record, FactKind kind) {
  Fact fact;
  fact.id = LastId(record.name());
  fact.kind = kind;
  fact.on = CivilDate::Parse(record.date()).value_or(CivilDate());
  fact.until = CivilDate::Parse(record.end_date());
  fact.recorded = ToInstant(record.record_time());
  fact.recorded_on = CivilDate::Parse(record.record_date()).value_or(fact.on);
  fact.entered_by = record.entered_by();
  // The organiser's office is not the company: it stands by what it enters.
  if (record.entered_as() == v1::ROLE_ORGANISER) fact.verified_by = "organiser";
  fact.replaces = LastId(record.replaces());
  return fact;
}

Fact HoursFact(const v1::Record& record, const std::string& hours, std::string_view type) {
  Fact fact = FactOf(record, FactKind::kTrainingHours);
  fact.hours = Number::Parse(hours).value_or(Number());
  fact.type = LastId(type);
  return fact;
}

Fact CertificateFactOf(const v1::Record& record) {
  const v1::CertificateFact& said = record.certificate();
  Fact fact = FactOf(record, static_cast<FactKind>(said.kind()));
  fact.type = LastId(said.type());
  fact.certificate = said.number();
  fact.hours = Number::Parse(said.class_hours()).value_or(Number());
  fact.basis = static_cast<Basis>(said.basis());
  return fact;
}

Fact WorkerFactOf(const v1::Record& record, FactKind kind, std::string_view type) {
  Fact fact = FactOf(record, kind);
  fact.type = LastId(type);
  return fact;
}

void AddAttendance(const v1::Record& record, std::vector<Fact>& facts) {
  const v1::Attendance& attendance = record.attendance();
  if (attendance.certificate_types().empty()) {
    facts.push_back(HoursFact(record, attendance.class_hours(), ""));
  }
  for (const std::string& type : attendance.certificate_types()) {
    facts.push_back(HoursFact(record, attendance.class_hours(), type));
  }
}

// What any record but an attendance says.
Fact ToFact(const v1::Record& record) {
  switch (record.fact_case()) {
    case v1::Record::kCertificate:
      return CertificateFactOf(record);
    case v1::Record::kAssessment: {
      const v1::Assessment& said = record.assessment();
      if (said.kind() != v1::Assessment::KIND_EXAM || !said.passed()) break;
      return WorkerFactOf(record, FactKind::kExamPassed, said.certificate_type());
    }
    case v1::Record::kHours:
      return HoursFact(record, record.hours().class_hours(), record.hours().certificate_type());
    case v1::Record::kViolation: {
      Fact fact = WorkerFactOf(record, FactKind::kViolation, record.violation().certificate_type());
      fact.serious = record.violation().serious();
      return fact;
    }
    case v1::Record::kHealth:
      return WorkerFactOf(record,
                          record.health().fit() ? FactKind::kHealthCleared : FactKind::kHealthStop,
                          record.health().certificate_type());
    case v1::Record::kWork:
      return WorkerFactOf(record,
                          record.work().ended() ? FactKind::kWorkEnded : FactKind::kWorkStarted,
                          record.work().certificate_type());
    case v1::Record::kConfirmation: {
      Fact fact = FactOf(record, FactKind::kApproved);
      fact.concerns = LastId(record.confirmation().record());
      return fact;
    }
    case v1::Record::kWithdrawal:
      return FactOf(record, FactKind::kWithdrawn);
    default:
      break;
  }
  return HoursFact(record, "0", kNoType);
}

}  // namespace

Instant ToInstant(const google::protobuf::Timestamp& time) {
  return {time.seconds() * 1'000'000 + time.nanos() / 1000};
}

google::protobuf::Timestamp ToTimestamp(Instant instant) {
  google::protobuf::Timestamp time;
  std::int64_t micros = instant.micros % 1'000'000;
  if (micros < 0) micros += 1'000'000;
  time.set_seconds((instant.micros - micros) / 1'000'000);
  time.set_nanos(static_cast<std::int32_t>(micros * 1000));
  return time;
}

std::string LastId(std::string_view name) {
  const auto slash = name.rfind('/');
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

std::vector<Fact> ToFacts(const std::vector<v1::Record>& records) {
  std::vector<Fact> facts;
  facts.reserve(records.size());
  for (const v1::Record& record : records) {
    if (record.has_attendance()) {
      AddAttendance(record, facts);
    } else {
      facts.push_back(ToFact(record));
    }
  }
  return facts;
}

std::vector<v1::Record> RecordsAt(const std::vector<v1::Record>& records, Instant moment) {
  return RecordsAt(std::vector<v1::Record>(records), moment);
}

v1::TrainingCount ToProto(const std::string& part, const Headcount& count) {
  v1::TrainingCount message;
  message.set_part(part);
  message.set_batches(static_cast<std::uint64_t>(count.batches));
  message.set_people(static_cast<std::uint64_t>(count.people));
  message.set_person_times(static_cast<std::uint64_t>(count.person_times));
  message.set_class_hours(count.hours.ToString());
  return message;
}

}  // namespace touchstone::training
