#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include "services/common/rpc.h"
#include "services/gateway/metadata.h"

namespace touchstone::gateway {

// A call as a browser asked for it, in bytes.
struct CallRequest {
  std::string method;  // "/touchstone.v1.EventsService/GetEvent"
  Metadata metadata;
  std::optional<std::chrono::nanoseconds> timeout;
  std::string message;
};

// One call to the services: one message there, any number back. Used by one coroutine at a time,
// except Cancel(). A call that nobody holds any more is cancelled.
class UpstreamCall {
 public:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;
  static std::shared_ptr<UpstreamCall> Start(Stub& stub, const CallRequest& request);
  virtual ~UpstreamCall() = default;

  // The next message, or nothing at the end: then Finish().
  virtual Awaitable<std::optional<std::string>> Read() = 0;
  // How it ended. REQUIRES: Read() gave nothing.
  virtual Awaitable<grpc::Status> Finish() = 0;
  // Nobody waits for it any more. Any thread.
  virtual void Cancel() = 0;

  // REQUIRES: Read() has returned.
  virtual Metadata InitialMetadata() const = 0;
  // REQUIRES: Finish() has returned.
  virtual Metadata TrailingMetadata() const = 0;
};

}  // namespace touchstone::gateway
