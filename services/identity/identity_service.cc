#include "services/identity/identity_service.h"

#include <functional>
#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/page_token.h"
#include "services/common/resource_name.h"
#include "services/identity/token_check.h"
#include "services/identity/token_references.h"
#include "storage/keys.h"

namespace touchstone {

namespace keys = storage::keys;

IdentityService::IdentityService(const RpcGate& gate, storage::KvStore& store,
                                 identity::Tokens& tokens, asio::any_io_executor executor)
    : gate_(gate, v1::IdentityService::service_full_name()),
      store_(store),
      tokens_(tokens),
      executor_(std::move(executor)) {}

grpc::ServerUnaryReactor* IdentityService::CreateToken(grpc::CallbackServerContext* context,
                                                       const v1::CreateTokenRequest* request,
                                                       v1::CreateTokenResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&IdentityService::DoCreateToken, this));
}

grpc::ServerUnaryReactor* IdentityService::ListTokens(grpc::CallbackServerContext* context,
                                                      const v1::ListTokensRequest* request,
                                                      v1::ListTokensResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&IdentityService::DoListTokens, this));
}

grpc::ServerUnaryReactor* IdentityService::RevokeToken(grpc::CallbackServerContext* context,
                                                       const v1::RevokeTokenRequest* request,
                                                       v1::Token* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&IdentityService::DoRevokeToken, this));
}

grpc::ServerUnaryReactor* IdentityService::WhoAmI(grpc::CallbackServerContext* context,
                                                  const v1::WhoAmIRequest* request,
                                                  v1::Token* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&IdentityService::DoWhoAmI, this));
}

Awaitable<absl::Status> IdentityService::DoCreateToken(Call, const v1::CreateTokenRequest& request,
                                                       v1::CreateTokenResponse& response) {
  if (absl::Status s = identity::CheckToken(request.token()); !s.ok()) co_return s;
  if (absl::Status s = identity::CheckReferences(store_, request.token()); !s.ok()) co_return s;
  v1::Token wanted = request.token();
  wanted.clear_account();  // only signing in makes sessions
  wanted.clear_tablet();
  storage::WriteBatch batch;
  auto made = tokens_.Make(wanted, &batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  if (!committed.ok()) co_return committed.status();
  *response.mutable_token() = std::move(made.token);
  response.set_secret(std::move(made.secret));
  co_return absl::OkStatus();
}

Awaitable<absl::Status> IdentityService::DoListTokens(Call, const v1::ListTokensRequest& request,
                                                      v1::ListTokensResponse& response) {
  auto after = ParsePageToken("tokens", request.page_token());
  if (!after.ok()) co_return after.status();
  const std::size_t size = PageSize(request.page_size());
  const std::string prefix = keys::TokenIdPrefix();
  // The first key behind the last one shown.
  const std::string begin = after->empty() ? prefix : keys::TokenId(*after) + '\0';
  std::vector<std::string> ids;
  absl::Status scanned =
      store_.Scan(begin, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        ids.emplace_back(key.substr(prefix.size()));
        return ids.size() <= size;
      });
  if (!scanned.ok()) co_return StoreError(scanned);
  if (ids.size() > size) {
    ids.pop_back();
    response.set_next_page_token(MakePageToken("tokens", ids.back()));
  }
  for (const std::string& id : ids) {
    auto stored = tokens_.Find(id);
    if (!stored.ok()) co_return stored.status();
    *response.add_tokens() = std::move(stored->token);
  }
  co_return absl::OkStatus();
}

Awaitable<absl::Status> IdentityService::DoRevokeToken(Call call,
                                                       const v1::RevokeTokenRequest& request,
                                                       v1::Token& response) {
  auto id = ParseResourceName("tokens", request.name());
  if (!id.ok()) co_return id.status();
  auto stored = tokens_.Find(*id);
  // Whoever may end tokens of one event only does not learn which others there are.
  const std::string event = stored.ok() ? stored->token.event() : "";
  if (absl::Status s = call.caller().RequireEvent(event); !s.ok()) co_return s;
  if (!stored.ok()) co_return stored.status();
  if (!stored->token.has_revoke_time()) {
    storage::WriteBatch batch;
    tokens_.Revoke(*stored, &batch);
    auto committed = co_await AsyncCommit(store_, std::move(batch));
    if (!committed.ok()) co_return committed.status();
    tokens_.Forget(stored->hash);
  }
  response = std::move(stored->token);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> IdentityService::DoWhoAmI(Call call, const v1::WhoAmIRequest&,
                                                  v1::Token& response) {
  response = *call.caller().token;
  co_return absl::OkStatus();
}

}  // namespace touchstone
