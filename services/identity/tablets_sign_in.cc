// The part of TabletsService about judges and their PINs.

#include <utility>

#include "services/common/errors.h"
#include "services/identity/secrets.h"
#include "services/identity/tablets_service.h"
#include "storage/keys.h"

namespace touchstone {
namespace {

namespace keys = storage::keys;
using identity::Secret;
using identity::WrongTries;
using touchstone::storage::v1::JudgePinRecord;

std::string NameOf(const EventChild& judge) {
  return ResourceNameIn(judge.event, "judges", judge.id);
}

}  // namespace

Awaitable<absl::Status> TabletsService::DoResetJudgePin(Call,
                                                        const v1::ResetJudgePinRequest& request,
                                                        v1::ResetJudgePinResponse& response) {
  auto judge = ParseResourceNameIn("judges", request.name());
  if (!judge.ok()) co_return judge.status();
  auto known = store_.Get(keys::ResourceIn(judge->event, "judge", judge->id));
  if (!known.ok()) co_return StoreError(known.status());
  if (!known->has_value()) co_return MakeError(Reason::RESOURCE_NOT_FOUND);
  const std::string pin = identity::NewPin(ids_);
  auto hash = co_await hasher_.Hash(Secret::kPin, pin);
  if (!hash.ok()) co_return hash.status();
  absl::Status reset = co_await identity::Repeat([&] { return ResetOnce(*judge, *hash); });
  if (!reset.ok()) co_return reset;
  unknown_judges_.Right(NameOf(*judge));
  response.set_pin(pin);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> TabletsService::ResetOnce(const EventChild& judge,
                                                  const std::string& pin_hash) {
  const std::string key = keys::JudgePin(judge.event, judge.id);
  auto stored = identity::ReadRecord<JudgePinRecord>(store_, key);
  if (!stored.ok()) co_return stored.status();
  JudgePinRecord record;
  record.set_pin_hash(pin_hash);
  storage::WriteBatch batch;
  stored->has_value() ? batch.ExpectValue(key, (*stored)->bytes) : batch.ExpectAbsent(key);
  batch.Put(key, record.SerializeAsString());
  absl::Status ended = tokens_.EndSessions(
      NameOf(judge), [](const v1::Token&) { return true; }, &batch);
  if (!ended.ok()) co_return ended;
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  tokens_.ForgetAll();
  co_return committed.status();
}

Awaitable<absl::Status> TabletsService::DoSignInJudge(Call call,
                                                      const v1::SignInJudgeRequest& request,
                                                      v1::SignInJudgeResponse& response) {
  const std::string tablet = call.caller().token->tablet();
  auto stored = FindTablet(tablet);
  if (!stored.ok()) co_return stored.status();
  if (stored->record.tablet().state() != v1::Tablet::STATE_ACTIVE) {
    co_return MakeError(Reason::TABLET_NOT_ACCEPTED);
  }
  const EventChild judge{*ParseResourceName("events", call.caller().event), request.judge()};
  std::string hash;
  absl::Status begun = co_await identity::Repeat([&] { return BeginTry(judge, hash); });
  if (!begun.ok()) co_return begun;
  auto right = co_await hasher_.Verify(Secret::kPin, hash, request.pin());
  if (!right.ok()) {
    absl::Status taken = co_await identity::Repeat([&] { return TakeTryBack(judge); });
    co_return taken.ok() ? right.status() : taken;
  }
  if (!*right) co_return MakeError(Reason::SIGN_IN_REFUSED);
  co_return co_await identity::Repeat([&] { return SignInOnce(judge, hash, tablet, response); });
}

// The count is durable before the PIN is looked at: neither many tries at once nor a restart
// between them give more of them than the rules allow.
Awaitable<absl::Status> TabletsService::BeginTry(const EventChild& judge, std::string& pin_hash) {
  auto found = identity::ReadRecord<JudgePinRecord>(store_, keys::JudgePin(judge.event, judge.id));
  if (!found.ok()) co_return found.status();
  if (!found->has_value()) co_return unknown_judges_.Begin(NameOf(judge), clock_.Now());
  JudgePinRecord& record = (*found)->record;
  const WrongTries wrong{record.wrong_pins(), FromTimestamp(record.last_wrong_time())};
  absl::Status locked = identity::CheckLockOut(wrong, Secret::kPin, clock_.Now());
  if (!locked.ok()) co_return locked;
  pin_hash = record.pin_hash();
  record.set_wrong_pins(wrong.count + 1);
  *record.mutable_last_wrong_time() = ToTimestamp(clock_.Now());
  storage::WriteBatch batch;
  (*found)->Replace(&batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  co_return committed.status();
}

Awaitable<absl::Status> TabletsService::TakeTryBack(const EventChild& judge) {
  auto found = identity::ReadRecord<JudgePinRecord>(store_, keys::JudgePin(judge.event, judge.id));
  if (!found.ok()) co_return found.status();
  if (!found->has_value()) {
    unknown_judges_.NotTried(NameOf(judge));
    co_return absl::OkStatus();
  }
  JudgePinRecord& record = (*found)->record;
  if (record.wrong_pins() == 0) co_return absl::OkStatus();
  record.set_wrong_pins(record.wrong_pins() - 1);
  storage::WriteBatch batch;
  (*found)->Replace(&batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  co_return committed.status();
}

Awaitable<absl::Status> TabletsService::SignInOnce(const EventChild& judge,
                                                   const std::string& pin_hash,
                                                   const std::string& tablet,
                                                   v1::SignInJudgeResponse& response) {
  auto stored = FindTablet(tablet);
  if (!stored.ok()) co_return stored.status();
  if (stored->record.tablet().state() != v1::Tablet::STATE_ACTIVE) {
    co_return MakeError(Reason::TABLET_REVOKED);
  }
  auto pin = identity::ReadRecord<JudgePinRecord>(store_, keys::JudgePin(judge.event, judge.id));
  if (!pin.ok()) co_return pin.status();
  if (!pin->has_value() || (*pin)->record.pin_hash() != pin_hash) {
    co_return MakeError(Reason::SIGN_IN_REFUSED);  // there is a new one meanwhile
  }
  (*pin)->record.clear_wrong_pins();
  storage::WriteBatch batch;
  (*pin)->Replace(&batch);
  batch.ExpectValue(stored->key, stored->bytes);
  v1::Token wanted;
  wanted.set_role(v1::ROLE_JUDGE);
  wanted.set_event(ResourceName("events", judge.event));
  wanted.set_judge(NameOf(judge));
  wanted.set_tablet(tablet);
  *wanted.mutable_expire_time() = ToTimestamp(clock_.Now() + identity::kSession);
  if (absl::Status s = tokens_.DropExpired(wanted.judge(), &batch); !s.ok()) co_return s;
  identity::Tokens::New made = tokens_.Make(wanted, &batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  if (!committed.ok()) co_return committed.status();
  *response.mutable_token() = std::move(made.token);
  response.set_secret(std::move(made.secret));
  co_return absl::OkStatus();
}

}  // namespace touchstone
