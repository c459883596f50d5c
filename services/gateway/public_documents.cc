#include "services/gateway/public_documents.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "touchstone/v1/training_document.pb.h"

namespace touchstone::gateway {
namespace {

constexpr std::string_view kKeysPath = "/badges/keys";
constexpr std::string_view kStatusPath = "/badges/status/";
constexpr std::chrono::seconds kPatience{5};

CallRequest CallOf(const char* method, const google::protobuf::Message& message) {
  CallRequest call;
  call.method = std::string("/touchstone.v1.DocumentsService/") + method;
  call.timeout = kPatience;
  call.message = message.SerializeAsString();
  return call;
}

HttpResponse Respond(int status, std::string type, std::string cache, std::string body) {
  return {status,
          {{"content-type", std::move(type)},
           {"cache-control", std::move(cache)},
           {"content-security-policy", "default-src 'none'; frame-ancestors 'none'"},
           {"x-content-type-options", "nosniff"},
           // Public, and answered without a look at who asks.
           {"access-control-allow-origin", "*"},
           {"cross-origin-resource-policy", "cross-origin"}},
          std::move(body)};
}

HttpResponse TextResponse(int status, std::string text) {
  return Respond(status, "text/plain; charset=utf-8", "no-store", std::move(text));
}

}  // namespace

std::optional<CallRequest> PublicDocumentCall(const HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const std::string_view path = request.Path();
  if (path == kKeysPath) return CallOf("GetBadgeKeys", v1::GetBadgeKeysRequest());
  if (!path.starts_with(kStatusPath)) return std::nullopt;
  const std::string_view code = path.substr(kStatusPath.size());
  const bool text = std::all_of(code.begin(), code.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
  v1::GetBadgeStatusRequest status;
  status.set_code(text ? std::string(code) : std::string());
  return CallOf("GetBadgeStatus", status);
}

HttpResponse PublicDocumentResponse(const HttpRequest& request, const Answer& answer) {
  v1::Document document;
  const bool there =
      answer.status.ok() && answer.message && document.ParseFromString(*answer.message);
  if (there) {
    // A key lives long; a certificate may be revoked at any moment.
    const bool keys = request.Path() == kKeysPath;
    return Respond(200, document.media_type(), keys ? "public, max-age=300" : "no-store",
                   document.content());
  }
  const auto code = answer.status.error_code();
  const bool unknown =
      code == grpc::StatusCode::NOT_FOUND || code == grpc::StatusCode::INVALID_ARGUMENT;
  if (unknown) return TextResponse(404, "404 找不到 · not found\n");
  if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) {
    return TextResponse(429,
                        "429 试错次数过多，请稍后再试 · too many wrong codes; try again later\n");
  }
  return TextResponse(503, "503 服务器暂时不可用 · the server is not available\n");
}

}  // namespace touchstone::gateway
