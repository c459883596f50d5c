#pragma once

#include <memory>

#include <grpcpp/support/server_interceptor.h>

namespace touchstone {

// gRPC answers a request that it cannot parse with UNIMPLEMENTED and no text. This makes such an
// answer TEXT_NOT_UTF8 with the name of the field, or REQUEST_INVALID. Needs InstallProtobufLog().
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> ExplainUnreadableRequests();

}  // namespace touchstone
