#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace touchstone {

// Number of Unicode characters, or nullopt when `text` is not valid UTF-8 (RFC 3629: no surrogates,
// no overlong forms, nothing above U+10FFFF).
std::optional<std::size_t> CountUtf8(std::string_view text);

}  // namespace touchstone
