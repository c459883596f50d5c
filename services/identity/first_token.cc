#include "services/identity/first_token.h"

#include <string_view>
#include <utility>

#include "services/common/secret_file.h"
#include "storage/keys.h"

namespace touchstone::identity {

absl::StatusOr<bool> MakeFirstToken(storage::KvStore& store, const Tokens& tokens,
                                    const std::string& path) {
  const std::string prefix = storage::keys::TokenIdPrefix();
  bool any = false;
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view) {
        any = true;
        return false;
      });
  if (!scanned.ok()) return scanned;
  if (any) return false;
  v1::Token wanted;
  wanted.set_role(v1::ROLE_ORGANISER);
  wanted.set_display_name("首个组织者令牌 · first organiser token");
  storage::WriteBatch batch;
  const Tokens::New made = tokens.Make(wanted, &batch);
  if (absl::Status s = WriteSecretFile(path, made.secret + "\n"); !s.ok()) return s;
  auto committed = store.CommitSync(std::move(batch));
  if (!committed.ok()) return committed.status();
  return true;
}

}  // namespace touchstone::identity
