#include "clients/cli/record_input.h"

#include <utility>

#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/errors.h"

namespace touchstone::cli {
namespace {

constexpr std::size_t kMostBytes = 150'000;  // of 256 KiB: answers are larger than requests
constexpr int kMostRecords = 500;

// "records[3].record.date" of a later call becomes "records[503].record.date".
absl::Status Shifted(const absl::Status& error, std::size_t first) {
  ErrorDetail detail = DetailOf(error);
  constexpr std::string_view kPrefix = "records[";
  if (first == 0 || detail.reason == Reason::kUnspecified) return error;
  for (FieldViolation& field : detail.fields) {
    const auto end = field.field.find(']');
    if (!field.field.starts_with(kPrefix) || end == std::string::npos) continue;
    const std::size_t index = std::stoul(field.field.substr(kPrefix.size()));
    field.field = std::string(kPrefix) + std::to_string(index + first) + field.field.substr(end);
  }
  return MakeError(detail.reason, std::string(error.message()), std::move(detail.fields));
}

}  // namespace

std::string CompanyChildName(const std::string& collection, const std::string& text) {
  const auto slash = text.find('/');
  if (text.empty() || text.starts_with("companies/") || slash == std::string::npos) return text;
  return "companies/" + text.substr(0, slash) + "/" + collection + "/" + text.substr(slash + 1);
}

std::string SiteName(const std::string& text) { return CompanyChildName("sites", text); }

std::string CertificateTypeName(const std::string& text) {
  return text.empty() ? text : FullName("certificateTypes", text);
}

absl::StatusOr<google::protobuf::Timestamp> ParseKnownTime(const std::string& text) {
  const bool is_day = text.size() == 10;
  google::protobuf::Timestamp time;
  const std::string full = is_day ? text + "T23:59:59.999999+08:00" : text;
  if (google::protobuf::util::TimeUtil::FromString(full, &time)) return time;
  return absl::InvalidArgumentError("\"" + text +
                                    "\" is neither a day nor a time such as "
                                    "2024-06-01T08:00:00+08:00");
}

absl::Status SetFactField(v1::Record& record, const std::string& fact,
                          const std::string& assignment) {
  const auto* field = v1::Record::descriptor()->FindFieldByName(fact);
  if (field == nullptr || field->containing_oneof() == nullptr) {
    return absl::InvalidArgumentError("\"" + fact + "\" is no kind of record");
  }
  auto& message = *record.GetReflection()->MutableMessage(&record, field);
  if (assignment.empty()) return absl::OkStatus();
  const auto equals = assignment.find('=');
  const std::string name = assignment.substr(0, equals);
  if (equals == std::string::npos || message.GetDescriptor()->FindFieldByName(name) == nullptr) {
    return absl::InvalidArgumentError(fact + " has no field for \"" + assignment + "\"");
  }
  std::string value = assignment.substr(equals + 1);
  if (name == "site") value = SiteName(value);
  if (name == "batch") value = FullName("batches", value);
  if (name == "mentor") value = FullName("workers", value);
  if (name == "certificate_type" || name == "type") value = CertificateTypeName(value);
  return SetField(message, name, value);
}

absl::StatusOr<std::uint64_t> SendRecords(const Connection& connection,
                                          const std::vector<v1::NewRecord>& records,
                                          bool validate_only) {
  std::uint64_t added = 0;
  for (std::size_t first = 0; first < records.size();) {
    v1::AppendRecordsRequest request;
    request.set_validate_only(validate_only);
    std::size_t bytes = 0;
    std::size_t next = first;
    while (next < records.size() && request.records_size() < kMostRecords && bytes < kMostBytes) {
      bytes += records[next].ByteSizeLong();
      *request.add_records() = records[next++];
    }
    auto response = connection.Call(&TrainingStub::AppendRecords, request);
    if (!response.ok()) return Shifted(response.status(), first);
    added += response->added();
    first = next;
  }
  return added;
}

}  // namespace touchstone::cli
