#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

// Errors on the wire: google.rpc.Status with ErrorInfo (domain "touchstone"), BadRequest when
// fields are named, and LocalizedMessage in Chinese and English, carried in
// `grpc-status-details-bin`.
namespace touchstone {

// For answers that carry an error as data, such as touchstone.v1.EntryResult.
google::rpc::Status ToRpcStatus(const absl::Status& status);
// Of many fields the first ones, and one without a name that says how many there are more.
grpc::Status ToGrpcStatus(const absl::Status& status);

// For clients: the error with the ErrorDetail that the server put in. Code and message stay when
// there are no details of ours.
absl::Status FromRpcStatus(const google::rpc::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

// The texts for people that came with `status`, or the catalogue's; Chinese when `chinese`.
std::string LocalizedText(const absl::Status& status, bool chinese);

}  // namespace touchstone
