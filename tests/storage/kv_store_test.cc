#include "storage/kv_store.h"

#include <gtest/gtest.h>

#include <string>

namespace touchstone::storage {
namespace {

TEST(PrefixEndTest, IsThePrefixWithItsLastByteRaised) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a/"), "a0");
  EXPECT_EQ(PrefixEnd(std::string("a\0", 2)), "a\x01");
  EXPECT_EQ(PrefixEnd("\x7f"), "\x80");
}

TEST(PrefixEndTest, DropsTrailingFfBytes) {
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("a\xff\xff"), "b");
}

TEST(PrefixEndTest, IsUnboundedWhenNoKeyFollows) {
  EXPECT_EQ(PrefixEnd("\xff"), "");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
  EXPECT_EQ(PrefixEnd(""), "");
}

}  // namespace
}  // namespace touchstone::storage
