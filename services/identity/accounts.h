#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/identity/records.h"
#include "services/identity/tokens.h"
#include "storage/kv_store.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/accounts.pb.h"

// The accounts of the store. All functions are thread-safe; those with a batch change nothing
// before it is committed.
namespace touchstone::identity {

using AccountRecord = touchstone::storage::v1::AccountRecord;
using StoredAccount = Stored<AccountRecord>;

// `name`: `accounts/{account}`. RESOURCE_NOT_FOUND.
absl::StatusOr<StoredAccount> FindAccount(const storage::KvStore& store, const std::string& name);
// nullopt when nobody has the login name, or the invitation. An invitation that is too old, or of
// an account that is disabled, is nobody's.
absl::StatusOr<std::optional<StoredAccount>> FindAccountByLogin(const storage::KvStore& store,
                                                                const std::string& login_name);
absl::StatusOr<std::optional<StoredAccount>> FindAccountByInvitation(const storage::KvStore& store,
                                                                     const std::string& secret,
                                                                     Time now);

// What a session of the account for its role number `index` says. ROLE_NOT_ALLOWED when it has no
// such role.
absl::StatusOr<v1::Token> SessionOf(const v1::Account& account, std::uint32_t index, Time now);

// What a token that is made for a grant says; `CheckToken()` holds of it what holds of grants.
v1::Token TokenOf(const v1::Grant& grant);

// A new account with an id, a time and an etag. The commit fails when the login name is taken.
AccountRecord NewAccount(const v1::Account& wanted, IdGenerator& ids, Time now);
void AddAccount(const AccountRecord& record, storage::WriteBatch* batch);

// Makes an invitation, good for 24 hours, in the place of the one before. Returns its secret; the
// record is for the caller to write.
std::string Invite(AccountRecord& record, IdGenerator& ids, Time now, storage::WriteBatch* batch);
// The invitation, if any, is used.
void EndInvitation(AccountRecord& record, storage::WriteBatch* batch);

}  // namespace touchstone::identity
