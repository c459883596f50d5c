#include "services/identity/tokens.h"

#include <mutex>
#include <utility>

#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/resource_name.h"
#include "services/identity/secrets.h"
#include "storage/keys.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone::identity {
namespace {

using touchstone::storage::v1::TokenRecord;

constexpr std::string_view kPrefix = "ts_";
constexpr std::size_t kSecretSize = 3 + 43;
constexpr std::size_t kMostKnown = 10'000;

// Whose session a token is: empty for a token that was made otherwise.
std::string HolderOf(const v1::Token& token) {
  if (!token.account().empty()) return token.account();
  return token.tablet().empty() ? std::string() : token.judge();
}

std::string IdOf(const v1::Token& token) {
  return token.name().substr(std::string_view("tokens/").size());
}

}  // namespace

Tokens::Tokens(const storage::KvStore& store, const Clock& clock, IdGenerator& ids)
    : store_(store), clock_(clock), ids_(ids) {}

Tokens::New Tokens::Make(const v1::Token& wanted, storage::WriteBatch* batch) const {
  New made;
  const std::string id = ids_.NewId();
  made.secret = NewSecret(ids_, kPrefix);
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
  if (const std::string holder = HolderOf(made.token); !holder.empty()) {
    batch->Put(storage::keys::Session(holder, id), "");
    batch->Put(storage::keys::LastSession(holder), id);
  }
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
  if (const std::string holder = HolderOf(stored.token); !holder.empty()) {
    batch->Delete(storage::keys::Session(holder, IdOf(stored.token)));
  }
}

void Tokens::Forget(const std::string& hash) const {
  std::unique_lock lock(mutex_);
  known_.erase(hash);
  ++forgets_;
}

void Tokens::ForgetAll() const {
  std::unique_lock lock(mutex_);
  known_.clear();
  ++forgets_;
}

absl::StatusOr<std::vector<std::string>> Tokens::SessionsOf(const std::string& holder) const {
  const std::string prefix = storage::keys::SessionPrefix(holder);
  std::vector<std::string> ids;
  absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        ids.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok()) return MakeError(Reason::STORE_READ_FAILED, "sessions");
  return ids;
}

absl::Status Tokens::DropExpired(const std::string& holder, storage::WriteBatch* batch) const {
  auto ids = SessionsOf(holder);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    auto stored = Find(id);
    if (!stored.ok()) return stored.status();
    if (FromTimestamp(stored->token.expire_time()) <= clock_.Now()) {
      batch->Delete(storage::keys::Session(holder, id));
    }
  }
  return absl::OkStatus();
}

absl::Status Tokens::EndSessions(const std::string& holder,
                                 const std::function<bool(const v1::Token&)>& ends,
                                 storage::WriteBatch* batch) const {
  const std::string last = storage::keys::LastSession(holder);
  auto newest = store_.Get(last);
  if (!newest.ok()) return MakeError(Reason::STORE_READ_FAILED, "sessions");
  newest->has_value() ? batch->ExpectValue(last, **newest) : batch->ExpectAbsent(last);
  auto ids = SessionsOf(holder);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    auto stored = Find(id);
    if (!stored.ok()) return stored.status();
    if (FromTimestamp(stored->token.expire_time()) <= clock_.Now()) {
      batch->Delete(storage::keys::Session(holder, id));
    } else if (ends(stored->token)) {
      Revoke(*stored, batch);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Caller>> Tokens::Authenticate(std::string_view secret) const {
  if (secret.size() != kSecretSize || !secret.starts_with(kPrefix)) {
    return MakeError(Reason::TOKEN_INVALID);
  }
  return FindCaller(Sha256(secret), true);
}

absl::StatusOr<std::shared_ptr<const Caller>> Tokens::AuthenticateAgain(
    std::shared_ptr<const Caller> caller) const {
  if (!caller->authenticated) return caller;
  return FindCaller(caller->secret_hash, false);
}

absl::StatusOr<std::shared_ptr<const Caller>> Tokens::FindCaller(const std::string& hash,
                                                                 bool calls) const {
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
  const Time now = clock_.Now();
  if (known->expires && *known->expires <= now) return MakeError(Reason::TOKEN_INVALID);
  if (calls && known->seen != nullptr) known->seen->store(now, std::memory_order_relaxed);
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
  Caller caller{token.role(),    token.name(), token.event(), token.judge(),
                token.company(), true,         shared};
  caller.secret_hash = hash;
  if (!token.tablet().empty()) {
    if (absl::Status s = AddTablet(token, caller); !s.ok()) return s;
    known.seen = SightingOf(token.tablet());
  }
  known.caller = std::make_shared<const Caller>(std::move(caller));
  if (token.has_expire_time()) known.expires = FromTimestamp(token.expire_time());
  return known;
}

absl::Status Tokens::AddTablet(const v1::Token& token, Caller& caller) const {
  auto name = ParseResourceNameIn("tablets", token.tablet());
  if (!name.ok()) return MakeError(Reason::STORE_READ_FAILED, "tablet of a token");
  auto bytes = store_.Get(storage::keys::Tablet(name->event, name->id));
  touchstone::storage::v1::TabletRecord record;
  if (!bytes.ok() || !bytes->has_value() || !record.ParseFromString(**bytes)) {
    return MakeError(Reason::STORE_READ_FAILED, "tablet");
  }
  auto key = DeviceKey::Parse(record.tablet().public_key(), "public_key");
  if (!key.ok()) return MakeError(Reason::STORE_READ_FAILED, "key of a tablet");
  caller.device_key = *std::move(key);
  caller.tablet_revoked = record.tablet().state() == v1::Tablet::STATE_REVOKED;
  return absl::OkStatus();
}

std::shared_ptr<Tokens::Sighting> Tokens::SightingOf(const std::string& tablet) const {
  std::unique_lock lock(mutex_);
  auto& seen = seen_[tablet];
  if (seen == nullptr) seen = std::make_shared<Sighting>();
  return seen;
}

std::optional<Time> Tokens::LastSeen(const std::string& tablet) const {
  std::shared_lock lock(mutex_);
  const auto found = seen_.find(tablet);
  if (found == seen_.end()) return std::nullopt;
  const Time seen = found->second->load(std::memory_order_relaxed);
  if (seen == Time()) return std::nullopt;
  return seen;
}

}  // namespace touchstone::identity
