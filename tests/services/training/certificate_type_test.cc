#include "services/training/certificate_type.h"

#include <gtest/gtest.h>

namespace touchstone::training {
namespace {

CivilDate Day(const char* text) { return CivilDate::Parse(text).value(); }

TEST(CertificateTypeTest, AgeIsCountedInFullYears) {
  EXPECT_EQ(AgeOn(Day("2000-05-12"), Day("2018-05-11")), 17);
  EXPECT_EQ(AgeOn(Day("2000-05-12"), Day("2018-05-12")), 18);
  EXPECT_EQ(AgeOn(Day("2000-02-29"), Day("2018-02-27")), 17);
  EXPECT_EQ(AgeOn(Day("2000-02-29"), Day("2018-02-28")), 18);
}

TEST(CertificateTypeTest, AgeLimitsIncludeTheirYear) {
  CertificateType type;
  EXPECT_TRUE(AgeAllowsIssue(type, Day("1900-01-01"), Day("2024-01-01")));
  type.least_age = 18;
  type.most_age = 60;
  type.most_age_at_renewal = 65;
  EXPECT_FALSE(AgeAllowsIssue(type, Day("2006-01-02"), Day("2024-01-01")));
  EXPECT_TRUE(AgeAllowsIssue(type, Day("2006-01-01"), Day("2024-01-01")));
  EXPECT_TRUE(AgeAllowsIssue(type, Day("1963-01-02"), Day("2024-01-01")));
  EXPECT_FALSE(AgeAllowsIssue(type, Day("1963-01-01"), Day("2024-01-01")));
  EXPECT_TRUE(AgeAllowsRenewal(type, Day("1958-01-02"), Day("2024-01-01")));
  EXPECT_FALSE(AgeAllowsRenewal(type, Day("1958-01-01"), Day("2024-01-01")));
}

}  // namespace
}  // namespace touchstone::training
