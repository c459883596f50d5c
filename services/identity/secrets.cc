#include "services/identity/secrets.h"

#include <cstdint>

#include "absl/strings/escaping.h"

namespace touchstone::identity {

std::string NewSecret(IdGenerator& ids, std::string_view prefix) {
  std::string text;
  absl::WebSafeBase64Escape(ids.RandomBytes(32), &text);
  return std::string(prefix) + text;
}

std::string NewPin(IdGenerator& ids) {
  constexpr std::uint32_t kPins = 1'000'000;
  constexpr std::uint32_t kEven = UINT32_MAX / kPins * kPins;  // what lies behind favours some
  std::uint32_t number = kEven;
  while (number >= kEven) {
    number = 0;
    for (const char byte : ids.RandomBytes(4))
      number = number << 8 | static_cast<unsigned char>(byte);
  }
  std::string digits = std::to_string(number % kPins);
  return std::string(6 - digits.size(), '0') + digits;
}

}  // namespace touchstone::identity
