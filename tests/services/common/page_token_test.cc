#include "services/common/page_token.h"

#include <string>

#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace touchstone {
namespace {

TEST(PageTokenTest, GivesBackWhereTheNextPageBegins) {
  const std::string last("entrant/e1/7\0\xff", 14);
  const auto parsed = ParsePageToken("entrants/e1", MakePageToken("entrants/e1", last));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(*parsed, last);
}

TEST(PageTokenTest, NoTokenIsTheFirstPage) {
  EXPECT_EQ(ParsePageToken("entrants/e1", "").value(), "");
}

TEST(PageTokenTest, ATokenOfAnotherListIsRefused) {
  const std::string token = MakePageToken("entrants/e1", "7");
  EXPECT_EQ(ReasonOf(ParsePageToken("entrants/e2", token).status()), Reason::PAGE_TOKEN_INVALID);
  EXPECT_EQ(ReasonOf(ParsePageToken("judges/e1", token).status()), Reason::PAGE_TOKEN_INVALID);
}

TEST(PageTokenTest, DamagedTokensAreRefused) {
  const std::string token = MakePageToken("entrants/e1", "7");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(ParsePageToken("entrants/e1", damaged).ok()) << i;
  }
  EXPECT_FALSE(ParsePageToken("entrants/e1", "!!").ok());
  EXPECT_FALSE(ParsePageToken("entrants/e1", token.substr(0, 6)).ok());
}

TEST(PageTokenTest, AListAndAPlaceCannotBeMovedIntoEachOther) {
  EXPECT_NE(MakePageToken("a", "bc").substr(0, 8), MakePageToken("ab", "c").substr(0, 8));
}

TEST(PageSizeTest, ZeroAsksForTheUsualAndAThousandIsTheMost) {
  EXPECT_EQ(PageSize(0), 100u);
  EXPECT_EQ(PageSize(0, 20), 20u);
  EXPECT_EQ(PageSize(7), 7u);
  EXPECT_EQ(PageSize(5000), 1000u);
}

}  // namespace
}  // namespace touchstone
