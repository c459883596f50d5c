#include "services/events/resource_table.h"

#include <memory>
#include <optional>
#include <utility>

#include "services/common/access.h"
#include "services/common/errors.h"
#include "services/common/etag.h"
#include "services/common/field_mask.h"
#include "services/common/message_fields.h"
#include "services/common/resource_name.h"
#include "services/common/stored_resources.h"
#include "services/events/event_rules.h"
#include "services/events/resource_checks.h"
#include "storage/keys.h"
#include "storage/records.h"
#include "touchstone/storage/v1/records.pb.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::events {
namespace {

// Who may know that an unlock was asked for, and why: who may grant it, or checks what was done.
constexpr RoleSet kUnlocks{v1::ROLE_ORGANISER, v1::ROLE_CHIEF_JUDGE, v1::ROLE_SUPERVISOR,
                           v1::ROLE_ARBITER, v1::ROLE_AUDITOR};

using google::protobuf::Message;

// Where the event of a new resource stands in the request.
absl::StatusOr<std::string> ParentOf(const ResourceKind& kind, const Message& request) {
  if (!kind.in_event) return std::string();
  return ParseResourceName("events", TextField(request, "parent"), "parent");
}

// What a new event has that no request sets.
void BeginLifeCycle(Message& resource) {
  auto* event = dynamic_cast<v1::Event*>(&resource);
  if (event == nullptr) return;
  event->set_state(v1::Event::STATE_DRAFT);
  event->set_board_state(v1::Event::BOARD_STATE_NUMBERS_ONLY);
}

void SetDefaults(Message& resource) {
  if (auto* assignment = dynamic_cast<v1::Assignment*>(&resource)) {
    if (assignment->state() == v1::Assignment::STATE_UNSPECIFIED) {
      assignment->set_state(v1::Assignment::STATE_ACTIVE);
    }
  }
}

}  // namespace

void PutResource(const std::string& key, const Message& resource, storage::WriteBatch& batch) {
  batch.Put(key, resource.SerializeAsString());
  touchstone::storage::v1::ResourceChanged changed;
  changed.set_name(TextField(resource, "name"));
  batch.AppendToFeed(static_cast<std::uint32_t>(storage::FeedEventType::kResourceChanged),
                     changed.SerializeAsString());
}

Awaitable<absl::Status> ResourceTable::Commit(const Call& call, const Message& request,
                                              Message& response, std::string event,
                                              Decide decide) const {
  IdempotentRequest once(call.caller(), call.method(), TextField(request, "request_id"), request,
                         clock_);
  absl::StatusOr<bool> answered = once.FindAnswer(store_, &response);
  if (!answered.ok() || *answered) co_return answered.status();
  auto decide_once = [&](ledger::EventView* view) -> absl::StatusOr<ledger::EventChange> {
    ledger::EventChange change;
    if (absl::Status decided = decide(view, change.writes); !decided.ok()) return decided;
    once.Remember(response, &change.writes);
    return change;
  };
  if (event.empty()) {
    absl::StatusOr<ledger::EventChange> change = decide_once(nullptr);
    if (!change.ok()) co_return change.status();
    co_return (co_await AsyncCommit(store_, std::move(change->writes))).status();
  }
  std::function<absl::StatusOr<ledger::EventChange>(ledger::EventView&)> on_strand =
      [&decide_once](ledger::EventView& view) { return decide_once(&view); };
  co_return (co_await sequencers_.Change(std::move(event), std::move(on_strand))).status();
}

