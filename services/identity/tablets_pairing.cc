// The part of TabletsService that lets tablets in and shuts them out.

#include <chrono>
#include <utility>

#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/identity/secrets.h"
#include "services/identity/tablets_service.h"
#include "storage/keys.h"

namespace touchstone {
namespace {

namespace keys = storage::keys;
using touchstone::storage::v1::PairingRecord;
using touchstone::storage::v1::TabletRecord;

constexpr std::chrono::minutes kPairing{10};
constexpr std::uint32_t kMostWrongPins = 3;
constexpr std::size_t kFingerprintBytes = 4;

// Nobody who lacks the secret can try PINs against it: it stands in no record.
std::string PinHash(const std::string& secret, const std::string& pin) {
  return Sha256(secret + pin);
}

// Whether the caller is who made the pairing: the same token, or the same account.
bool MadePairing(const Caller& caller, const TabletRecord& record) {
  const std::string& account = caller.token->account();
  return caller.token_name == record.tablet().paired_by() ||
         (!account.empty() && account == record.paired_by_account());
}

}  // namespace

Awaitable<absl::Status> TabletsService::DoCreatePairing(Call call,
                                                        const v1::CreatePairingRequest& request,
                                                        v1::CreatePairingResponse& response) {
  auto event = ParseResourceName("events", request.parent(), "parent");
  if (!event.ok()) co_return event.status();
  auto found = store_.Get(keys::Resource("event", *event));
  if (!found.ok()) co_return StoreError(found.status());
  if (!found->has_value()) co_return MakeError(Reason::RESOURCE_NOT_FOUND);
  const std::string secret = identity::NewSecret(ids_, "tp_");
  const std::string pin = identity::NewPin(ids_);
  PairingRecord record;
  record.set_event(request.parent());
  record.set_pin_hash(PinHash(secret, pin));
  *record.mutable_expire_time() = ToTimestamp(clock_.Now() + kPairing);
  record.set_made_by(call.caller().token_name);
  record.set_made_by_account(call.caller().token->account());
  storage::WriteBatch batch;
  if (absl::Status s = DropExpiredPairings(&batch); !s.ok()) co_return s;
  batch.Put(keys::Pairing(Sha256(secret)), record.SerializeAsString());
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  if (!committed.ok()) co_return committed.status();
  response.set_secret(secret);
  response.set_pin(pin);
  *response.mutable_expire_time() = record.expire_time();
  co_return absl::OkStatus();
}

absl::Status TabletsService::DropExpiredPairings(storage::WriteBatch* batch) const {
  const std::string prefix = keys::Pairing("");
  const absl::Status scanned = store_.Scan(
      prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
        PairingRecord record;
        const bool sound = record.ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (!sound || FromTimestamp(record.expire_time()) <= clock_.Now()) {
          batch->Delete(std::string(key));
        }
        return true;
      });
  return scanned.ok() ? absl::OkStatus() : StoreError(scanned);
}

Awaitable<absl::Status> TabletsService::DoPairTablet(Call, const v1::PairTabletRequest& request,
                                                     v1::PairTabletResponse& response) {
  if (auto key = DeviceKey::Parse(request.public_key(), "public_key"); !key.ok()) {
    co_return key.status();
  }
  co_return co_await identity::Repeat([&] { return PairOnce(request, response); });
}

