#include "services/common/grpc_status.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "services/common/errors.h"
#include "touchstone/v1/errors.pb.h"

namespace touchstone {
namespace {

constexpr char kDomain[] = "touchstone";
constexpr char kReasonPrefix[] = "ERROR_REASON_";

// gRPC clients take 8 KiB of metadata, encoded, unless they say otherwise; beyond it they would see
// neither reason nor fields.
constexpr std::size_t kMostFieldBytes = 3500;

// As many fields as fit, and how many there are more.
std::vector<FieldViolation> WhatFits(std::vector<FieldViolation> fields) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    bytes += fields[i].field.size() + fields[i].description.size() + 8;
    if (bytes <= kMostFieldBytes) continue;
    const std::string more = std::to_string(fields.size() - i) + " more";
    fields.resize(i);
    fields.push_back({"", more});
  }
  return fields;
}

void AddText(const char* locale, std::string_view text, google::rpc::Status* out) {
  google::rpc::LocalizedMessage message;
  message.set_locale(locale);
  message.set_message(std::string(text));
  out->add_details()->PackFrom(message);
}

Reason ReasonByName(const std::string& name) {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  v1::ErrorReason_Parse(kReasonPrefix + name, &reason);
  return static_cast<Reason>(reason);
}

// For clients that show only the message: "REASON: message".
std::string ReadableMessage(Reason reason, absl::string_view message) {
  return std::string(ReasonName(reason)) + ": " + std::string(message);
}

// The message without what ReadableMessage() put before it.
std::string OwnMessage(Reason reason, const std::string& message) {
  const std::string prefix = ReadableMessage(reason, "");
  return message.rfind(prefix, 0) == 0 ? message.substr(prefix.size()) : message;
}

}  // namespace

// The numbers of google.rpc.Code, grpc::StatusCode and absl::StatusCode are the same.
google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(std::string(status.message()));
  const ErrorDetail detail = DetailOf(status);
  if (detail.reason == Reason::kUnspecified) return out;
  out.set_message(ReadableMessage(detail.reason, status.message()));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(ReasonName(detail.reason)));
  info.set_domain(kDomain);
  for (const auto& [key, value] : detail.metadata) (*info.mutable_metadata())[key] = value;
  out.add_details()->PackFrom(info);
  if (!detail.fields.empty()) {
    google::rpc::BadRequest bad;
    for (const FieldViolation& field : detail.fields) {
      auto* violation = bad.add_field_violations();
      violation->set_field(field.field);
      violation->set_description(field.description);
    }
    out.add_details()->PackFrom(bad);
  }
  const auto retry = info.metadata().find("retry_seconds");
  if (retry != info.metadata().end()) {
    google::rpc::RetryInfo wait;
    wait.mutable_retry_delay()->set_seconds(std::atoi(retry->second.c_str()));
    out.add_details()->PackFrom(wait);
  }
  AddText("zh-CN", ReasonTextZh(detail.reason), &out);
  AddText("en", ReasonTextEn(detail.reason), &out);
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  ErrorDetail detail = DetailOf(status);
  const bool has_fields = !detail.fields.empty();
  const google::rpc::Status details = ToRpcStatus(
      has_fields ? MakeError(detail.reason, std::string(status.message()),
                             WhatFits(std::move(detail.fields)), std::move(detail.metadata))
                 : status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), details.message(),
                      details.SerializeAsString());
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  Reason reason = Reason::kUnspecified;
  std::vector<FieldViolation> fields;
  std::vector<std::pair<std::string, std::string>> metadata;
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    if (detail.UnpackTo(&info) && info.domain() == kDomain) {
      reason = ReasonByName(info.reason());
      metadata.assign(info.metadata().begin(), info.metadata().end());
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) {
        fields.push_back({violation.field(), violation.description()});
      }
    }
  }
  if (reason == Reason::kUnspecified) {
    return absl::Status(static_cast<absl::StatusCode>(status.code()), status.message());
  }
  return MakeError(reason, OwnMessage(reason, status.message()), std::move(fields),
                   std::move(metadata));
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  if (status.error_details().empty() || !details.ParseFromString(status.error_details())) {
    details.Clear();
    details.set_message(status.error_message());
  }
  details.set_code(status.error_code());
  return FromRpcStatus(details);
}

std::string LocalizedText(const absl::Status& status, bool chinese) {
  const Reason reason = ReasonOf(status);
  if (reason == Reason::kUnspecified) return std::string(status.message());
  return std::string(chinese ? ReasonTextZh(reason) : ReasonTextEn(reason));
}

}  // namespace touchstone
