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
#include "services/common/page_token.h"
#include "services/common/resource_name.h"
#include "services/training/training_access.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FieldOf(const Message& message, std::string_view name) {
  return message.GetDescriptor()->FindFieldByName(std::string(name));
}

// Empty when the message has no such field.
std::string TextOf(const Message& message, std::string_view name) {
  const FieldDescriptor* field = FieldOf(message, name);
  return field == nullptr ? std::string() : message.GetReflection()->GetString(message, field);
}

void SetText(Message& message, std::string_view name, std::string text) {
  message.GetReflection()->SetString(&message, FieldOf(message, name), std::move(text));
}

const Message& InnerOf(const Message& message, std::string_view name) {
  return message.GetReflection()->GetMessage(message, FieldOf(message, name));
}

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
  auto found = store.Get(key);
  if (!found.ok()) return StoreError(found.status());
  if (!*found) return Missing(caller);
  if (!resource.ParseFromString(**found)) return MakeError(Reason::STORE_READ_FAILED, key);
  if (!MayRead(caller, CompanyOf(resource))) return Missing(caller);
  if (bytes != nullptr) *bytes = **std::move(found);
  return absl::OkStatus();
}

std::size_t PageSizeOf(const Message& request) {
  return PageSize(request.GetReflection()->GetInt32(request, FieldOf(request, "page_size")));
}

}  // namespace

Awaitable<absl::Status> SetupTable::Create(Call call, const Message& request,
                                           Message& response) const {
  const SetupKind& kind = KindOf(*response.GetDescriptor());
  Place place{"", TextOf(request, std::string(kind.kind) + "_id")};
  if (kind.in_company) {
    auto company = ParseResourceName("companies", TextOf(request, "parent"), "parent");
    if (!company.ok()) co_return company.status();
    place.company = *std::move(company);
  }
  IdempotentRequest once(call.caller(), call.method(), TextOf(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  if (place.id.empty()) place.id = ids_.NewId();
  response.CopyFrom(InnerOf(request, kind.kind));
  SetText(response, "name", NameOf(kind, place));
  SetText(response, "etag", "");
  absl::Status own = RequireOwn(call.caller(), CompanyOf(response));
  if (!own.ok()) co_return own;
  const std::string key = KeyOf(kind, place);
  absl::StatusOr<std::optional<std::string>> found = store_.Get(key);
  if (!found.ok()) co_return StoreError(found.status());
  if (*found) co_return MakeError(Reason::RESOURCE_EXISTS);
  absl::Status checked = CheckSetup(store_, call.caller(), nullptr, response);
  if (!checked.ok()) co_return checked;
  SetText(response, "etag", NextEtag("", response));
  storage::WriteBatch batch;
  batch.ExpectAbsent(key);
  batch.Put(key, response.SerializeAsString());
  once.Remember(response, &batch);
  co_return (co_await AsyncCommit(store_, std::move(batch))).status();
}

Awaitable<absl::Status> SetupTable::Get(Call call, const Message& request,
                                        Message& response) const {
  const SetupKind& kind = KindOf(*response.GetDescriptor());
  absl::StatusOr<Place> place = ParseName(kind, TextOf(request, "name"), "name");
  if (!place.ok()) co_return place.status();
  co_return Read(store_, call.caller(), KeyOf(kind, *place), response);
}

Awaitable<absl::Status> SetupTable::List(Call call, const Message& request,
                                         Message& response) const {
  const FieldDescriptor* items = response.GetDescriptor()->field(0);
  const SetupKind& kind = KindOf(*items->message_type());
  std::string prefix = keys::ResourcePrefix(kind.kind);
  std::string company = TextOf(request, "company");
  if (kind.in_company) {
    const std::string parent = TextOf(request, "parent");
    absl::Status own = RequireCompany(call.caller(), parent);
    if (!own.ok()) co_return own;
    prefix = keys::ResourcePrefixIn(parent.substr(parent.rfind('/') + 1), kind.kind);
  } else if (!company.empty()) {
    absl::Status own = RequireCompany(call.caller(), company);
    if (!own.ok()) co_return own;
  }
  const std::string list = prefix + company;
  absl::StatusOr<std::string> last = ParsePageToken(list, TextOf(request, "page_token"));
  if (!last.ok()) co_return last.status();
  const std::size_t page_size = PageSizeOf(request);
  const auto& reflection = *response.GetReflection();
  std::unique_ptr<Message> item(google::protobuf::MessageFactory::generated_factory()
                                    ->GetPrototype(items->message_type())
                                    ->New());
  std::string shown;
  bool readable = true;
  absl::Status scanned = store_.Scan(
      last->empty() ? prefix : *last + '\0', storage::PrefixEnd(prefix),
      [&](std::string_view key, std::string_view value) {
        readable = item->ParseFromArray(value.data(), static_cast<int>(value.size()));
        if (!readable) return false;
        const std::string owner = CompanyOf(*item);
        if (!MayRead(call.caller(), owner) || (!company.empty() && owner != company)) return true;
        if (static_cast<std::size_t>(reflection.FieldSize(response, items)) == page_size) {
          SetText(response, "next_page_token", MakePageToken(list, shown));
          return false;
        }
        shown = key;
        reflection.AddMessage(&response, items)->CopyFrom(*item);
        return true;
      });
  if (!scanned.ok()) co_return StoreError(scanned);
  co_return readable ? absl::OkStatus() : MakeError(Reason::STORE_READ_FAILED, prefix);
}

Awaitable<absl::Status> SetupTable::Update(Call call, const Message& request,
                                           Message& response) const {
  static const std::vector<std::string_view> kOutputOnly = {"name", "etag"};
  const SetupKind& kind = KindOf(*response.GetDescriptor());
  const Message& wanted = InnerOf(request, kind.kind);
  const std::string field = std::string(kind.kind) + ".name";
  absl::StatusOr<Place> place = ParseName(kind, TextOf(wanted, "name"), field);
  if (!place.ok()) co_return place.status();
  IdempotentRequest once(call.caller(), call.method(), TextOf(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  const std::string key = KeyOf(kind, *place);
  std::unique_ptr<Message> before(response.New());
  std::string bytes;
  absl::Status read = Read(store_, call.caller(), key, *before, &bytes);
  if (read.ok()) read = RequireOwn(call.caller(), CompanyOf(*before));
  if (!read.ok()) co_return read;
  const std::string etag = TextOf(*before, "etag");
  absl::Status same = CheckEtag(TextOf(wanted, "etag"), etag);
  if (!same.ok()) co_return same;
  response.CopyFrom(*before);
  const auto& mask =
      static_cast<const google::protobuf::FieldMask&>(InnerOf(request, "update_mask"));
  absl::Status applied = ApplyUpdateMask(mask, kOutputOnly, wanted, &response);
  if (applied.ok()) applied = RequireOwn(call.caller(), CompanyOf(response));
  if (applied.ok()) applied = CheckSetup(store_, call.caller(), before.get(), response);
  if (!applied.ok()) co_return applied;
  if (response.SerializeAsString() == bytes) co_return absl::OkStatus();
  SetText(response, "etag", NextEtag(etag, response));
  storage::WriteBatch batch;
  batch.ExpectValue(key, std::move(bytes));
  batch.Put(key, response.SerializeAsString());
  once.Remember(response, &batch);
  co_return (co_await AsyncCommit(store_, std::move(batch))).status();
}

}  // namespace touchstone::training
