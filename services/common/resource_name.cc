#include "services/common/resource_name.h"

#include <algorithm>
#include <optional>

#include "services/common/errors.h"

namespace touchstone {
namespace {

constexpr std::string_view kEvents = "events";

// Takes "{collection}/{id}" from the front of `rest` and returns the id.
std::optional<std::string_view> TakePair(std::string_view collection, std::string_view& rest) {
  if (!rest.starts_with(collection)) return std::nullopt;
  std::string_view tail = rest.substr(collection.size());
  if (!tail.starts_with('/')) return std::nullopt;
  tail.remove_prefix(1);
  const std::string_view id = tail.substr(0, tail.find('/'));
  if (!IsResourceId(id)) return std::nullopt;
  rest = tail.substr(id.size());
  return id;
}

absl::Status NotAName(std::string_view pattern, std::string_view field) {
  const std::string wanted = "must be " + std::string(pattern);
  return MakeError(Reason::REQUEST_INVALID, std::string(field) + " " + wanted,
                   {{std::string(field), wanted}});
}

}  // namespace

bool IsResourceId(std::string_view id) {
  return !id.empty() && id.size() <= 80 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string ResourceName(std::string_view collection, std::string_view id) {
  std::string name(collection);
  name += '/';
  return name += id;
}

std::string ResourceNameIn(std::string_view event, std::string_view collection,
                           std::string_view id) {
  std::string name = ResourceName(kEvents, event);
  name += '/';
  return name += ResourceName(collection, id);
}

absl::StatusOr<std::string> ParseResourceName(std::string_view collection, std::string_view name,
                                              std::string_view field) {
  const auto id = TakePair(collection, name);
  if (!id || !name.empty()) return NotAName(ResourceName(collection, "{id}"), field);
  return std::string(*id);
}

absl::StatusOr<EventChild> ParseResourceNameIn(std::string_view collection, std::string_view name,
                                               std::string_view field) {
  const auto event = TakePair(kEvents, name);
  if (event && name.starts_with('/')) {
    name.remove_prefix(1);
    const auto id = TakePair(collection, name);
    if (id && name.empty()) return EventChild{std::string(*event), std::string(*id)};
  }
  return NotAName(ResourceNameIn("{event}", collection, "{id}"), field);
}

std::string_view EventNameOf(std::string_view name) {
  std::string_view rest = name;
  if (!TakePair(kEvents, rest)) return {};
  if (!rest.empty() && rest.front() != '/') return {};
  return name.substr(0, name.size() - rest.size());
}

}  // namespace touchstone
