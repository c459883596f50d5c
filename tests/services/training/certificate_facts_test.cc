#include "services/training/certificate_facts.h"

#include <gtest/gtest.h>

namespace touchstone::training {
namespace {

Fact Entered(const char* id, int recorded_on, int on) {
  Fact fact;
  fact.id = id;
  fact.on = CivilDate::FromDays(on);
  fact.recorded_on = CivilDate::FromDays(recorded_on);
  fact.recorded = {recorded_on * std::int64_t{86'400'000'000}};
  fact.entered_by = "clerk";
  return fact;
}

std::string Ids(const std::vector<Fact>& facts) {
  std::string ids;
  for (const Fact& fact : facts) ids += fact.id;
  return ids;
}

constexpr Instant kEver{9'000'000'000'000'000};

TEST(CertificateFactsTest, MoreThanSevenDaysLateNeedsASecondPerson) {
  EXPECT_FALSE(NeedsApproval(Entered("a", 107, 100)));
  EXPECT_TRUE(NeedsApproval(Entered("a", 108, 100)));
  EXPECT_FALSE(NeedsApproval(Entered("a", 50, 100)));
  Fact approval = Entered("b", 200, 100);
  approval.kind = FactKind::kApproved;
  EXPECT_FALSE(NeedsApproval(approval));
}

TEST(CertificateFactsTest, TheSecondPersonIsAnotherOne) {
  Fact late = Entered("a", 120, 100);
  EXPECT_EQ(Ids(AsKnownAt({late}, kEver)), "");
  late.verified_by = "clerk";
  EXPECT_EQ(Ids(AsKnownAt({late}, kEver)), "");
  late.verified_by = "boss";
  EXPECT_EQ(Ids(AsKnownAt({late}, kEver)), "a");
}

TEST(CertificateFactsTest, AFactCountsFromItsApprovalOn) {
  const Fact late = Entered("a", 120, 100);
  Fact approval = Entered("b", 121, 121);
  approval.kind = FactKind::kApproved;
  approval.concerns = "a";
  approval.entered_by = "boss";
  EXPECT_EQ(Ids(AsKnownAt({late, approval}, {approval.recorded.micros - 1})), "");
  EXPECT_EQ(Ids(AsKnownAt({late, approval}, approval.recorded)), "a");
  approval.entered_by = "clerk";
  EXPECT_EQ(Ids(AsKnownAt({late, approval}, kEver)), "");
}

TEST(CertificateFactsTest, ACorrectionReplacesFromItsRecordingOn) {
  const Fact wrong = Entered("a", 100, 100);
  Fact right = Entered("b", 105, 99);
  right.replaces = "a";
  EXPECT_EQ(Ids(AsKnownAt({wrong, right}, {right.recorded.micros - 1})), "a");
  EXPECT_EQ(Ids(AsKnownAt({wrong, right}, right.recorded)), "b");
}

TEST(CertificateFactsTest, KnownFactsStandInTheOrderOfTheirDays) {
  Fact morning = Entered("z", 100, 50);
  morning.verified_by = "boss";
  Fact noon = morning;
  noon.id = "b";
  noon.at = Instant{5};
  EXPECT_EQ(Ids(AsKnownAt({Entered("c", 100, 100), noon, morning, Entered("a", 100, 100)}, kEver)),
            "zbac");
}

}  // namespace
}  // namespace touchstone::training
