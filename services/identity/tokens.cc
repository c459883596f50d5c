#include "services/identity/tokens.h"

#include <mutex>
#include <utility>

#include "absl/strings/escaping.h"
#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/resource_name.h"
#include "storage/keys.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone::identity {
namespace {

using touchstone::storage::v1::TokenRecord;

constexpr std::string_view kPrefix = "ts_";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSecretSize = 3 + 43;
constexpr std::size_t kMostKnown = 10'000;

std::string Base64Url(const std::string& bytes) {
  std::string text;
  absl::WebSafeBase64Escape(bytes, &text);  // without padding
  return text;
}

}  // namespace

Tokens::Tokens(const storage::KvStore& store, const Clock& clock, IdGenerator& ids)
    : store_(store), clock_(clock), ids_(ids) {}

Tokens::New Tokens::Make(const v1::Token& wanted, storage::WriteBatch* batch) const {
  New made;
  const std::string id = ids_.NewId();
  made.secret = std::string(kPrefix) + Base64Url(ids_.RandomBytes(kSecretBytes));
  made.token = wanted;
  made.token.set_name(ResourceName("tokens", id));
  *made.token.mutable_create_time() = ToTimestamp(clock_.Now());
  made.token.clear_revoke_time();
  TokenRecord record;
  *record.mutable_token() = made.token;
  const std::string hash = Sha256(made.secret);
  batch->ExpectAbsent(storage::keys::TokenId(id));
  batch->Put(storage::keys::TokenId(id), hash);
  batch->ExpectAbsent(storage::keys::Token(hash));
  batch->Put(storage::keys::Token(hash), record.SerializeAsString());
  return made;
}

absl::StatusOr<Tokens::Stored> Tokens::Find(std::string_view id) const {
  auto hash = store_.Get(storage::keys::TokenId(id));
  if (!hash.ok()) return MakeError(Reason::STORE_READ_FAILED, "token id");
  if (!hash->has_value()) return MakeError(Reason::RESOURCE_NOT_FOUND);
  auto bytes = store_.Get(storage::keys::Token(**hash));
  TokenRecord record;
  if (!bytes.ok() || !bytes->has_value() || !record.ParseFromString(**bytes)) {
    return MakeError(Reason::STORE_READ_FAILED, "token");
  }
  return Stored{record.token(), **std::move(hash), **std::move(bytes)};
}

void Tokens::Revoke(Stored& stored, storage::WriteBatch* batch) const {
  *stored.token.mutable_revoke_time() = ToTimestamp(clock_.Now());
  TokenRecord record;
  *record.mutable_token() = stored.token;
  batch->ExpectValue(storage::keys::Token(stored.hash), stored.bytes);
  batch->Put(storage::keys::Token(stored.hash), record.SerializeAsString());
}

void Tokens::Forget(const std::string& hash) const {
  std::unique_lock lock(mutex_);
  known_.erase(hash);
  ++forgets_;
}

absl::StatusOr<std::shared_ptr<const Caller>> Tokens::Authenticate(std::string_view secret) const {
  if (secret.size() != kSecretSize || !secret.starts_with(kPrefix)) {
    return MakeError(Reason::TOKEN_INVALID);
  }
  const std::string hash = Sha256(secret);
  std::optional<Known> known;
  std::uint64_t forgets = 0;
  {
    std::shared_lock lock(mutex_);
    forgets = forgets_;
    if (const auto found = known_.find(hash); found != known_.end()) known = found->second;
  }
  if (!known) {
    auto loaded = Load(hash);
    if (!loaded.ok()) return loaded.status();
    known = *std::move(loaded);
    std::unique_lock lock(mutex_);
    if (known_.size() >= kMostKnown) known_.clear();
    if (forgets == forgets_) known_.emplace(hash, *known);
  }
  if (known->expires && *known->expires <= clock_.Now()) return MakeError(Reason::TOKEN_INVALID);
  return std::move(known->caller);
}

absl::StatusOr<Tokens::Known> Tokens::Load(const std::string& hash) const {
  auto bytes = store_.Get(storage::keys::Token(hash));
  if (!bytes.ok()) return MakeError(Reason::STORE_READ_FAILED, "token");
  if (!bytes->has_value()) return MakeError(Reason::TOKEN_INVALID);
  TokenRecord record;
  if (!record.ParseFromString(**bytes)) return MakeError(Reason::STORE_READ_FAILED, "token");
  const auto shared = std::make_shared<const v1::Token>(std::move(*record.mutable_token()));
  const v1::Token& token = *shared;
  if (token.has_revoke_time()) return MakeError(Reason::TOKEN_INVALID);
  Known known;
  known.caller = std::make_shared<const Caller>(Caller{
      token.role(), token.name(), token.event(), token.judge(), token.company(), true, shared});
  if (token.has_expire_time()) known.expires = FromTimestamp(token.expire_time());
  return known;
}

}  // namespace touchstone::identity
