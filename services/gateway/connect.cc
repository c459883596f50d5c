#include "services/gateway/connect.h"

#include <array>
#include <memory>

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver.h>
#include <google/protobuf/util/type_resolver_util.h>
#include <nlohmann/json.hpp>

#include "google/rpc/status.pb.h"
#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

namespace util = google::protobuf::util;

constexpr char kUrl[] = "type.googleapis.com";

util::TypeResolver& Resolver() {
  static util::TypeResolver* const resolver = util::NewTypeResolverForDescriptorPool(
      kUrl, google::protobuf::DescriptorPool::generated_pool());
  return *resolver;
}

std::string TypeUrl(const google::protobuf::Descriptor& type) {
  return std::string(kUrl) + "/" + type.full_name();
}

struct Row {
  std::string_view name;
  int http;
};
// By the number of grpc::StatusCode.
constexpr std::array<Row, 17> kCodes = {{{"ok", 200},
                                         {"canceled", 499},
                                         {"unknown", 500},
                                         {"invalid_argument", 400},
                                         {"deadline_exceeded", 504},
                                         {"not_found", 404},
                                         {"already_exists", 409},
                                         {"permission_denied", 403},
                                         {"resource_exhausted", 429},
                                         {"failed_precondition", 400},
                                         {"aborted", 409},
                                         {"out_of_range", 400},
                                         {"unimplemented", 501},
                                         {"internal", 500},
                                         {"unavailable", 503},
                                         {"data_loss", 500},
                                         {"unauthenticated", 401}}};

const Row& RowOf(grpc::StatusCode code) {
  const auto index = static_cast<std::size_t>(code);
  return kCodes[index < kCodes.size() ? index : 2];
}

}  // namespace

absl::StatusOr<std::string> JsonToMessage(const google::protobuf::Descriptor& type,
                                          const std::string& json) {
  std::string bytes;
  // A GET-like call without a body asks with an empty message.
  const std::string text = json.empty() ? "{}" : json;
  const auto status = util::JsonToBinaryString(&Resolver(), TypeUrl(type), text, &bytes);
  if (!status.ok()) {
    return absl::InvalidArgumentError("the body is no " + type.full_name() + ": " +
                                      std::string(status.message()));
  }
  return bytes;
}

absl::StatusOr<std::string> MessageToJson(const google::protobuf::Descriptor& type,
                                          const std::string& bytes) {
  std::string json;
  if (!util::BinaryToJsonString(&Resolver(), TypeUrl(type), bytes, &json).ok()) {
    return absl::InternalError("the answer is no " + type.full_name());
  }
  return json;
}

std::string_view ConnectCode(grpc::StatusCode code) { return RowOf(code).name; }
int HttpStatus(grpc::StatusCode code) { return RowOf(code).http; }

std::string ConnectError(const grpc::Status& status) {
  nlohmann::ordered_json error{{"code", ConnectCode(status.error_code())}};
  if (!status.error_message().empty()) error["message"] = status.error_message();
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& detail : details.details()) {
      const std::string& url = detail.type_url();
      const std::string name = url.substr(url.rfind('/') + 1);
      nlohmann::ordered_json one{{"type", name}, {"value", Base64Unpadded(detail.value())}};
      const auto* type =
          google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
      if (type != nullptr) {
        if (auto json = MessageToJson(*type, detail.value()); json.ok()) {
          one["debug"] = nlohmann::ordered_json::parse(*json, nullptr, false);
        }
      }
      error["details"].push_back(std::move(one));
    }
  }
  return error.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace touchstone::gateway
