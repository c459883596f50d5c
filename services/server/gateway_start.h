#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/gateway.h"
#include "services/server/config.h"

namespace touchstone {

// As many files and connections as the machine allows this process; what clients may take of them
// is the matter of the gateway's limits. What cannot be had is done without.
void RaiseFileLimit();

// The gateway for calls to `channel`; says in the log where it is. Errors of Gateway::Start().
absl::StatusOr<std::unique_ptr<gateway::Gateway>> StartGateway(
    const gateway::Settings& settings, std::shared_ptr<grpc::Channel> channel);

// Runs the gateway of a server that is elsewhere until SIGTERM or SIGINT. The log tells when the
// server is lost and when it is back; meanwhile calls end with UNAVAILABLE.
//   UNAVAILABLE  as StartGateway(); a TLS file cannot be read
absl::Status RunGatewayUntilSignal(const gateway::Settings& settings, const Upstream& upstream);

}  // namespace touchstone
