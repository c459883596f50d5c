#include "services/training/training_service.h"

#include <functional>
#include <string>
#include <utility>

#include "services/common/page_token.h"
#include "services/training/certificate_type_convert.h"

namespace touchstone {
namespace {

training::CertificateTypes ShippedTypes() {
  training::CertificateTypes types;
  for (const v1::CertificateType& message : training::ShippedCertificateTypes()) {
    auto type = training::ToCertificateType(message);
    if (type.ok()) types.emplace(message.id(), *std::move(type));
  }
  return types;
}

}  // namespace

TrainingService::TrainingService(const RpcGate& gate, storage::KvStore& store, IdGenerator& ids,
                                 const Clock& clock, asio::any_io_executor executor)
    : gate_(gate, v1::TrainingService::service_full_name()),
      types_(ShippedTypes()),
      setup_(store, ids, clock),
      appending_(store, types_, clock),
      follower_(store, appending_, types_, clock, executor),
      queries_(store, types_, clock, &follower_),
      counts_(store, clock),
      executor_(std::move(executor)) {}

#define TOUCHSTONE_METHOD(Method, Response, part, function)                               \
  grpc::ServerUnaryReactor* TrainingService::Method(grpc::CallbackServerContext* context, \
                                                    const v1::Method##Request* request,   \
                                                    v1::Response* response) {             \
    return HandleUnary(gate_, __func__, context, request, response, executor_,            \
                       std::bind_front(&function, &part));                                \
  }
#include "services/training/methods.inc"
#undef TOUCHSTONE_METHOD

Awaitable<absl::Status> TrainingService::DoListCertificateTypes(
    Call, const v1::ListCertificateTypesRequest& request,
    v1::ListCertificateTypesResponse& response) const {
  static constexpr std::string_view kList = "certificate_types";
  absl::StatusOr<std::string> last = ParsePageToken(kList, request.page_token());
  if (!last.ok()) co_return last.status();
  const std::size_t page_size = PageSize(request.page_size());
  for (auto type = types_.upper_bound(*last); type != types_.end(); ++type) {
    if (static_cast<std::size_t>(response.certificate_types_size()) == page_size) {
      response.set_next_page_token(
          MakePageToken(kList, response.certificate_types().rbegin()->id()));
      break;
    }
    *response.add_certificate_types() = *training::FindShippedCertificateType(type->first);
  }
  co_return absl::OkStatus();
}

}  // namespace touchstone
