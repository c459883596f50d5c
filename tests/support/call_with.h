#pragma once

#include <string>

#include "services/common/grpc_status.h"
#include "tests/support/test_server.h"

namespace touchstone::testing {

// Calls a method with a secret; gives its answer or its error.
template <typename Response, typename Stub, typename Method, typename Request>
absl::StatusOr<Response> CallWith(Stub& stub, Method method, const std::string& secret,
                                  const Request& request) {
  Response response;
  auto context = TestServer::Context(secret);
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

}  // namespace touchstone::testing
