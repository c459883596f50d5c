#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/connection.h"
#include "google/protobuf/timestamp.pb.h"
#include "touchstone/v1/training.grpc.pb.h"

// What people type about training, and records on their way to the server.
namespace touchstone::cli {

using TrainingStub = v1::TrainingService::Stub;

// "companies/acme/sites/kamoa" for "acme/kamoa" and for itself; empty for "".
std::string SiteName(const std::string& text);

// "certificateTypes/forklift-n1" for "forklift-n1" and for itself; empty for "".
std::string CertificateTypeName(const std::string& text);

// A time as "2024-06-01T08:00:00+08:00", or a day: its end in China, so that what was recorded on
// it is known. INVALID_ARGUMENT.
absl::StatusOr<google::protobuf::Timestamp> ParseKnownTime(const std::string& text);

// Sets `known_time` of a request from such a text; an empty one leaves it.
template <typename Request>
absl::Status SetKnownTime(const std::string& text, Request& request) {
  if (text.empty()) return absl::OkStatus();
  auto known = ParseKnownTime(text);
  if (known.ok()) *request.mutable_known_time() = *known;
  return known.status();
}

// "companies/acme/ladders/fitter" for "acme/fitter" and for itself; likewise of other collections.
std::string CompanyChildName(const std::string& collection, const std::string& text);

// Sets a field of a record's fact from "site=acme/kamoa": names of other resources may be ids;
// lists of messages are JSON, such as findings=[{"id": "f1", "text": "…"}]. INVALID_ARGUMENT when
// the fact has no such field or the value does not fit.
absl::Status SetFactField(v1::Record& record, const std::string& fact,
                          const std::string& assignment);

// Sends records in calls that fit into the limits of the server. Returns how many were new. The
// first call that fails ends it; what came before stays, and repeating it is harmless when the
// records have ids.
absl::StatusOr<std::uint64_t> SendRecords(const Connection& connection,
                                          const std::vector<v1::NewRecord>& records,
                                          bool validate_only);

}  // namespace touchstone::cli
