#include "services/training/setup_table.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "google/protobuf/field_mask.pb.h"
#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/field_mask.h"
#include "services/common/idempotency.h"
#include "services/common/message_fields.h"
#include "services/common/resource_name.h"
#include "services/common/stored_resources.h"
#include "services/training/training_access.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using google::protobuf::Message;

struct Place {
  std::string company;  // id; empty for kinds that are in none
  std::string id;
};

absl::StatusOr<Place> ParseName(const SetupKind& kind, std::string_view name,
                                std::string_view field) {
  if (kind.in_company) {
    auto child = ParseCompanyChild(kind.collection, name, field);
    if (!child.ok()) return child.status();
    return Place{std::move(child->company), std::move(child->id)};
  }
  auto id = ParseResourceName(kind.collection, name, field);
  if (!id.ok()) return id.status();
  return Place{"", *std::move(id)};
}

std::string NameOf(const SetupKind& kind, const Place& place) {
  return kind.in_company ? CompanyChildName(place.company, kind.collection, place.id)
                         : ResourceName(kind.collection, place.id);
}

std::string KeyOf(const SetupKind& kind, const Place& place) {
  return kind.in_company ? keys::ResourceIn(place.company, kind.kind, place.id)
                         : keys::Resource(kind.kind, place.id);
}

// Whether the caller may read it, and change it.
bool MayRead(const Caller& caller, const std::string& company) {
  return company.empty() || RequireCompany(caller, company).ok();
}
absl::Status RequireOwn(const Caller& caller, const std::string& company) {
  return company.empty() && IsOfCompany(caller) ? Missing(caller) : RequireCompany(caller, company);
}

// Reads what the caller may read.
absl::Status Read(const storage::KvStore& store, const Caller& caller, const std::string& key,
                  Message& resource, std::string* bytes = nullptr) {
  absl::Status read = ReadResource(store, key, resource, bytes);
  if (ReasonOf(read) == Reason::RESOURCE_NOT_FOUND) return Missing(caller);
  if (!read.ok() || MayRead(caller, CompanyOf(resource))) return read;
  return Missing(caller);
}

}  // namespace

Awaitable<absl::Status> SetupTable::Create(Call call, const Message& request,
                                           Message& response) const {
  const SetupKind& kind = KindOf(*response.GetDescriptor());
  Place place{"", TextField(request, std::string(kind.kind) + "_id")};
  if (kind.in_company) {
    auto company = ParseResourceName("companies", TextField(request, "parent"), "parent");
    if (!company.ok()) co_return company.status();
    place.company = *std::move(company);
  }
  IdempotentRequest once(call.caller(), call.method(), TextField(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  if (place.id.empty()) place.id = ids_.NewId();
  response.CopyFrom(MessageField(request, kind.kind));
  SetTextField(response, "name", NameOf(kind, place));
  SetTextField(response, "etag", "");
  absl::Status own = RequireOwn(call.caller(), CompanyOf(response));
  if (!own.ok()) co_return own;
  const std::string key = KeyOf(kind, place);
  absl::StatusOr<std::optional<std::string>> found = store_.Get(key);
  if (!found.ok()) co_return StoreError(found.status());
  if (*found) co_return MakeError(Reason::RESOURCE_EXISTS);
  absl::Status checked = CheckSetup(store_, call.caller(), nullptr, response);
  if (!checked.ok()) co_return checked;
  SetTextField(response, "etag", NextEtag("", response));
  storage::WriteBatch batch;
  batch.ExpectAbsent(key);
  batch.Put(key, response.SerializeAsString());
  once.Remember(response, &batch);
  co_return (co_await AsyncCommit(store_, std::move(batch))).status();
}

Awaitable<absl::Status> SetupTable::Get(Call call, const Message& request,
                                        Message& response) const {
  const SetupKind& kind = KindOf(*response.GetDescriptor());
  absl::StatusOr<Place> place = ParseName(kind, TextField(request, "name"), "name");
  if (!place.ok()) co_return place.status();
  co_return Read(store_, call.caller(), KeyOf(kind, *place), response);
}

Awaitable<absl::Status> SetupTable::List(Call call, const Message& request,
                                         Message& response) const {
  const SetupKind& kind = KindOf(*ItemsOf(response)->message_type());
  ResourceList list{keys::ResourcePrefix(kind.kind), "", nullptr};
  std::string company;
  if (kind.in_company) {
    const std::string parent = TextField(request, "parent");
    absl::Status own = RequireCompany(call.caller(), parent);
    if (!own.ok()) co_return own;
    list.prefix = keys::ResourcePrefixIn(LastId(parent), kind.kind);
  } else if (HasField(request, "company")) {
    company = TextField(request, "company");
    absl::Status own = company.empty() ? absl::OkStatus() : RequireCompany(call.caller(), company);
    if (!own.ok()) co_return own;
  }
  list.selects = company;
  list.keep = [&call, &company](const Message& item) {
    const std::string owner = CompanyOf(item);
    return MayRead(call.caller(), owner) && (company.empty() || owner == company);
  };
  co_return ListResources(store_, list, request, response);
}

Awaitable<absl::Status> SetupTable::Update(Call call, const Message& request,
                                           Message& response) const {
  static const std::vector<std::string_view> kOutputOnly = {"name", "etag"};
  const SetupKind& kind = KindOf(*response.GetDescriptor());
  const Message& wanted = MessageField(request, kind.kind);
  const std::string field = std::string(kind.kind) + ".name";
  absl::StatusOr<Place> place = ParseName(kind, TextField(wanted, "name"), field);
  if (!place.ok()) co_return place.status();
  IdempotentRequest once(call.caller(), call.method(), TextField(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  const std::string key = KeyOf(kind, *place);
  std::unique_ptr<Message> before(response.New());
  std::string bytes;
  absl::Status read = Read(store_, call.caller(), key, *before, &bytes);
  if (read.ok()) read = RequireOwn(call.caller(), CompanyOf(*before));
  if (!read.ok()) co_return read;
  const std::string etag = TextField(*before, "etag");
  absl::Status same = CheckEtag(TextField(wanted, "etag"), etag);
  if (!same.ok()) co_return same;
  response.CopyFrom(*before);
  const auto& mask =
      static_cast<const google::protobuf::FieldMask&>(MessageField(request, "update_mask"));
  absl::Status applied = ApplyUpdateMask(mask, kOutputOnly, wanted, &response);
  if (applied.ok()) applied = RequireOwn(call.caller(), CompanyOf(response));
  if (applied.ok()) applied = CheckSetup(store_, call.caller(), before.get(), response);
  if (!applied.ok()) co_return applied;
  if (response.SerializeAsString() == bytes) co_return absl::OkStatus();
  SetTextField(response, "etag", NextEtag(etag, response));
  storage::WriteBatch batch;
  batch.ExpectValue(key, std::move(bytes));
  batch.Put(key, response.SerializeAsString());
  once.Remember(response, &batch);
  co_return (co_await AsyncCommit(store_, std::move(batch))).status();
}

}  // namespace touchstone::training
