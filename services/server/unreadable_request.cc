#include "services/server/unreadable_request.h"

#include <string>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "services/common/protobuf_log.h"

namespace touchstone {
namespace {

using grpc::experimental::InterceptionHookPoints;

// The refusal comes from gRPC on the thread that parsed the request, so that the name of the field
// is still known there.
absl::Status Explain() {
  const std::string field = TakeFieldThatIsNotUtf8();
  if (!field.empty()) {
    return MakeError(Reason::TEXT_NOT_UTF8, "", {{field, "is not valid UTF-8"}});
  }
  return MakeError(Reason::REQUEST_INVALID, "the bytes are no message of the method");
}

class Interceptor final : public grpc::experimental::Interceptor {
 public:
  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      const grpc::Status status = methods->GetSendStatus();
      if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED &&
          status.error_message().empty()) {
        methods->ModifySendStatus(ToGrpcStatus(Explain()));
      }
    }
    methods->Proceed();
  }
};

class Factory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // Methods that do not exist look like streams in both directions; their UNIMPLEMENTED is true.
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* call) override {
    using Type = grpc::experimental::ServerRpcInfo::Type;
    const bool one_request = call->type() == Type::UNARY || call->type() == Type::SERVER_STREAMING;
    return one_request ? new Interceptor : nullptr;
  }
};

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> ExplainUnreadableRequests() {
  return std::make_unique<Factory>();
}

}  // namespace touchstone