// Of two tablets with one secret the second finds the pairing gone, since both commits expect it.
Awaitable<absl::Status> TabletsService::PairOnce(const v1::PairTabletRequest& request,
                                                 v1::PairTabletResponse& response) {
  auto found = identity::ReadRecord<PairingRecord>(store_, keys::Pairing(Sha256(request.secret())));
  if (!found.ok()) co_return found.status();
  if (!found->has_value()) co_return MakeError(Reason::PAIRING_INVALID);
  identity::Stored<PairingRecord>& pairing = **found;
  storage::WriteBatch batch;
  batch.ExpectValue(pairing.key, pairing.bytes);
  batch.Delete(pairing.key);
  const bool old = FromTimestamp(pairing.record.expire_time()) <= clock_.Now();
  if (old || PinHash(request.secret(), request.pin()) != pairing.record.pin_hash()) {
    pairing.record.set_wrong_pins(pairing.record.wrong_pins() + 1);
    if (!old && pairing.record.wrong_pins() < kMostWrongPins) {
      batch.Put(pairing.key, pairing.record.SerializeAsString());
    }
    auto committed = co_await AsyncCommit(store_, std::move(batch));
    co_return committed.ok() ? MakeError(Reason::PAIRING_INVALID) : committed.status();
  }

  TabletRecord record;
  record.set_paired_by_account(pairing.record.made_by_account());
  v1::Tablet& tablet = *record.mutable_tablet();
  const EventChild name{*ParseResourceName("events", pairing.record.event()), ids_.NewId()};
  tablet.set_name(ResourceNameIn(name.event, "tablets", name.id));
  tablet.set_label(request.label());
  tablet.set_public_key(request.public_key());
  tablet.set_state(v1::Tablet::STATE_PAIRED);
  tablet.set_paired_by(pairing.record.made_by());
  *tablet.mutable_create_time() = ToTimestamp(clock_.Now());
  tablet.set_fingerprint(ToHex(Sha256(request.public_key()).substr(0, kFingerprintBytes)));
  batch.ExpectAbsent(keys::Tablet(name.event, name.id));
  batch.Put(keys::Tablet(name.event, name.id), record.SerializeAsString());
  v1::Token wanted;
  wanted.set_role(v1::ROLE_TABLET);
  wanted.set_event(pairing.record.event());
  wanted.set_tablet(tablet.name());
  wanted.set_display_name("平板 · tablet " + tablet.label());
  identity::Tokens::New made = tokens_.Make(wanted, &batch);
  auto committed = co_await AsyncCommit(store_, std::move(batch));
  if (!committed.ok()) co_return committed.status();
  *response.mutable_tablet() = std::move(tablet);
  response.set_secret(std::move(made.secret));
  response.set_receipt_key(receipt_key_);
  co_return absl::OkStatus();
}

Awaitable<absl::Status> TabletsService::DoAcceptTablet(Call call,
                                                       const v1::AcceptTabletRequest& request,
                                                       v1::Tablet& response) {
  co_return co_await identity::Repeat(
      [&] { return AcceptOnce(call.caller(), request.name(), response); });
}

Awaitable<absl::Status> TabletsService::AcceptOnce(const Caller& caller, const std::string& name,
                                                   v1::Tablet& response) {
  auto stored = FindTablet(name);
  if (!stored.ok()) co_return stored.status();
  v1::Tablet& tablet = *stored->record.mutable_tablet();
  if (tablet.state() == v1::Tablet::STATE_REVOKED) co_return MakeError(Reason::TABLET_REVOKED);
  if (tablet.state() == v1::Tablet::STATE_PAIRED) {
    if (MadePairing(caller, stored->record)) co_return MakeError(Reason::SECOND_PERSON_NEEDED);
    tablet.set_state(v1::Tablet::STATE_ACTIVE);
    tablet.set_accepted_by(caller.token_name);
    storage::WriteBatch batch;
    stored->Replace(&batch);
    auto committed = co_await AsyncCommit(store_, std::move(batch));
    if (!committed.ok()) co_return committed.status();
  }
  response = Shown(std::move(tablet));
  co_return absl::OkStatus();
}

Awaitable<absl::Status> TabletsService::DoRevokeTablet(Call, const v1::RevokeTabletRequest& request,
                                                       v1::Tablet& response) {
  co_return co_await identity::Repeat([&] { return RevokeOnce(request.name(), response); });
}

Awaitable<absl::Status> TabletsService::RevokeOnce(const std::string& name, v1::Tablet& response) {
  auto stored = FindTablet(name);
  if (!stored.ok()) co_return stored.status();
  v1::Tablet& tablet = *stored->record.mutable_tablet();
  if (tablet.state() != v1::Tablet::STATE_REVOKED) {
    tablet.set_state(v1::Tablet::STATE_REVOKED);
    storage::WriteBatch batch;
    stored->Replace(&batch);
    auto committed = co_await AsyncCommit(store_, std::move(batch));
    tokens_.ForgetAll();
    if (!committed.ok()) co_return committed.status();
  }
  response = Shown(std::move(tablet));
  co_return absl::OkStatus();
}

}  // namespace touchstone
