#include "services/common/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace touchstone {
namespace {

TEST(Utf8Test, CountsCharacters) {
  EXPECT_EQ(CountUtf8(""), 0u);
  EXPECT_EQ(CountUtf8("abc"), 3u);
  EXPECT_EQ(CountUtf8("试金石"), 3u);
  EXPECT_EQ(CountUtf8("é€𠮷"), 3u);
  EXPECT_EQ(CountUtf8(std::string(1, '\0')), 1u);
}

// Encodes by the definition of RFC 3629, independently of the decoder.
std::string Encode(char32_t c) {
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
  if (c < 0x10000) {
    return {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
            static_cast<char>(0x80 | (c & 63))};
  }
  return {static_cast<char>(0xf0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 63)),
          static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
}

TEST(Utf8Test, AcceptsEveryCharacterAndNoSurrogate) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    const bool surrogate = c >= 0xd800 && c < 0xe000;
    ASSERT_EQ(CountUtf8(Encode(c)).has_value(), !surrogate) << std::hex << static_cast<int>(c);
  }
  EXPECT_FALSE(CountUtf8(Encode(0x110000)).has_value());
}

TEST(Utf8Test, RefusesOverlongCutAndStrayBytes) {
  for (const char* bad : {"\xc0\x80", "\xe0\x80\x80", "\xf0\x80\x80\x80", "\xe8\xaf", "\x80",
                          "a\xbf", "\xf8\x88\x80\x80\x80", "\xc3(", "\xe8(\x80"}) {
    EXPECT_FALSE(CountUtf8(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace touchstone
