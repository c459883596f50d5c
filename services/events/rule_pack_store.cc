#include "services/events/rule_pack_store.h"

#include <optional>
#include <string>
#include <utility>

#include "services/common/errors.h"
#include "services/common/idempotency.h"
#include "services/common/message_fields.h"
#include "services/common/resource_name.h"
#include "services/common/stored_resources.h"
#include "services/events/resource_kinds.h"
#include "services/events/resource_table.h"
#include "services/judging/rule_pack_convert.h"
#include "services/judging/scheme_lint.h"
#include "services/judging/shipped_packs.h"

namespace touchstone::events {
namespace {

using google::protobuf::Message;

std::string KeyOfStored(const Message& stored) {
  const ResourceKind& kind = KindOf(*stored.GetDescriptor());
  const std::string name = TextField(stored, "name");
  return KeyOf(kind, {"", name.substr(name.rfind('/') + 1)});
}

}  // namespace

absl::StatusOr<v1::StoredRulePack> ToStored(const v1::RulePack& pack, bool shipped) {
  absl::StatusOr<judging::RulePack> parsed = judging::ToRulePack(pack);
  if (!parsed.ok()) return parsed.status();
  v1::StoredRulePack stored;
  *stored.mutable_rule_pack() = pack;
  stored.set_content_hash(judging::ContentHash(pack));
  stored.set_name(ResourceName("rulePacks", judging::ResourceId(pack.id(), stored.content_hash())));
  stored.set_shipped(shipped);
  return stored;
}

absl::StatusOr<v1::StoredScheme> ToStored(const v1::Scheme& scheme) {
  absl::StatusOr<judging::Scheme> parsed = judging::ToScheme(scheme);
  if (!parsed.ok()) return parsed.status();
  v1::StoredScheme stored;
  *stored.mutable_scheme() = scheme;
  stored.set_content_hash(judging::ContentHash(scheme));
  stored.set_name(ResourceName("schemes", judging::ResourceId(scheme.id(), stored.content_hash())));
  for (const judging::SchemeWarning& warning : judging::LintScheme(scheme)) {
    stored.add_warnings(warning.code + " " + warning.path + ": " + warning.zh + " / " + warning.en);
  }
  return stored;
}

absl::Status PutNewRules(const storage::KvStore& store, const Message& stored,
                         storage::WriteBatch& batch) {
  const std::string key = KeyOfStored(stored);
  absl::StatusOr<std::optional<std::string>> found = store.Get(key);
  if (!found.ok()) return StoreError(found.status());
  if (*found) return absl::OkStatus();
  batch.ExpectAbsent(key);
  PutResource(key, stored, batch);
  return absl::OkStatus();
}

absl::Status StoreShippedRules(storage::KvStore& store) {
  storage::WriteBatch batch;
  for (const v1::RulePack& pack : judging::ShippedRulePacks()) {
    absl::StatusOr<v1::StoredRulePack> stored = ToStored(pack, true);
    if (!stored.ok()) return stored.status();
    if (absl::Status put = PutNewRules(store, *stored, batch); !put.ok()) return put;
  }
  for (const v1::Scheme& scheme : judging::ShippedSchemes()) {
    absl::StatusOr<v1::StoredScheme> stored = ToStored(scheme);
    if (!stored.ok()) return stored.status();
    if (absl::Status put = PutNewRules(store, *stored, batch); !put.ok()) return put;
  }
  return store.CommitSync(std::move(batch)).status();
}

Awaitable<absl::Status> RulePackStore::Store(const Call& call, const Message& request,
                                             const Message& stored, Message& response) const {
  IdempotentRequest once(call.caller(), call.method(), TextField(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  storage::WriteBatch batch;
  if (absl::Status put = PutNewRules(store_, stored, batch); !put.ok()) co_return put;
  response.CopyFrom(stored);
  if (batch.writes().empty()) {
    absl::Status read = ReadResource(store_, KeyOfStored(stored), response);
    if (!read.ok()) co_return read;
  }
  once.Remember(response, &batch);
  co_return (co_await AsyncCommit(store_, std::move(batch))).status();
}

Awaitable<absl::Status> RulePackStore::CreateRulePack(Call call,
                                                      const v1::CreateRulePackRequest& request,
                                                      v1::StoredRulePack& response) const {
  absl::StatusOr<v1::StoredRulePack> stored = ToStored(request.rule_pack(), false);
  if (!stored.ok()) co_return stored.status();
  co_return co_await Store(call, request, *stored, response);
}

Awaitable<absl::Status> RulePackStore::CreateScheme(Call call,
                                                    const v1::CreateSchemeRequest& request,
                                                    v1::StoredScheme& response) const {
  absl::StatusOr<v1::StoredScheme> stored = ToStored(request.scheme());
  if (!stored.ok()) co_return stored.status();
  co_return co_await Store(call, request, *stored, response);
}

}  // namespace touchstone::events
