#include "tests/bench/files_rows.h"

#include <cstdlib>
#include <string_view>

#include "services/training/training_convert.h"
#include "tests/bench/files_rival.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

constexpr int kPosting = 20;
constexpr int kAttendance = 21;
constexpr int kAssessment = 22;

// The columns of one row that depend on the fact; empty texts become NULL.
struct Row {
  int kind = 0;
  std::string type, batch, basis, attempt, halves, flag, score, number, place, what, team;
};

std::string TypeNumber(const std::string& name) {
  const std::string id = training::LastId(name);
  for (int i = 1; i < 5; ++i) {
    if (id == kSampleTypes[i]) return std::to_string(i);
  }
  return "";
}

std::string Halves(const std::string& hours) {
  if (hours.empty()) return "";
  return std::to_string(static_cast<int>(std::strtod(hours.c_str(), nullptr) * 2));
}

std::string Flag(bool flag) { return flag ? "t" : "f"; }

Row CertificateRow(const v1::CertificateFact& said) {
  Row row;
  row.kind = said.kind();
  row.type = TypeNumber(said.type());
  row.number = said.number();
  row.place = said.office();
  row.halves = Halves(said.class_hours());
  row.basis = said.basis() == 0 ? "" : std::to_string(said.basis());
  row.flag = Flag(said.basis() == v1::CERTIFICATE_BASIS_EXAM);
  return row;
}

Row AssessmentRow(const v1::Assessment& said) {
  Row row;
  const bool exam = said.kind() == v1::Assessment::KIND_EXAM;
  row.kind =
      exam && said.passed() ? static_cast<int>(training::FactKind::kExamPassed) : kAssessment;
  row.type = TypeNumber(said.certificate_type());
  row.basis = std::to_string(said.kind());
  row.flag = Flag(said.passed());
  row.score = said.score();
  row.attempt = std::to_string(said.attempt());
  return row;
}

// "batches/f03-b07" is 100 * 3 + 7.
Row AttendanceRow(const v1::Attendance& said) {
  Row row;
  row.kind = kAttendance;
  row.type = "4";  // of the programme
  const std::string id = training::LastId(said.batch());
  const auto dash = id.find("-b");
  row.batch =
      std::to_string(100 * std::stoi(id.substr(1, dash - 1)) + std::stoi(id.substr(dash + 2)));
  row.what = said.session();
  row.halves = said.class_hours().empty() ? "16" : Halves(said.class_hours());
  return row;
}

Row RowOf(const v1::Record& record) {
  using training::FactKind;
  Row row;
  switch (record.fact_case()) {
    case v1::Record::kPosting:
      row.kind = kPosting;
      row.place = training::LastId(record.posting().site());
      row.what = record.posting().trade();
      row.team = record.posting().team();
      return row;
    case v1::Record::kAttendance:
      return AttendanceRow(record.attendance());
    case v1::Record::kCertificate:
      return CertificateRow(record.certificate());
    case v1::Record::kAssessment:
      return AssessmentRow(record.assessment());
    case v1::Record::kHours:
      row.kind = static_cast<int>(FactKind::kTrainingHours);
      row.type = TypeNumber(record.hours().certificate_type());
      row.halves = Halves(record.hours().class_hours());
      row.what = record.hours().subject();
      return row;
    case v1::Record::kViolation:
      row.kind = static_cast<int>(FactKind::kViolation);
      row.type = TypeNumber(record.violation().certificate_type());
      row.what = record.violation().rule();
      row.flag = Flag(record.violation().serious());
      return row;
    case v1::Record::kHealth:
      row.kind = static_cast<int>(record.health().fit() ? FactKind::kHealthCleared
                                                        : FactKind::kHealthStop);
      row.type = TypeNumber(record.health().certificate_type());
      return row;
    case v1::Record::kWithdrawal:
      row.kind = static_cast<int>(FactKind::kWithdrawn);
      row.what = record.withdrawal().reason();
      return row;
    default:
      Fail("a record that has no row: " + record.ShortDebugString());
  }
}

void AppendField(const std::string& value, std::string& rows) {
  rows += '\t';
  rows += value.empty() ? "\\N" : value;
}

std::string Hex(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  if (bytes.empty()) return "";
  std::string hex = "\\\\x";
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

// "2024-05-03 01:02:03.000004+00"
std::string TimeText(std::int64_t micros) {
  constexpr std::int64_t kDay = 86'400'000'000;
  char text[64];
  const std::int64_t rest = micros % kDay;
  std::snprintf(text, sizeof text, "%s %02d:%02d:%02d.%06d+00",
                training::CivilDate::FromDays(static_cast<int>(micros / kDay)).ToString().c_str(),
                static_cast<int>(rest / 3'600'000'000), static_cast<int>(rest / 60'000'000 % 60),
                static_cast<int>(rest / 1'000'000 % 60), static_cast<int>(rest % 1'000'000));
  return text;
}

}  // namespace

void AppendRecordRow(std::size_t worker, std::size_t position, const v1::Record& record,
                     std::int64_t recorded, std::string& rows) {
  const Row row = RowOf(record);
  const std::string time = TimeText(recorded);
  const std::string& replaces = record.replaces();  // "r12"
  rows += std::to_string(worker);
  for (const std::string& value : {std::to_string(position),
                                   time,
                                   time.substr(0, 10),
                                   std::string("1"),
                                   std::string("1"),
                                   record.date(),
                                   record.end_date(),
                                   std::to_string(row.kind),
                                   row.type,
                                   replaces.empty() ? replaces : replaces.substr(1),
                                   row.batch,
                                   row.basis,
                                   row.attempt,
                                   row.halves,
                                   row.flag,
                                   row.score,
                                   row.number,
                                   row.place,
                                   row.what,
                                   row.team,
                                   record.note(),
                                   Hex(record.evidence_hash())}) {
    AppendField(value, rows);
  }
  rows += '\n';
}

}  // namespace touchstone::bench
