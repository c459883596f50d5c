#include "services/training/training_convert.h"

#include <algorithm>
#include <utility>

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

std::vector<Fact> AttendanceFacts(const v1::Record& record) {
  const v1::Attendance& attendance = record.attendance();
  if (attendance.certificate_types().empty()) {
    return {HoursFact(record, attendance.class_hours(), "")};
  }
  std::vector<Fact> facts;
  for (const std::string& type : attendance.certificate_types()) {
    facts.push_back(HoursFact(record, attendance.class_hours(), type));
  }
  return facts;
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

std::vector<Fact> ToFacts(const v1::Record& record) {
  switch (record.fact_case()) {
    case v1::Record::kAttendance:
      return AttendanceFacts(record);
    case v1::Record::kCertificate:
      return {CertificateFactOf(record)};
    case v1::Record::kAssessment: {
      const v1::Assessment& said = record.assessment();
      if (said.kind() != v1::Assessment::KIND_EXAM || !said.passed()) break;
      return {WorkerFactOf(record, FactKind::kExamPassed, said.certificate_type())};
    }
    case v1::Record::kHours:
      return {HoursFact(record, record.hours().class_hours(), record.hours().certificate_type())};
    case v1::Record::kViolation: {
      Fact fact = WorkerFactOf(record, FactKind::kViolation, record.violation().certificate_type());
      fact.serious = record.violation().serious();
      return {std::move(fact)};
    }
    case v1::Record::kHealth:
      return {WorkerFactOf(record,
                           record.health().fit() ? FactKind::kHealthCleared : FactKind::kHealthStop,
                           record.health().certificate_type())};
    case v1::Record::kWork:
      return {WorkerFactOf(record,
                           record.work().ended() ? FactKind::kWorkEnded : FactKind::kWorkStarted,
                           record.work().certificate_type())};
    case v1::Record::kConfirmation: {
      Fact fact = FactOf(record, FactKind::kApproved);
      fact.concerns = LastId(record.confirmation().record());
      return {std::move(fact)};
    }
    case v1::Record::kWithdrawal:
      return {FactOf(record, FactKind::kWithdrawn)};
    default:
      break;
  }
  return {HoursFact(record, "0", kNoType)};
}

std::vector<Fact> ToFacts(const std::vector<v1::Record>& records) {
  std::vector<Fact> facts;
  for (const v1::Record& record : records) {
    for (Fact& fact : ToFacts(record)) facts.push_back(std::move(fact));
  }
  return facts;
}

std::map<std::string, Counting> CountingOf(const std::vector<v1::Record>& records) {
  std::map<std::string, Counting> counting;
  std::map<std::string, const v1::Record*> by_id;
  for (const v1::Record& record : records) {
    const Fact fact = ToFacts(record).front();
    by_id[fact.id] = &record;
    Counting& own = counting[fact.id];
    const bool verified = !fact.verified_by.empty() && fact.verified_by != fact.entered_by;
    if (!NeedsApproval(fact) || verified) own.from = fact.recorded;
    if (fact.kind != FactKind::kApproved) continue;
    const auto concerned = by_id.find(fact.concerns);
    if (concerned == by_id.end()) continue;
    if (concerned->second->entered_by() == fact.entered_by) continue;
    Counting& other = counting[fact.concerns];
    if (!other.from) other.from = fact.recorded;
    if (record.entered_as() == v1::ROLE_WORKER && !other.confirmed) {
      other.confirmed = fact.recorded;
    }
  }
  for (const v1::Record& record : records) {
    if (record.replaces().empty()) continue;
    const std::optional<Instant>& from = counting[LastId(record.name())].from;
    std::optional<Instant>& to = counting[LastId(record.replaces())].to;
    if (from && (!to || *from < *to)) to = from;
  }
  return counting;
}

std::vector<v1::Record> RecordsAt(const std::vector<v1::Record>& records, Instant moment) {
  std::vector<v1::Record> known;
  for (const v1::Record& record : records) {
    if (ToInstant(record.record_time()) <= moment) known.push_back(record);
  }
  const std::map<std::string, Counting> counting = CountingOf(known);
  std::map<std::string, std::size_t> by_id;
  for (std::size_t i = 0; i < known.size(); ++i) {
    v1::Record& record = known[i];
    const std::string id = LastId(record.name());
    by_id[id] = i;
    const Counting& counted = counting.at(id);
    record.set_state(counted.from ? v1::Record::STATE_COUNTED : v1::Record::STATE_WAITING);
    if (counted.confirmed) *record.mutable_confirm_time() = ToTimestamp(*counted.confirmed);
  }
  for (const v1::Record& record : known) {
    if (record.has_confirmation() && record.entered_as() != v1::ROLE_WORKER) {
      const auto found = by_id.find(LastId(record.confirmation().record()));
      if (found == by_id.end()) continue;
      v1::Record& verified = known[found->second];
      if (verified.verified_by().empty() && verified.entered_by() != record.entered_by()) {
        verified.set_verified_by(record.entered_by());
      }
    }
    if (record.replaces().empty() || !counting.at(LastId(record.name())).from) continue;
    const auto found = by_id.find(LastId(record.replaces()));
    if (found == by_id.end()) continue;
    known[found->second].set_state(record.has_withdrawal() ? v1::Record::STATE_WITHDRAWN
                                                           : v1::Record::STATE_REPLACED);
  }
  return known;
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
