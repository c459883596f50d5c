#pragma once

#include "services/common/clock.h"
#include "services/common/rpc.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"
#include "touchstone/v1/events.pb.h"

// Rule packs and schemes in the store: named by their content, so that they never change. Reading
// and listing them is ResourceTable's.
namespace touchstone::events {

// As they are stored. RULE_PACK_INVALID or SCHEME_INVALID with the paths of what is wrong.
absl::StatusOr<v1::StoredRulePack> ToStored(const v1::RulePack& pack, bool shipped);
absl::StatusOr<v1::StoredScheme> ToStored(const v1::Scheme& scheme);

// Adds a StoredRulePack or StoredScheme that is not in the store to `batch`.
absl::Status PutNewRules(const storage::KvStore& store, const google::protobuf::Message& stored,
                         storage::WriteBatch& batch);

// Stores the packs and schemes that come with the program and are not there yet. At start, before
// the first call.
absl::Status StoreShippedRules(storage::KvStore& store);

// The two creating methods. References must outlive it. Thread-safe.
class RulePackStore {
 public:
  RulePackStore(storage::KvStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // What is there already is answered as it is. RULE_PACK_INVALID, REQUEST_ID_REUSED.
  Awaitable<absl::Status> CreateRulePack(Call call, const v1::CreateRulePackRequest& request,
                                         v1::StoredRulePack& response) const;
  // SCHEME_INVALID, REQUEST_ID_REUSED.
  Awaitable<absl::Status> CreateScheme(Call call, const v1::CreateSchemeRequest& request,
                                       v1::StoredScheme& response) const;

 private:
  Awaitable<absl::Status> Store(const Call& call, const google::protobuf::Message& request,
                                const google::protobuf::Message& stored,
                                google::protobuf::Message& response) const;

  storage::KvStore& store_;
  const Clock& clock_;
};

}  // namespace touchstone::events
