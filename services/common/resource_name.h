#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// Resource names such as `companies/acme` and `events/e1/entrants/7`.
namespace touchstone {

// 1 to 80 characters of [a-z0-9-].
bool IsResourceId(std::string_view id);

// "companies/acme".
std::string ResourceName(std::string_view collection, std::string_view id);

// "events/e1/entrants/7".
std::string ResourceNameIn(std::string_view event, std::string_view collection,
                           std::string_view id);

// "acme" for ("companies", "companies/acme"). REQUEST_INVALID with a violation of `field` when
// `name` is no name of the collection.
absl::StatusOr<std::string> ParseResourceName(std::string_view collection, std::string_view name,
                                              std::string_view field = "name");

// Ids in the name of something that belongs to an event.
struct EventChild {
  std::string event;
  std::string id;
};

// {"e1", "7"} for ("entrants", "events/e1/entrants/7"). Errors as above.
absl::StatusOr<EventChild> ParseResourceNameIn(std::string_view collection, std::string_view name,
                                               std::string_view field = "name");

// The part "events/e1" of a name that starts so; empty for other names.
std::string_view EventNameOf(std::string_view name);

}  // namespace touchstone
