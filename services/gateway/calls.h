#pragma once

#include <optional>
#include <string>

#include <grpcpp/support/status.h>

#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/http.h"
#include "services/gateway/metadata.h"
#include "services/gateway/upstream.h"

// Requests of browsers as calls, and what became of calls as answers to browsers. Pure.
namespace touchstone::gateway {

enum class Protocol { kNone, kGrpcWeb, kConnectJson, kConnectProto };
// What a POST speaks, by its content type.
Protocol ProtocolOf(const HttpRequest& request);

// What a call without a stream of answers gave.
struct Answer {
  grpc::Status status;
  Metadata initial;
  Metadata trailing;
  std::optional<std::string> message;
};

// {"status":"SERVING"} with 200, or with 503 another status and the reason; `answer` is that of
// grpc.health.v1.Health/Check.
HttpResponse HealthResponse(const Answer& answer);

// What this gateway itself says to a call.
Answer Refusal(const absl::Status& status);

// The call that a gRPC-Web request asks for.
//   UNIMPLEMENTED, INTERNAL  the request is not as the protocol wants it
absl::StatusOr<CallRequest> ReadGrpcWeb(const HttpRequest& request);
// What a gRPC-Web answer is written in: as the client accepts it, or else as it asked.
Encoding AnswerEncoding(const HttpRequest& request);
Headers GrpcWebHeaders(const Metadata& initial, Encoding encoding);
// The last frame of an answer.
std::string TrailersText(const grpc::Status& status, const Metadata& metadata, Encoding encoding);
HttpResponse GrpcWebResponse(const Answer& answer, Encoding encoding);

// The call that a Connect request asks for; `method` may be null.
//   UNIMPLEMENTED, INVALID_ARGUMENT, INTERNAL  there is no such method, or the request is not as
//   the protocol or the method wants it
absl::StatusOr<CallRequest> ReadConnect(const HttpRequest& request,
                                        const google::protobuf::MethodDescriptor* method);
// In JSON or as proto; errors are JSON always. REQUIRES: method != nullptr, or an error.
HttpResponse ConnectResponse(const Answer& answer, bool json,
                             const google::protobuf::MethodDescriptor* method);

}  // namespace touchstone::gateway
