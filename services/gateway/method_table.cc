#include "services/gateway/method_table.h"

#include <string>

namespace touchstone::gateway {

const google::protobuf::MethodDescriptor* FindMethod(std::string_view path) {
  if (!path.starts_with("/touchstone.v1.") && !path.starts_with("/grpc.health.v1.")) return nullptr;
  const auto slash = path.rfind('/');
  std::string name(path.substr(1, slash - 1));
  const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
  if (service == nullptr) return nullptr;
  return service->FindMethodByName(std::string(path.substr(slash + 1)));
}

}  // namespace touchstone::gateway
