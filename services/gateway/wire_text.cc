#include "services/gateway/wire_text.h"

#include <array>
#include <cstdint>

namespace touchstone::gateway {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";

// Value of a digit, -1 for other characters. The URL alphabet is read as well.
constexpr std::array<std::int8_t, 256> DigitValues() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  values['-'] = 62;
  values['_'] = 63;
  return values;
}
constexpr std::array<std::int8_t, 256> kDigits = DigitValues();

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Two, three or four digits as one, two or three bytes.
bool AppendGroup(std::string_view digits, std::string& out) {
  if (digits.size() < 2) return false;
  std::uint32_t bits = 0;
  for (const char c : digits) bits = bits << 6 | static_cast<std::uint32_t>(kDigits[c & 0xff]);
  bits <<= 6 * (4 - digits.size());
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    out += static_cast<char>(bits >> (16 - 8 * i) & 0xff);
  }
  return true;
}

}  // namespace

std::string Base64Unpadded(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0);
    }
    for (std::size_t k = 0; k <= count; ++k) out += kAlphabet[bits >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string Base64(std::string_view bytes) {
  std::string out = Base64Unpadded(bytes);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::optional<std::string> FromBase64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::size_t start = 0;  // of the group of four that is being read
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '=') {
      // Padding fills its group and ends a piece.
      const std::size_t end = start + 4;
      if (end > text.size() || !AppendGroup(text.substr(start, i - start), out)) return {};
      for (; i < end; ++i) {
        if (text[i] != '=') return {};
      }
      start = i;
      continue;
    }
    if (kDigits[static_cast<unsigned char>(text[i])] < 0) return {};
    if (++i - start == 4) {
      AppendGroup(text.substr(start, 4), out);
      start = i;
    }
  }
  if (start < i && !AppendGroup(text.substr(start, i - start), out)) return {};
  return out;
}

std::string PercentEncode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '%') {
      out += c;
    } else {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = HexValue(text[i + 1]);
    const int low = HexValue(text[i + 2]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return out;
}

std::optional<std::chrono::nanoseconds> ParseGrpcTimeout(std::string_view text) {
  if (text.size() < 2 || text.size() > 9) return {};
  std::int64_t count = 0;
  for (const char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return {};
    count = count * 10 + (c - '0');
  }
  using std::chrono::nanoseconds;
  // A hundred million hours do not fit; a deadline that far away is none.
  constexpr std::int64_t kMostHours = 24 * 365 * 100;
  switch (text.back()) {
    case 'H':
      return std::chrono::hours(std::min(count, kMostHours));
    case 'M':
      return std::chrono::minutes(std::min(count, kMostHours * 60));
    case 'S':
      return std::chrono::seconds(count);
    case 'm':
      return std::chrono::milliseconds(count);
    case 'u':
      return std::chrono::microseconds(count);
    case 'n':
      return nanoseconds(count);
    default:
      return {};
  }
}

std::string LowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace touchstone::gateway
