#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// Page tokens: opaque to clients, and good for the list and filter only for which they were made.
namespace touchstone {

// `list` names the list with everything that selects from it, such as "entrants/e1"; `last` is what
// the next page begins after.
std::string MakePageToken(std::string_view list, std::string_view last);

// What MakePageToken() was given as `last`; empty for an empty token, which is the first page.
// PAGE_TOKEN_INVALID when the token is damaged or of another list.
absl::StatusOr<std::string> ParsePageToken(std::string_view list, std::string_view token);

// Items on a page: 0 asks for `usual`, 1000 is the most.
std::size_t PageSize(std::int32_t asked, std::size_t usual = 100);

}  // namespace touchstone
