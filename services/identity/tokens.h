#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "storage/kv_store.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone::identity {

// The tokens of the store. A secret is "ts_" and 256 random bits in base64url; the store holds its
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

  // A garbled, unknown, expired and a revoked secret all give TOKEN_INVALID. May read the store.
  absl::StatusOr<std::shared_ptr<const Caller>> Authenticate(
      std::string_view secret) const override;

 private:
  struct Known {
    std::shared_ptr<const Caller> caller;
    std::optional<Time> expires;
  };

  absl::StatusOr<Known> Load(const std::string& hash) const;

  const storage::KvStore& store_;
  const Clock& clock_;
  IdGenerator& ids_;
  mutable std::shared_mutex mutex_;
  mutable std::unordered_map<std::string, Known> known_;  // by hash
  mutable std::uint64_t forgets_ = 0;  // so that a look-up begun before a Forget() is not kept
};

}  // namespace touchstone::identity
