#pragma once

#include <memory>

#include <grpcpp/grpcpp.h>

#include "absl/status/statusor.h"
#include "services/server/config.h"

namespace touchstone {

// Limits for every connection, so that no client can use up the server: a message has at most
// 256 KiB, metadata 8 KiB, a connection 4096 calls at once (it may
// be that of a gateway with as many browsers) and 5 idle minutes, a handshake 5 s, and
// gRPC's buffers share 128 MiB.
void SetLimits(grpc::ServerBuilder& builder);

// Plain for loopback, mutual TLS when the config has TLS files. UNAVAILABLE when one of them cannot
// be read. REQUIRES: CheckConfig(config) is OK.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const Config& config);

// The way from a gateway that runs alone to its server: plain, or mutual TLS when there are files.
// A lost server is noticed within 20 seconds and looked for again every two. UNAVAILABLE when a
// file cannot be read. REQUIRES: CheckGateway() is OK.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenUpstream(const Upstream& upstream);

}  // namespace touchstone
