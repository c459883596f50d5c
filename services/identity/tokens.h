#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "storage/kv_store.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone::identity {

// How long a session holds; using it does not lengthen it.
inline constexpr std::chrono::hours kSession{12};

// The tokens of the store, and sessions, which are tokens that signing in made: of an account, or
// of a judge on a tablet. A secret is "ts_" and 256 random bits in base64url; the store holds its
// SHA-256 only. Known callers are remembered in memory; Forget() ends that at once. Thread-safe.
class Tokens final : public Authenticator {
 public:
  Tokens(const storage::KvStore& store, const Clock& clock, IdGenerator& ids);

  struct New {
    v1::Token token;     // with name and create_time
    std::string secret;  // to be shown once, never to be logged
  };
  // Makes a token of what `wanted` says and adds it to `batch`; it holds when that is committed.
  New Make(const v1::Token& wanted, storage::WriteBatch* batch) const;

  // A token of the store. RESOURCE_NOT_FOUND.
  struct Stored {
    v1::Token token;
    std::string hash;   // of its secret
    std::string bytes;  // of its record
  };
  absl::StatusOr<Stored> Find(std::string_view id) const;

  // Adds the end of the token to `batch`. Call Forget() once that is committed.
  void Revoke(Stored& stored, storage::WriteBatch* batch) const;
  void Forget(const std::string& hash) const;

  // Adds to `batch` the end of those sessions of `holder` for which `ends` holds. The holder is an
  // account, or a judge: then of his sessions on tablets. The commit answers CONCURRENT_CHANGE when
  // the holder signs in meanwhile. Call ForgetAll() once it is durable. STORE_READ_FAILED.
  absl::Status EndSessions(const std::string& holder,
                           const std::function<bool(const v1::Token&)>& ends,
                           storage::WriteBatch* batch) const;
  // Adds to `batch` that sessions of `holder` which have expired are not listed as his any more.
  // The tokens stay: they say who stands behind an author in a chain. STORE_READ_FAILED.
  absl::Status DropExpired(const std::string& holder, storage::WriteBatch* batch) const;
  // After any change of accounts, PINs or tablets: callers are read again at their next call.
  void ForgetAll() const;

  // When a call came from the tablet last, since the server was started.
  std::optional<Time> LastSeen(const std::string& tablet) const;

  // A garbled, unknown, expired and a revoked secret all give TOKEN_INVALID. May read the store.
  absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(
      std::string_view secret) const override;
  absl::StatusOr<std::shared_ptr<const Caller>> AuthenticateAgain(
      std::shared_ptr<const Caller> caller) const override;

 private:
  using Sighting = std::atomic<Time>;  // Time(): not yet
  struct Known {
    std::shared_ptr<const Caller> caller;
    std::optional<Time> expires;
    std::shared_ptr<Sighting> seen;  // of its tablet, if any
  };

  // `calls`: this is a call, not another look at one that lasts, so its tablet was heard.
  absl::StatusOr<std::shared_ptr<const Caller>> FindCaller(const std::string& hash,
                                                           bool calls) const;
  // Ids of the sessions that are listed as the holder's.
  absl::StatusOr<std::vector<std::string>> SessionsOf(const std::string& holder) const;
  absl::StatusOr<Known> Load(const std::string& hash) const;
  absl::Status AddTablet(const v1::Token& token, Caller& caller) const;
  std::shared_ptr<Sighting> SightingOf(const std::string& tablet) const;

  const storage::KvStore& store_;
  const Clock& clock_;
  IdGenerator& ids_;
  mutable std::shared_mutex mutex_;
  mutable std::unordered_map<std::string, Known> known_;                     // by hash
  mutable std::unordered_map<std::string, std::shared_ptr<Sighting>> seen_;  // by tablet
  mutable std::uint64_t forgets_ = 0;  // so that a look-up begun before a Forget() is not kept
};

}  // namespace touchstone::identity
