// The half of AccountsService that signs people in and out.

#include <functional>
#include <utility>

#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/resource_name.h"
#include "services/identity/accounts_service.h"

namespace touchstone {

using identity::Secret;
using identity::StoredAccount;

Awaitable<absl::Status> AccountsService::OpenSession(const StoredAccount& account,
                                                     std::uint32_t grant, storage::WriteBatch batch,
                                                     v1::SignInResponse& response) {
  auto wanted = identity::SessionOf(account.record.account(), grant, clock_.Now());
  if (!wanted.ok()) co_return wanted.status();
  const std::string& holder = account.record.account().name();
  if (absl::Status s = tokens_.DropExpired(holder, &batch); !s.ok()) co_return s;
  identity::Tokens::New made = tokens_.Make(*wanted, &batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  if (!committed.ok()) co_return committed.status();
  *response.mutable_account() = account.record.account();
  *response.mutable_token() = std::move(made.token);
  response.set_secret(std::move(made.secret));
  co_return absl::OkStatus();
}

Awaitable<absl::Status> AccountsService::DoSignIn(Call, const v1::SignInRequest& request,
                                                  v1::SignInResponse& response) {
  const std::string& name = request.login_name();
  if (absl::Status s = wrong_tries_.Begin(name, clock_.Now()); !s.ok()) co_return s;
  auto found = identity::FindAccountByLogin(store_, name);
  if (!found.ok()) co_return found.status();
  const std::string hash = found->has_value() ? (*found)->record.password_hash() : "";
  auto right = co_await hasher_.Verify(Secret::kPassword, hash, request.password());
  if (!right.ok()) {
    wrong_tries_.NotTried(name);
    co_return right.status();
  }
  if (!*right || (*found)->record.account().disabled()) {
    co_return MakeError(Reason::SIGN_IN_REFUSED);
  }
  wrong_tries_.Right(name);
  co_return co_await identity::Repeat([&] { return SignInOnce(request, hash, response); });
}

// The password was right. The account may have changed since, and once more until the commit.
Awaitable<absl::Status> AccountsService::SignInOnce(const v1::SignInRequest& request,
                                                    const std::string& hash,
                                                    v1::SignInResponse& response) {
  auto found = identity::FindAccountByLogin(store_, request.login_name());
  if (!found.ok()) co_return found.status();
  if (!found->has_value() || (*found)->record.password_hash() != hash ||
      (*found)->record.account().disabled()) {
    co_return MakeError(Reason::SIGN_IN_REFUSED);
  }
  storage::WriteBatch batch;
  batch.ExpectValue((*found)->key, (*found)->bytes);
  co_return co_await OpenSession(**found, request.grant(), std::move(batch), response);
}

Awaitable<absl::Status> AccountsService::DoAcceptInvitation(
    Call, const v1::AcceptInvitationRequest& request, v1::SignInResponse& response) {
  auto found = identity::FindAccountByInvitation(store_, request.secret(), clock_.Now());
  if (!found.ok()) co_return found.status();
  if (!found->has_value()) co_return MakeError(Reason::INVITATION_INVALID);
  auto hash = co_await hasher_.Hash(Secret::kPassword, request.password());
  if (!hash.ok()) co_return hash.status();
  co_return co_await identity::Repeat(
      [&] { return AcceptOnce(request.secret(), *hash, response); });
}

Awaitable<absl::Status> AccountsService::AcceptOnce(const std::string& secret,
                                                    const std::string& hash,
                                                    v1::SignInResponse& response) {
  auto found = identity::FindAccountByInvitation(store_, secret, clock_.Now());
  if (!found.ok()) co_return found.status();
  if (!found->has_value()) co_return MakeError(Reason::INVITATION_INVALID);
  StoredAccount& stored = **found;
  v1::Account& account = *stored.record.mutable_account();
  storage::WriteBatch batch;
  identity::EndInvitation(stored.record, &batch);
  stored.record.set_password_hash(hash);
  account.set_has_password(true);
  account.set_etag(NextEtag(account.etag(), account));
  stored.Replace(&batch);
  absl::Status ended = tokens_.EndSessions(
      account.name(), [](const v1::Token&) { return true; }, &batch);
  if (!ended.ok()) co_return ended;
  absl::Status opened = co_await OpenSession(stored, 0, std::move(batch), response);
  tokens_.ForgetAll();
  if (opened.ok()) wrong_tries_.Right(account.login_name());
  co_return opened;
}

Awaitable<absl::Status> AccountsService::DoSwitchGrant(Call call,
                                                       const v1::SwitchGrantRequest& request,
                                                       v1::SignInResponse& response) {
  if (call.caller().token->account().empty()) co_return MakeError(Reason::NOT_A_SESSION);
  co_return co_await identity::Repeat([&] { return SwitchOnce(call.caller(), request, response); });
}

Awaitable<absl::Status> AccountsService::SwitchOnce(const Caller& caller,
                                                    const v1::SwitchGrantRequest& request,
                                                    v1::SignInResponse& response) {
  const v1::Token& present = *caller.token;
  auto stored = identity::FindAccount(store_, present.account());
  if (!stored.ok()) co_return stored.status();
  auto session = tokens_.Find(*ParseResourceName("tokens", present.name()));
  if (!session.ok()) co_return session.status();
  if (session->token.has_revoke_time()) co_return MakeError(Reason::TOKEN_INVALID);
  storage::WriteBatch batch;
  batch.ExpectValue(stored->key, stored->bytes);
  tokens_.Revoke(*session, &batch);
  absl::Status opened = co_await OpenSession(*stored, request.grant(), std::move(batch), response);
  tokens_.Forget(session->hash);
  co_return opened;
}

Awaitable<absl::Status> AccountsService::DoSignOut(Call call, const v1::SignOutRequest&,
                                                   v1::SignOutResponse&) {
  const v1::Token& present = *call.caller().token;
  if (present.account().empty() && present.tablet().empty()) {
    co_return MakeError(Reason::NOT_A_SESSION);
  }
  auto session = tokens_.Find(*ParseResourceName("tokens", present.name()));
  if (!session.ok()) co_return session.status();
  storage::WriteBatch batch;
  tokens_.Revoke(*session, &batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  tokens_.Forget(session->hash);
  co_return committed.status();
}

grpc::ServerUnaryReactor* AccountsService::AcceptInvitation(
    grpc::CallbackServerContext* context, const v1::AcceptInvitationRequest* request,
    v1::SignInResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoAcceptInvitation, this));
}

grpc::ServerUnaryReactor* AccountsService::SignIn(grpc::CallbackServerContext* context,
                                                  const v1::SignInRequest* request,
                                                  v1::SignInResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoSignIn, this));
}

grpc::ServerUnaryReactor* AccountsService::SwitchGrant(grpc::CallbackServerContext* context,
                                                       const v1::SwitchGrantRequest* request,
                                                       v1::SignInResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoSwitchGrant, this));
}

grpc::ServerUnaryReactor* AccountsService::SignOut(grpc::CallbackServerContext* context,
                                                   const v1::SignOutRequest* request,
                                                   v1::SignOutResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoSignOut, this));
}

}  // namespace touchstone
