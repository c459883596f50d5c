#include "services/identity/first_account.h"

#include <unistd.h>

#include <string_view>
#include <utility>

#include "services/common/secret_file.h"
#include "services/identity/accounts.h"
#include "storage/keys.h"

namespace touchstone::identity {
namespace {

constexpr const char* kLoginName = "admin";

absl::StatusOr<bool> AnyPassword(const storage::KvStore& store) {
  const std::string prefix = storage::keys::Account("");
  bool any = false;
  bool sound = true;
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        AccountRecord record;
        sound = record.ParseFromArray(value.data(), static_cast<int>(value.size()));
        any = any || record.account().has_password();
        return sound && !any;
      });
  if (!scanned.ok()) return scanned;
  if (!sound) return MakeError(Reason::STORE_READ_FAILED, "accounts");
  return any;
}

AccountRecord NewAdministrator(IdGenerator& ids, Time now) {
  v1::Account wanted;
  wanted.set_login_name(kLoginName);
  wanted.set_display_name("管理员 · administrator");
  wanted.add_grants()->set_role(v1::ROLE_ORGANISER);
  return NewAccount(wanted, ids, now);
}

}  // namespace

absl::StatusOr<bool> InviteFirstAccount(storage::KvStore& store, const Clock& clock,
                                        IdGenerator& ids, const std::string& path) {
  auto any = AnyPassword(store);
  if (!any.ok()) return any.status();
  if (*any) {
    ::unlink(path.c_str());  // the invitation in it was used, or leads nowhere
    return false;
  }
  auto found = FindAccountByLogin(store, kLoginName);
  if (!found.ok()) return found.status();
  storage::WriteBatch batch;
  std::string secret;
  if (found->has_value()) {
    secret = Invite((*found)->record, ids, clock.Now(), &batch);
    (*found)->Replace(&batch);
  } else {
    AccountRecord record = NewAdministrator(ids, clock.Now());
    secret = Invite(record, ids, clock.Now(), &batch);
    AddAccount(record, &batch);
  }
  if (absl::Status s = WriteSecretFile(path, secret + "\n"); !s.ok()) return s;
  auto committed = store.CommitSync(std::move(batch));
  if (!committed.ok()) return committed.status();
  return true;
}

}  // namespace touchstone::identity
