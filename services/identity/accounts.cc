#include "services/identity/accounts.h"

#include <chrono>
#include <utility>

#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/hash.h"
#include "services/common/resource_name.h"
#include "services/identity/secrets.h"
#include "storage/keys.h"

namespace touchstone::identity {
namespace {

namespace keys = storage::keys;

constexpr std::chrono::hours kInvitation{24};

// The account whose id stands at `key`.
absl::StatusOr<std::optional<StoredAccount>> FindAccountAt(const storage::KvStore& store,
                                                           const std::string& key) {
  auto id = store.Get(key);
  if (!id.ok()) return MakeError(Reason::STORE_READ_FAILED, "account id");
  if (!id->has_value()) return std::nullopt;
  return ReadRecord<AccountRecord>(store, keys::Account(**id));
}

}  // namespace

absl::StatusOr<StoredAccount> FindAccount(const storage::KvStore& store, const std::string& name) {
  auto id = ParseResourceName("accounts", name);
  if (!id.ok()) return id.status();
  auto found = ReadRecord<AccountRecord>(store, keys::Account(*id));
  if (!found.ok()) return found.status();
  if (!found->has_value()) return MakeError(Reason::RESOURCE_NOT_FOUND);
  return **std::move(found);
}

absl::StatusOr<std::optional<StoredAccount>> FindAccountByLogin(const storage::KvStore& store,
                                                                const std::string& login_name) {
  return FindAccountAt(store, keys::LoginName(login_name));
}

absl::StatusOr<std::optional<StoredAccount>> FindAccountByInvitation(const storage::KvStore& store,
                                                                     const std::string& secret,
                                                                     Time now) {
  const std::string hash = Sha256(secret);
  auto found = FindAccountAt(store, keys::Invitation(hash));
  if (!found.ok() || !found->has_value()) return found;
  const AccountRecord& record = (*found)->record;
  const bool holds = record.invitation_hash() == hash && !record.account().disabled() &&
                     now < FromTimestamp(record.invitation_expire_time());
  if (!holds) return std::nullopt;
  return found;
}

v1::Token TokenOf(const v1::Grant& grant) {
  v1::Token token;
  token.set_role(grant.role());
  token.set_event(grant.event());
  token.set_judge(grant.judge());
  token.set_company(grant.company());
  token.set_worker(grant.worker());
  return token;
}

absl::StatusOr<v1::Token> SessionOf(const v1::Account& account, std::uint32_t index, Time now) {
  if (index >= static_cast<std::uint32_t>(account.grants_size())) {
    return MakeError(Reason::ROLE_NOT_ALLOWED, "the account has no such role");
  }
  v1::Token token = TokenOf(account.grants(static_cast<int>(index)));
  token.set_account(account.name());
  *token.mutable_expire_time() = ToTimestamp(now + kSession);
  return token;
}

AccountRecord NewAccount(const v1::Account& wanted, IdGenerator& ids, Time now) {
  AccountRecord record;
  v1::Account& account = *record.mutable_account();
  account = wanted;
  account.set_name(ResourceName("accounts", ids.NewId()));
  account.set_has_password(false);
  *account.mutable_create_time() = ToTimestamp(now);
  account.set_etag(NextEtag("", account));
  return record;
}

void AddAccount(const AccountRecord& record, storage::WriteBatch* batch) {
  const v1::Account& account = record.account();
  const std::string id = *ParseResourceName("accounts", account.name());
  batch->ExpectAbsent(keys::Account(id));
  batch->Put(keys::Account(id), record.SerializeAsString());
  batch->ExpectAbsent(keys::LoginName(account.login_name()));
  batch->Put(keys::LoginName(account.login_name()), id);
}

std::string Invite(AccountRecord& record, IdGenerator& ids, Time now, storage::WriteBatch* batch) {
  EndInvitation(record, batch);
  std::string secret = NewSecret(ids, "ti_");
  record.set_invitation_hash(Sha256(secret));
  *record.mutable_invitation_expire_time() = ToTimestamp(now + kInvitation);
  batch->Put(keys::Invitation(record.invitation_hash()),
             *ParseResourceName("accounts", record.account().name()));
  return secret;
}

void EndInvitation(AccountRecord& record, storage::WriteBatch* batch) {
  if (record.invitation_hash().empty()) return;
  batch->Delete(keys::Invitation(record.invitation_hash()));
  record.clear_invitation_hash();
  record.clear_invitation_expire_time();
}

}  // namespace touchstone::identity
