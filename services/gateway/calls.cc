#include "services/gateway/calls.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "services/gateway/connect.h"
#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

constexpr std::string_view kGrpcWeb = "application/grpc-web";
constexpr std::string_view kGrpcWebText = "application/grpc-web-text";
constexpr std::string_view kJson = "application/json";
constexpr std::string_view kProto = "application/proto";

bool IsType(std::string_view content_type, std::string_view type) {
  const std::string whole = LowerCase(content_type.substr(0, content_type.find(';')));
  return whole == type || whole == std::string(type) + "+proto";
}

}  // namespace

Protocol ProtocolOf(const HttpRequest& request) {
  const std::string_view type = request.Get("content-type");
  if (IsType(type, kGrpcWeb) || IsType(type, kGrpcWebText)) return Protocol::kGrpcWeb;
  if (IsType(type, kJson)) return Protocol::kConnectJson;
  return IsType(type, kProto) ? Protocol::kConnectProto : Protocol::kNone;
}

HttpResponse HealthResponse(const Answer& answer) {
  grpc::health::v1::HealthCheckResponse health;
  const bool told = answer.status.ok() && answer.message && health.ParseFromString(*answer.message);
  const bool serving = told && health.status() == health.SERVING;
  nlohmann::ordered_json body = {{"status", serving ? "SERVING" : "NOT_SERVING"}};
  if (!serving && !answer.status.ok()) body["reason"] = answer.status.error_message();
  return {serving ? 200 : 503,
          {{"content-type", "application/json"},
           {"cache-control", "no-store"},
           {"x-content-type-options", "nosniff"}},
          body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"};
}

Answer Refusal(const absl::Status& status) {
  Answer answer;
  answer.status = {static_cast<grpc::StatusCode>(status.code()), std::string(status.message())};
  return answer;
}

absl::StatusOr<CallRequest> ReadGrpcWeb(const HttpRequest& request) {
  const std::string_view encoding = request.Get("grpc-encoding");
  if (!encoding.empty() && encoding != "identity") {
    return absl::UnimplementedError("the encoding of the message is not known");
  }
  CallRequest call;
  call.method = std::string(request.Path());
  auto metadata = MetadataOf(request.headers);
  if (!metadata.ok()) return metadata.status();
  call.metadata = *std::move(metadata);
  if (const std::string_view timeout = request.Get("grpc-timeout"); !timeout.empty()) {
    call.timeout = ParseGrpcTimeout(timeout);
    if (!call.timeout) return absl::InternalError("grpc-timeout is malformed");
  }
  std::optional<std::string> decoded;
  if (IsType(request.Get("content-type"), kGrpcWebText)) {
    decoded = FromBase64(request.body);
    if (!decoded) return absl::InternalError("the body is no base64");
  }
  auto message = OneMessage(decoded ? *decoded : request.body);
  if (!message.ok()) return message.status();
  call.message = *std::move(message);
  return call;
}

Encoding AnswerEncoding(const HttpRequest& request) {
  const std::string_view accept = request.Get("accept");
  const auto accepts = [&](std::string_view type) {
    return ListHas(accept, type) || ListHas(accept, std::string(type) + "+proto");
  };
  if (accepts(kGrpcWebText)) return Encoding::kText;
  if (accepts(kGrpcWeb)) return Encoding::kBinary;
  return IsType(request.Get("content-type"), kGrpcWebText) ? Encoding::kText : Encoding::kBinary;
}

Headers GrpcWebHeaders(const Metadata& initial, Encoding encoding) {
  Headers headers = HeadersOf(initial);
  headers.push_back({"content-type", std::string(ContentType(encoding))});
  headers.push_back({"cache-control", "no-store"});
  headers.push_back({"x-accel-buffering", "no"});
  return headers;
}

std::string TrailersText(const grpc::Status& status, const Metadata& metadata, Encoding encoding) {
  Trailers trailers{status.error_code(), status.error_message(), status.error_details(),
                    HeadersOf(metadata)};
  return Encode(TrailersFrame(trailers), encoding);
}

HttpResponse GrpcWebResponse(const Answer& answer, Encoding encoding) {
  HttpResponse response;
  response.headers = GrpcWebHeaders(answer.initial, encoding);
  if (answer.message) response.body = Encode(MessageFrame(*answer.message), encoding);
  response.body += TrailersText(answer.status, answer.trailing, encoding);
  return response;
}

absl::StatusOr<CallRequest> ReadConnect(const HttpRequest& request,
                                        const google::protobuf::MethodDescriptor* method) {
  CallRequest call;
  call.method = std::string(request.Path());
  if (method == nullptr) return absl::UnimplementedError("no such method: " + call.method);
  if (method->server_streaming() || method->client_streaming()) {
    return absl::UnimplementedError("streams need gRPC-Web: " + call.method);
  }
  const std::string_view encoding = request.Get("content-encoding");
  if (!encoding.empty() && encoding != "identity") {
    return absl::UnimplementedError("the encoding of the body is not known");
  }
  auto metadata = MetadataOf(request.headers);
  if (!metadata.ok()) return metadata.status();
  call.metadata = *std::move(metadata);
  if (const std::string_view timeout = request.Get("connect-timeout-ms"); !timeout.empty()) {
    // Milliseconds, up to ten digits; a deadline further away than gRPC can say is none.
    if (timeout.size() <= 8) call.timeout = ParseGrpcTimeout(std::string(timeout) + "m");
    if (!call.timeout && timeout.find_first_not_of("0123456789") != std::string_view::npos) {
      return absl::InvalidArgumentError("connect-timeout-ms is malformed");
    }
  }
  if (IsType(request.Get("content-type"), kProto)) {
    call.message = request.body;
    return call;
  }
  auto message = JsonToMessage(*method->input_type(), request.body);
  if (!message.ok()) return message.status();
  call.message = *std::move(message);
  return call;
}

HttpResponse ConnectResponse(const Answer& answer, bool json,
                             const google::protobuf::MethodDescriptor* method) {
  HttpResponse response;
  response.headers = HeadersOf(answer.initial);
  for (Header& trailer : HeadersOf(answer.trailing)) {
    response.headers.push_back({"trailer-" + trailer.name, std::move(trailer.value)});
  }
  response.headers.push_back({"cache-control", "no-store"});
  grpc::Status status = answer.status;
  if (status.ok() && !answer.message) status = {grpc::StatusCode::INTERNAL, "no answer came"};
  if (status.ok() && json) {
    auto text = MessageToJson(*method->output_type(), *answer.message);
    if (text.ok()) response.body = *std::move(text);
    if (!text.ok()) status = Refusal(text.status()).status;
  } else if (status.ok()) {
    response.body = *answer.message;
  }
  if (!status.ok()) {
    response.status = HttpStatus(status.error_code());
    response.body = ConnectError(status);
  }
  response.headers.push_back({"content-type", std::string(status.ok() && !json ? kProto : kJson)});
  return response;
}

}  // namespace touchstone::gateway
