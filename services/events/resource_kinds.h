#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

// What the kinds of resources of EventsService have in common, as data, so that one piece of code
// creates, reads, lists and changes all of them. Kinds are found by the descriptor of their
// message; requests by the naming of the API: `{kind}_id`, `{kind}`, `parent`, `update_mask`.
namespace touchstone::events {

// A field that names another resource.
struct Reference {
  std::string_view field;
  std::string_view kind;
};

struct ResourceKind {
  std::string_view kind;        // "entrant": in keys of the store and in names of fields
  std::string_view collection;  // "entrants"
  bool in_event = false;
  std::vector<std::string_view> output_only;
  std::vector<Reference> references;
};

// REQUIRES: it describes one of the eight resources, or StoredRulePack or StoredScheme.
const ResourceKind& KindOf(const google::protobuf::Descriptor& resource);
// REQUIRES: `kind` is the kind of one of these.
const ResourceKind& KindNamed(std::string_view kind);

// Ids of a resource, out of its name. REQUEST_INVALID, naming `field`, when it is no name of the
// kind. `event` is empty for resources of the registry.
struct ResourceId {
  std::string event;
  std::string id;
};
absl::StatusOr<ResourceId> ParseName(const ResourceKind& kind, std::string_view name,
                                     std::string_view field = "name");
std::string NameOf(const ResourceKind& kind, const ResourceId& id);
std::string KeyOf(const ResourceKind& kind, const ResourceId& id);

// Begin of the keys of all of the kind; `event` is not read for resources of the registry.
std::string PrefixOf(const ResourceKind& kind, std::string_view event);

// Clears what the server sets.
void ClearOutputOnly(const ResourceKind& kind, google::protobuf::Message& resource);

// Names of the fields, without output-only ones, in which the two differ.
std::vector<std::string> ChangedFields(const ResourceKind& kind,
                                       const google::protobuf::Message& before,
                                       const google::protobuf::Message& after);

}  // namespace touchstone::events
