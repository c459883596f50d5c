#include "services/events/resource_kinds.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "storage/keys.h"

namespace touchstone::events {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using KindTable = std::map<std::string, ResourceKind, std::less<>>;

// By the name of the message.
const KindTable& Kinds() {
  static const auto* const kinds = new KindTable{
      {"Company", {"company", "companies", false, {"name", "etag"}, {}}},
      {"Worker", {"worker", "workers", false, {"name", "etag"}, {{"company", "company"}}}},
      {"Event",
       {"event",
        "events",
        false,
        {"name", "etag", "state", "board_state", "publish_time", "lock_time", "unlock_request"},
        {}}},
      {"Discipline",
       {"discipline",
        "disciplines",
        true,
        {"name", "etag"},
        {{"rule_pack", "rulePack"}, {"scheme", "scheme"}}}},
      {"Team", {"team", "teams", true, {"name", "etag"}, {{"company", "company"}}}},
      {"Entrant",
       {"entrant",
        "entrants",
        true,
        {"name", "etag"},
        {{"discipline", "discipline"},
         {"worker", "worker"},
         {"company", "company"},
         {"team", "team"}}}},
      {"Judge", {"judge", "judges", true, {"name", "etag"}, {{"company", "company"}}}},
      {"Assignment",
       {"assignment",
        "assignments",
        true,
        {"name", "etag"},
        {{"judge", "judge"}, {"discipline", "discipline"}, {"entrants", "entrant"}}}},
      {"StoredRulePack", {"rulePack", "rulePacks", false, {}, {}}},
      {"StoredScheme", {"scheme", "schemes", false, {}, {}}},
  };
  return *kinds;
}

const FieldDescriptor* FieldOf(const Message& message, std::string_view field) {
  return message.GetDescriptor()->FindFieldByName(std::string(field));
}

bool IsOutputOnly(const ResourceKind& kind, std::string_view field) {
  return std::find(kind.output_only.begin(), kind.output_only.end(), field) !=
         kind.output_only.end();
}

// `to`'s field becomes that of `from`.
void CopyField(const Message& from, const FieldDescriptor* field, Message& to) {
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  to.GetReflection()->SwapFields(copy.get(), &to, {field});
}

std::string BytesOf(const Message& message, const FieldDescriptor* field) {
  std::unique_ptr<Message> only(message.New());
  CopyField(message, field, *only);
  return only->SerializeAsString();
}

}  // namespace

const ResourceKind& KindOf(const google::protobuf::Descriptor& resource) {
  return Kinds().at(resource.name());
}

const ResourceKind& KindNamed(std::string_view kind) {
  return std::find_if(Kinds().begin(), Kinds().end(),
                      [&](const auto& entry) { return entry.second.kind == kind; })
      ->second;
}

absl::StatusOr<ResourceId> ParseName(const ResourceKind& kind, std::string_view name,
                                     std::string_view field) {
  if (kind.in_event) {
    absl::StatusOr<EventChild> child = ParseResourceNameIn(kind.collection, name, field);
    if (!child.ok()) return child.status();
    return ResourceId{std::move(child->event), std::move(child->id)};
  }
  absl::StatusOr<std::string> id = ParseResourceName(kind.collection, name, field);
  if (!id.ok()) return id.status();
  return ResourceId{"", *std::move(id)};
}

std::string NameOf(const ResourceKind& kind, const ResourceId& id) {
  return kind.in_event ? ResourceNameIn(id.event, kind.collection, id.id)
                       : ResourceName(kind.collection, id.id);
}

std::string KeyOf(const ResourceKind& kind, const ResourceId& id) {
  return kind.in_event ? storage::keys::ResourceIn(id.event, kind.kind, id.id)
                       : storage::keys::Resource(kind.kind, id.id);
}

std::string PrefixOf(const ResourceKind& kind, std::string_view event) {
  return kind.in_event ? storage::keys::ResourcePrefixIn(event, kind.kind)
                       : storage::keys::ResourcePrefix(kind.kind);
}

void ClearOutputOnly(const ResourceKind& kind, Message& resource) {
  for (std::string_view field : kind.output_only) {
    resource.GetReflection()->ClearField(&resource, FieldOf(resource, field));
  }
}

std::vector<std::string> ChangedFields(const ResourceKind& kind, const Message& before,
                                       const Message& after) {
  std::vector<std::string> changed;
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = before.GetDescriptor()->field(i);
    if (IsOutputOnly(kind, field->name())) continue;
    if (BytesOf(before, field) != BytesOf(after, field)) changed.push_back(field->name());
  }
  return changed;
}

}  // namespace touchstone::events
