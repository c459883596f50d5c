#include "services/training/documents/badge_key.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "services/training/documents/stable_uuid.h"

namespace touchstone::training {
namespace {

// The key of RFC 8037, appendix A.
BadgeKey KeyOfTheRfc() {
  std::string seed;
  absl::WebSafeBase64Unescape("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", &seed);
  return BadgeKey(seed);
}

TEST(BadgeKeyTest, ThePublicKeyAndItsThumbprintAreThoseOfTheRfc) {
  EXPECT_NE(KeyOfTheRfc().Jwk().find(R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")"),
            std::string::npos);
  EXPECT_EQ(KeyOfTheRfc().Id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(BadgeKeyTest, WhatIsPublishedDoesNotHoldTheSeed) {
  EXPECT_EQ(KeyOfTheRfc().JwkSet().find("nWGxne"), std::string::npos);
  EXPECT_EQ(KeyOfTheRfc().SignToken("{}").find("nWGxne"), std::string::npos);
}

TEST(BadgeKeyTest, TheSameClaimsMakeTheSameToken) {
  EXPECT_EQ(KeyOfTheRfc().SignToken("{}"), KeyOfTheRfc().SignToken("{}"));
  EXPECT_NE(KeyOfTheRfc().SignToken("{}"), BadgeKey(std::string(32, 'x')).SignToken("{}"));
}

TEST(StableUuidTest, IsVersionFiveInTheNameSpaceOfUrls) {
  EXPECT_EQ(StableUuid("http://example.com/"), "0a300ee9-f9e4-5697-a51a-efc7fafaba67");
}

}  // namespace
}  // namespace touchstone::training
