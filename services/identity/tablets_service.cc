#include "services/identity/tablets_service.h"

#include <functional>
#include <utility>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone {
namespace {

namespace keys = storage::keys;
using touchstone::storage::v1::TabletRecord;

constexpr std::size_t kTabletsOnAPage = 1000;

}  // namespace

TabletsService::TabletsService(const RpcGate& gate, storage::KvStore& store,
                               identity::Tokens& tokens, identity::PasswordHasher& hasher,
                               IdGenerator& ids, const Clock& clock, std::string receipt_key,
                               asio::any_io_executor executor)
    : gate_(gate, v1::TabletsService::service_full_name()),
      store_(store),
      tokens_(tokens),
      hasher_(hasher),
      ids_(ids),
      clock_(clock),
      receipt_key_(std::move(receipt_key)),
      executor_(std::move(executor)) {}

absl::StatusOr<TabletsService::StoredTablet> TabletsService::FindTablet(
    const std::string& name) const {
  auto id = ParseResourceNameIn("tablets", name);
  if (!id.ok()) return id.status();
  auto found = identity::ReadRecord<TabletRecord>(store_, keys::Tablet(id->event, id->id));
  if (!found.ok()) return found.status();
  if (!found->has_value()) return MakeError(Reason::RESOURCE_NOT_FOUND);
  return **std::move(found);
}

v1::Tablet TabletsService::Shown(v1::Tablet tablet) const {
  if (auto seen = tokens_.LastSeen(tablet.name())) {
    *tablet.mutable_last_seen_time() = ToTimestamp(*seen);
  }
  return tablet;
}

Awaitable<absl::Status> TabletsService::DoListTablets(Call, const v1::ListTabletsRequest& request,
                                                      v1::ListTabletsResponse& response) {
  auto event = ParseResourceName("events", request.parent(), "parent");
  if (!event.ok()) co_return event.status();
  const std::string list = "tablets/" + *event;
  auto after = ParsePageToken(list, request.page_token());
  if (!after.ok()) co_return after.status();
  const int size = static_cast<int>(PageSize(request.page_size(), kTabletsOnAPage));
  const std::string prefix = keys::TabletPrefix(*event);
  const std::string begin = after->empty() ? prefix : prefix + *after + '\0';
  bool sound = true;
  std::string shown;
  absl::Status scanned = store_.Scan(
      begin, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
        if (response.tablets_size() == size) {
          response.set_next_page_token(MakePageToken(list, shown));
          return false;
        }
        TabletRecord record;
        sound = record.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (sound) *response.add_tablets() = Shown(std::move(*record.mutable_tablet()));
        shown = key.substr(prefix.size());
        return sound;
      });
  if (!scanned.ok()) co_return StoreError(scanned);
  if (!sound) co_return MakeError(Reason::STORE_READ_FAILED, "tablets");
  co_return absl::OkStatus();
}

Awaitable<absl::Status> TabletsService::DoGetOwnTablet(Call call, const v1::GetOwnTabletRequest&,
                                                       v1::GetOwnTabletResponse& response) {
  const v1::Token& token = *call.caller().token;
  if (token.tablet().empty()) co_return MakeError(Reason::RESOURCE_NOT_FOUND, "not on a tablet");
  auto stored = FindTablet(token.tablet());
  if (!stored.ok()) co_return stored.status();
  auto event = identity::ReadRecord<v1::Event>(
      store_, keys::Resource("event", *ParseResourceName("events", token.event())));
  if (!event.ok()) co_return event.status();
  *response.mutable_tablet() = Shown(std::move(*stored->record.mutable_tablet()));
  if (event->has_value()) response.set_event_display_name((*event)->record.display_name());
  co_return absl::OkStatus();
}

grpc::ServerUnaryReactor* TabletsService::CreatePairing(grpc::CallbackServerContext* context,
                                                        const v1::CreatePairingRequest* request,
                                                        v1::CreatePairingResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoCreatePairing, this));
}

grpc::ServerUnaryReactor* TabletsService::PairTablet(grpc::CallbackServerContext* context,
                                                     const v1::PairTabletRequest* request,
                                                     v1::PairTabletResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoPairTablet, this));
}

grpc::ServerUnaryReactor* TabletsService::AcceptTablet(grpc::CallbackServerContext* context,
                                                       const v1::AcceptTabletRequest* request,
                                                       v1::Tablet* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoAcceptTablet, this));
}

grpc::ServerUnaryReactor* TabletsService::RevokeTablet(grpc::CallbackServerContext* context,
                                                       const v1::RevokeTabletRequest* request,
                                                       v1::Tablet* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoRevokeTablet, this));
}

grpc::ServerUnaryReactor* TabletsService::ListTablets(grpc::CallbackServerContext* context,
                                                      const v1::ListTabletsRequest* request,
                                                      v1::ListTabletsResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoListTablets, this));
}

grpc::ServerUnaryReactor* TabletsService::GetOwnTablet(grpc::CallbackServerContext* context,
                                                       const v1::GetOwnTabletRequest* request,
                                                       v1::GetOwnTabletResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoGetOwnTablet, this));
}

grpc::ServerUnaryReactor* TabletsService::ResetJudgePin(grpc::CallbackServerContext* context,
                                                        const v1::ResetJudgePinRequest* request,
                                                        v1::ResetJudgePinResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoResetJudgePin, this));
}

grpc::ServerUnaryReactor* TabletsService::SignInJudge(grpc::CallbackServerContext* context,
                                                      const v1::SignInJudgeRequest* request,
                                                      v1::SignInJudgeResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&TabletsService::DoSignInJudge, this));
}

}  // namespace touchstone
