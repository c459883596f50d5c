#include "services/common/utf8.h"

#include <cstdint>

namespace touchstone {
namespace {

// Length of the sequence at the front of `text` and the range of its second byte, by RFC 3629.
struct Lead {
  std::size_t length;
  std::uint8_t low;
  std::uint8_t high;
};

constexpr Lead LeadOf(std::uint8_t byte) {
  if (byte < 0x80) return {1, 0, 0};
  if (byte < 0xc2) return {0, 0, 0};
  if (byte < 0xe0) return {2, 0x80, 0xbf};
  if (byte == 0xe0) return {3, 0xa0, 0xbf};
  if (byte == 0xed) return {3, 0x80, 0x9f};
  if (byte < 0xf0) return {3, 0x80, 0xbf};
  if (byte == 0xf0) return {4, 0x90, 0xbf};
  if (byte < 0xf4) return {4, 0x80, 0xbf};
  if (byte == 0xf4) return {4, 0x80, 0x8f};
  return {0, 0, 0};
}

}  // namespace

std::optional<std::size_t> CountUtf8(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    const Lead lead = LeadOf(static_cast<std::uint8_t>(text[i]));
    if (lead.length == 0 || lead.length > text.size() - i) return std::nullopt;
    for (std::size_t k = 1; k < lead.length; ++k) {
      const auto byte = static_cast<std::uint8_t>(text[i + k]);
      if (byte < (k == 1 ? lead.low : 0x80) || byte > (k == 1 ? lead.high : 0xbf)) {
        return std::nullopt;
      }
    }
    i += lead.length;
  }
  return count;
}

}  // namespace touchstone
