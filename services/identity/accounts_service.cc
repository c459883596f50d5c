#include "services/identity/accounts_service.h"

#include <functional>
#include <utility>
#include <vector>

#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/field_mask.h"
#include "services/common/page_token.h"
#include "services/identity/token_check.h"
#include "services/identity/token_references.h"
#include "storage/keys.h"

namespace touchstone {
namespace {

namespace keys = storage::keys;
using identity::AccountRecord;

// Whether the session is for one of the account's roles.
bool HasRoleOf(const v1::Account& account, const v1::Token& session) {
  for (const v1::Grant& grant : account.grants()) {
    const v1::Token token = identity::TokenOf(grant);
    if (token.role() == session.role() && token.event() == session.event() &&
        token.judge() == session.judge() && token.company() == session.company()) {
      return true;
    }
  }
  return false;
}

bool TakesRolesAway(const v1::Account& before, const v1::Account& after) {
  for (const v1::Grant& grant : before.grants()) {
    if (!HasRoleOf(after, identity::TokenOf(grant))) return true;
  }
  return false;
}

// Whether everything the account may do is at the events of the caller, so that he may change it.
// Without any role it is nobody's but an organiser's of every event.
absl::Status RequireOwn(const Caller& caller, const v1::Account& account) {
  if (caller.event.empty()) return absl::OkStatus();
  if (account.grants().empty()) return MakeError(Reason::NOT_YOURS);
  for (const v1::Grant& grant : account.grants()) {
    if (absl::Status s = caller.RequireEvent(grant.event()); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace

AccountsService::AccountsService(const RpcGate& gate, storage::KvStore& store,
                                 identity::Tokens& tokens, identity::PasswordHasher& hasher,
                                 IdGenerator& ids, const Clock& clock,
                                 asio::any_io_executor executor)
    : gate_(gate, v1::AccountsService::service_full_name()),
      store_(store),
      tokens_(tokens),
      hasher_(hasher),
      ids_(ids),
      clock_(clock),
      executor_(std::move(executor)) {}

absl::Status AccountsService::CheckGrants(const v1::Account& account) const {
  for (int i = 0; i < account.grants_size(); ++i) {
    const v1::Token token = identity::TokenOf(account.grants(i));
    const std::string grant = "account.grants[" + std::to_string(i) + "]";
    if (absl::Status s = identity::CheckToken(token, grant); !s.ok()) return s;
    if (absl::Status s = identity::CheckReferences(store_, token, grant); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<identity::StoredAccount> AccountsService::FindOwn(const Caller& caller,
                                                                 const std::string& name) const {
  auto stored = identity::FindAccount(store_, name);
  // Who may change the accounts of one event only does not learn which others there are.
  const v1::Account account = stored.ok() ? stored->record.account() : v1::Account();
  if (absl::Status s = RequireOwn(caller, account); !s.ok()) return s;
  return stored;
}

Awaitable<absl::Status> AccountsService::DoCreateAccount(Call call,
                                                         const v1::CreateAccountRequest& request,
                                                         v1::Account& response) {
  if (absl::Status s = RequireOwn(call.caller(), request.account()); !s.ok()) co_return s;
  if (absl::Status s = CheckGrants(request.account()); !s.ok()) co_return s;
  const AccountRecord record = identity::NewAccount(request.account(), ids_, clock_.Now());
  storage::WriteBatch batch;
  identity::AddAccount(record, &batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  // Its id is new, so only the login name can be in the way.
  if (ReasonOf(committed.status()) == Reason::CONCURRENT_CHANGE) {
    co_return MakeError(Reason::ACCOUNT_EXISTS);
  }
  if (committed.ok()) response = record.account();
  co_return committed.status();
}

Awaitable<absl::Status> AccountsService::DoListAccounts(Call,
                                                        const v1::ListAccountsRequest& request,
                                                        v1::ListAccountsResponse& response) {
  auto after = ParsePageToken("accounts", request.page_token());
  if (!after.ok()) co_return after.status();
  const std::size_t size = PageSize(request.page_size());
  const std::string prefix = keys::LoginNamePrefix();
  const std::string begin = after->empty() ? prefix : keys::LoginName(*after) + '\0';
  std::vector<std::string> names;
  absl::Status scanned =
      store_.Scan(begin, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        names.emplace_back(key.substr(prefix.size()));
        return names.size() <= size;
      });
  if (!scanned.ok()) co_return StoreError(scanned);
  if (names.size() > size) {
    names.pop_back();
    response.set_next_page_token(MakePageToken("accounts", names.back()));
  }
  for (const std::string& name : names) {
    auto found = identity::FindAccountByLogin(store_, name);
    if (!found.ok()) co_return found.status();
    if (found->has_value())
      *response.add_accounts() = std::move(*(*found)->record.mutable_account());
  }
  co_return absl::OkStatus();
}

Awaitable<absl::Status> AccountsService::DoUpdateAccount(Call call,
                                                         const v1::UpdateAccountRequest& request,
                                                         v1::Account& response) {
  co_return co_await identity::Repeat([&] { return UpdateOnce(call.caller(), request, response); });
}

Awaitable<absl::Status> AccountsService::UpdateOnce(const Caller& caller,
                                                    const v1::UpdateAccountRequest& request,
                                                    v1::Account& response) {
  auto stored = FindOwn(caller, request.account().name());
  if (!stored.ok()) co_return stored.status();
  v1::Account& account = *stored->record.mutable_account();
  if (absl::Status s = CheckEtag(request.account().etag(), account.etag()); !s.ok()) co_return s;
  const v1::Account before = account;
  static const std::vector<std::string_view> kFixed{"name", "login_name", "has_password",
                                                    "create_time", "etag"};
  absl::Status applied =
      ApplyUpdateMask(request.update_mask(), kFixed, request.account(), &account);
  if (!applied.ok()) co_return applied;
  if (absl::Status s = RequireOwn(caller, account); !s.ok()) co_return s;
  if (absl::Status s = CheckGrants(account); !s.ok()) co_return s;
  account.set_etag(NextEtag(account.etag(), account));
  storage::WriteBatch batch;
  if (account.disabled() || TakesRolesAway(before, account)) {
    absl::Status ended = tokens_.EndSessions(
        account.name(),
        [&account](const v1::Token& session) {
          return account.disabled() || !HasRoleOf(account, session);
        },
        &batch);
    if (!ended.ok()) co_return ended;
  }
  if (account.disabled()) identity::EndInvitation(stored->record, &batch);
  stored->Replace(&batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  tokens_.ForgetAll();
  if (committed.ok()) response = account;
  co_return committed.status();
}

Awaitable<absl::Status> AccountsService::DoInviteAccount(Call call,
                                                         const v1::InviteAccountRequest& request,
                                                         v1::InviteAccountResponse& response) {
  co_return co_await identity::Repeat([&] { return InviteOnce(call.caller(), request, response); });
}

Awaitable<absl::Status> AccountsService::InviteOnce(const Caller& caller,
                                                    const v1::InviteAccountRequest& request,
                                                    v1::InviteAccountResponse& response) {
  auto stored = FindOwn(caller, request.name());
  if (!stored.ok()) co_return stored.status();
  storage::WriteBatch batch;
  std::string secret = identity::Invite(stored->record, ids_, clock_.Now(), &batch);
  stored->Replace(&batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  if (!committed.ok()) co_return committed.status();
  response.set_secret(std::move(secret));
  *response.mutable_expire_time() = stored->record.invitation_expire_time();
  co_return absl::OkStatus();
}

grpc::ServerUnaryReactor* AccountsService::CreateAccount(grpc::CallbackServerContext* context,
                                                         const v1::CreateAccountRequest* request,
                                                         v1::Account* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoCreateAccount, this));
}

grpc::ServerUnaryReactor* AccountsService::ListAccounts(grpc::CallbackServerContext* context,
                                                        const v1::ListAccountsRequest* request,
                                                        v1::ListAccountsResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoListAccounts, this));
}

grpc::ServerUnaryReactor* AccountsService::UpdateAccount(grpc::CallbackServerContext* context,
                                                         const v1::UpdateAccountRequest* request,
                                                         v1::Account* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoUpdateAccount, this));
}

grpc::ServerUnaryReactor* AccountsService::InviteAccount(grpc::CallbackServerContext* context,
                                                         const v1::InviteAccountRequest* request,
                                                         v1::InviteAccountResponse* response) {
  return HandleUnary(gate_, __func__, context, request, response, executor_,
                     std::bind_front(&AccountsService::DoInviteAccount, this));
}

}  // namespace touchstone