Awaitable<absl::Status> ResourceTable::Create(Call call, const Message& request,
                                              Message& response) const {
  const ResourceKind& kind = KindOf(*response.GetDescriptor());
  absl::StatusOr<std::string> parent = ParentOf(kind, request);
  if (!parent.ok()) co_return parent.status();
  ResourceId id{*parent, TextField(request, std::string(kind.kind) + "_id")};
  if (id.id.empty()) id.id = ids_.NewId();
  const std::string key = KeyOf(kind, id);

  const Decide decide = [&](ledger::EventView* event, storage::WriteBatch& batch) -> absl::Status {
    absl::StatusOr<std::optional<std::string>> found = store_.Get(key);
    if (!found.ok()) return StoreError(found.status());
    if (*found) {
      return MakeError(kind.kind == "event" ? Reason::EVENT_EXISTS : Reason::RESOURCE_EXISTS);
    }
    response.CopyFrom(MessageField(request, kind.kind));
    ClearOutputOnly(kind, response);
    SetTextField(response, "name", NameOf(kind, id));
    BeginLifeCycle(response);
    SetDefaults(response);
    ResourceChange change{kind, id, nullptr, response, event};
    if (absl::Status checked = CheckResource(store_, change, batch); !checked.ok()) {
      return checked;
    }
    SetTextField(response, "etag", NextEtag("", response));
    batch.ExpectAbsent(key);
    PutResource(key, response, batch);
    return absl::OkStatus();
  };
  co_return co_await Commit(call, request, response, *parent, decide);
}

Awaitable<absl::Status> ResourceTable::Get(Call call, const Message& request,
                                           Message& response) const {
  const ResourceKind& kind = KindOf(*response.GetDescriptor());
  absl::StatusOr<ResourceId> id = ParseName(kind, TextField(request, "name"));
  if (!id.ok()) co_return id.status();
  if (absl::Status read = ReadResource(store_, KeyOf(kind, *id), response); !read.ok()) {
    co_return read;
  }
  auto* event = dynamic_cast<v1::Event*>(&response);
  if (event != nullptr && !kUnlocks.Has(call.caller().role)) event->clear_unlock_request();
  co_return absl::OkStatus();
}

Awaitable<absl::Status> ResourceTable::List(Call, const Message& request, Message& response) const {
  const ResourceKind& kind = KindOf(*ItemsOf(response)->message_type());
  absl::StatusOr<std::string> parent = ParentOf(kind, request);
  if (!parent.ok()) co_return parent.status();
  if (kind.in_event) {
    v1::Event event;
    absl::Status exists = ReadResource(store_, storage::keys::Resource("event", *parent), event);
    if (!exists.ok()) co_return exists;
  }
  co_return ListResources(store_, {PrefixOf(kind, *parent), "", nullptr}, request, response);
}

Awaitable<absl::Status> ResourceTable::Update(Call call, const Message& request,
                                              Message& response) const {
  const ResourceKind& kind = KindOf(*response.GetDescriptor());
  const Message& wanted = MessageField(request, kind.kind);
  absl::StatusOr<ResourceId> id =
      ParseName(kind, TextField(wanted, "name"), std::string(kind.kind) + ".name");
  if (!id.ok()) co_return id.status();
  const std::string key = KeyOf(kind, *id);
  const auto& mask =
      static_cast<const google::protobuf::FieldMask&>(MessageField(request, "update_mask"));

  const Decide decide = [&](ledger::EventView* event, storage::WriteBatch& batch) -> absl::Status {
    std::unique_ptr<Message> before(response.New());
    std::string bytes;
    if (absl::Status read = ReadResource(store_, key, *before, &bytes); !read.ok()) return read;
    const std::string etag = TextField(*before, "etag");
    if (absl::Status same = CheckEtag(TextField(wanted, "etag"), etag); !same.ok()) return same;
    response.CopyFrom(*before);
    absl::Status masked = ApplyUpdateMask(mask, kind.output_only, wanted, &response);
    if (!masked.ok()) return masked;
    const std::vector<std::string> changed = ChangedFields(kind, *before, response);
    if (changed.empty()) return absl::OkStatus();
    if (call.caller().role == v1::ROLE_DESK) {
      if (absl::Status allowed = CheckDeskChange(changed); !allowed.ok()) return allowed;
    }
    SetDefaults(response);
    ResourceChange change{kind, *id, before.get(), response, event};
    if (absl::Status checked = CheckResource(store_, change, batch); !checked.ok()) {
      return checked;
    }
    SetTextField(response, "etag", NextEtag(etag, response));
    batch.ExpectValue(key, std::move(bytes));
    PutResource(key, response, batch);
    return absl::OkStatus();
  };
  co_return co_await Commit(call, request, response, kind.kind == "event" ? id->id : id->event,
                            decide);
}

}  // namespace touchstone::events
