#pragma once

#include <string>

#include "services/common/rpc.h"
#include "services/identity/accounts.h"
#include "services/identity/password_hasher.h"
#include "services/identity/tokens.h"
#include "services/identity/wrong_tries.h"
#include "touchstone/v1/accounts.grpc.pb.h"

namespace touchstone {

// Accounts of people and signing in. Documented in proto/touchstone/v1/accounts.proto.
class AccountsService final : public v1::AccountsService::CallbackService {
 public:
  // Everything must outlive the service. Handlers run on `executor`, which may use many threads.
  AccountsService(const RpcGate& gate, storage::KvStore& store, identity::Tokens& tokens,
                  identity::PasswordHasher& hasher, IdGenerator& ids, const Clock& clock,
                  asio::any_io_executor executor);

  grpc::ServerUnaryReactor* CreateAccount(grpc::CallbackServerContext* context,
                                          const v1::CreateAccountRequest* request,
                                          v1::Account* response) override;
  grpc::ServerUnaryReactor* ListAccounts(grpc::CallbackServerContext* context,
                                         const v1::ListAccountsRequest* request,
                                         v1::ListAccountsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateAccount(grpc::CallbackServerContext* context,
                                          const v1::UpdateAccountRequest* request,
                                          v1::Account* response) override;
  grpc::ServerUnaryReactor* InviteAccount(grpc::CallbackServerContext* context,
                                          const v1::InviteAccountRequest* request,
                                          v1::InviteAccountResponse* response) override;
  grpc::ServerUnaryReactor* AcceptInvitation(grpc::CallbackServerContext* context,
                                             const v1::AcceptInvitationRequest* request,
                                             v1::SignInResponse* response) override;
  grpc::ServerUnaryReactor* SignIn(grpc::CallbackServerContext* context,
                                   const v1::SignInRequest* request,
                                   v1::SignInResponse* response) override;
  grpc::ServerUnaryReactor* SwitchGrant(grpc::CallbackServerContext* context,
                                        const v1::SwitchGrantRequest* request,
                                        v1::SignInResponse* response) override;
  grpc::ServerUnaryReactor* SignOut(grpc::CallbackServerContext* context,
                                    const v1::SignOutRequest* request,
                                    v1::SignOutResponse* response) override;

 private:
  Awaitable<absl::Status> DoCreateAccount(Call call, const v1::CreateAccountRequest& request,
                                          v1::Account& response);
  Awaitable<absl::Status> DoListAccounts(Call call, const v1::ListAccountsRequest& request,
                                         v1::ListAccountsResponse& response);
  Awaitable<absl::Status> DoUpdateAccount(Call call, const v1::UpdateAccountRequest& request,
                                          v1::Account& response);
  Awaitable<absl::Status> UpdateOnce(const Caller& caller, const v1::UpdateAccountRequest& request,
                                     v1::Account& response);
  Awaitable<absl::Status> DoInviteAccount(Call call, const v1::InviteAccountRequest& request,
                                          v1::InviteAccountResponse& response);
  Awaitable<absl::Status> InviteOnce(const Caller& caller, const v1::InviteAccountRequest& request,
                                     v1::InviteAccountResponse& response);
  absl::Status CheckGrants(const v1::Account& account) const;
  // The account, for a caller who may change it. RESOURCE_NOT_FOUND, NOT_YOURS.
  absl::StatusOr<identity::StoredAccount> FindOwn(const Caller& caller,
                                                  const std::string& name) const;

  // In accounts_sign_in.cc.
  Awaitable<absl::Status> DoAcceptInvitation(Call call, const v1::AcceptInvitationRequest& request,
                                             v1::SignInResponse& response);
  Awaitable<absl::Status> AcceptOnce(const std::string& secret, const std::string& hash,
                                     v1::SignInResponse& response);
  Awaitable<absl::Status> DoSignIn(Call call, const v1::SignInRequest& request,
                                   v1::SignInResponse& response);
  Awaitable<absl::Status> SignInOnce(const v1::SignInRequest& request, const std::string& hash,
                                     v1::SignInResponse& response);
  Awaitable<absl::Status> SwitchOnce(const Caller& caller, const v1::SwitchGrantRequest& request,
                                     v1::SignInResponse& response);
  Awaitable<absl::Status> DoSwitchGrant(Call call, const v1::SwitchGrantRequest& request,
                                        v1::SignInResponse& response);
  Awaitable<absl::Status> DoSignOut(Call call, const v1::SignOutRequest& request,
                                    v1::SignOutResponse& response);
  // Adds a session of the account to `batch`, and that the account is still what it was; commits.
  Awaitable<absl::Status> OpenSession(const identity::StoredAccount& account, std::uint32_t grant,
                                      storage::WriteBatch batch, v1::SignInResponse& response);

  ServiceGate gate_;
  storage::KvStore& store_;
  identity::Tokens& tokens_;
  identity::PasswordHasher& hasher_;
  IdGenerator& ids_;
  const Clock& clock_;
  asio::any_io_executor executor_;
  identity::WrongTriesByName wrong_tries_{identity::Secret::kPassword};
};

}  // namespace touchstone
