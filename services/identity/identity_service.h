#pragma once

#include "services/common/rpc.h"
#include "services/identity/tokens.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone {

// Tokens: made, listed, revoked. Documented in proto/touchstone/v1/identity.proto.
class IdentityService final : public v1::IdentityService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  IdentityService(const RpcGate& gate, storage::KvStore& store, identity::Tokens& tokens,
                  asio::any_io_executor executor);

  grpc::ServerUnaryReactor* CreateToken(grpc::CallbackServerContext* context,
                                        const v1::CreateTokenRequest* request,
                                        v1::CreateTokenResponse* response) override;
  grpc::ServerUnaryReactor* ListTokens(grpc::CallbackServerContext* context,
                                       const v1::ListTokensRequest* request,
                                       v1::ListTokensResponse* response) override;
  grpc::ServerUnaryReactor* RevokeToken(grpc::CallbackServerContext* context,
                                        const v1::RevokeTokenRequest* request,
                                        v1::Token* response) override;
  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context,
                                   const v1::WhoAmIRequest* request, v1::Token* response) override;

 private:
  Awaitable<absl::Status> DoCreateToken(Call call, const v1::CreateTokenRequest& request,
                                        v1::CreateTokenResponse& response);
  Awaitable<absl::Status> DoListTokens(Call call, const v1::ListTokensRequest& request,
                                       v1::ListTokensResponse& response);
  Awaitable<absl::Status> DoRevokeToken(Call call, const v1::RevokeTokenRequest& request,
                                        v1::Token& response);
  Awaitable<absl::Status> DoWhoAmI(Call call, const v1::WhoAmIRequest& request,
                                   v1::Token& response);

  ServiceGate gate_;
  storage::KvStore& store_;
  identity::Tokens& tokens_;
  asio::any_io_executor executor_;
};

}  // namespace touchstone
