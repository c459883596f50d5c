#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/sample_files.h"

namespace touchstone::cli {

// Brings SampleFiles to a server as its other clients would, with many calls under way at once on a
// few connections. What is there already from a run before is left as it is. Not thread-safe.
class SampleLoading {
 public:
  // Makes a call with the token of an organiser.
  using NewCall = std::function<std::unique_ptr<grpc::ClientContext>()>;

  // `files` must outlive it.
  SampleLoading(const SampleFiles& files, std::vector<std::shared_ptr<grpc::Channel>> channels,
                NewCall new_call)
      : files_(files), channels_(std::move(channels)), new_call_(std::move(new_call)) {}

  // Companies, sites, the programme, batches.
  absl::Status CreateSetup();
  absl::Status CreateWorkers();

  // Records of all files but the late ones; then the late ones. Returns how many are new.
  absl::StatusOr<std::uint64_t> AppendRecords() { return Append(false); }
  absl::StatusOr<std::uint64_t> AppendLateRecords() { return Append(true); }

 private:
  absl::StatusOr<std::uint64_t> Append(bool late);

  const SampleFiles& files_;
  const std::vector<std::shared_ptr<grpc::Channel>> channels_;
  const NewCall new_call_;
};

}  // namespace touchstone::cli
