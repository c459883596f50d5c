#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/hash.h"
#include "tests/services/identity/tablets_fixture.h"

namespace touchstone {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class TabletsServiceTest : public TabletsFixture {};

TEST_F(TabletsServiceTest, ATabletIsPairedThenLetInByASecondPerson) {
  auto paired = Pair(NewPairing());
  ASSERT_TRUE(paired.ok()) << paired.status();
  EXPECT_EQ(paired->tablet().state(), v1::Tablet::STATE_PAIRED);
  EXPECT_EQ(paired->receipt_key(), server_.receipts().PublicKey());
  EXPECT_EQ(paired->tablet().fingerprint(), ToHex(Sha256(key_.PublicKey())).substr(0, 8));
  auto tablet = Accept(desk_, paired->tablet().name());
  ASSERT_TRUE(tablet.ok()) << tablet.status();
  EXPECT_EQ(tablet->state(), v1::Tablet::STATE_ACTIVE);
  EXPECT_NE(tablet->paired_by(), tablet->accepted_by());
}

TEST_F(TabletsServiceTest, WhoPairedATabletCannotLetItIn) {
  auto paired = Pair(NewPairing());
  ASSERT_TRUE(paired.ok());
  EXPECT_EQ(ReasonOf(Accept(chief_, paired->tablet().name()).status()),
            Reason::SECOND_PERSON_NEEDED);
}

TEST_F(TabletsServiceTest, AnotherSessionOfTheSameAccountIsTheSamePerson) {
  v1::Token session;
  session.set_role(v1::ROLE_CHIEF_JUDGE);
  session.set_event("events/e1");
  session.set_account("accounts/li");
  const std::string first = server_.NewToken(session);
  session.set_role(v1::ROLE_DESK);
  const std::string second = server_.NewToken(session);
  auto paired = Pair(NewPairing(first));
  ASSERT_TRUE(paired.ok());
  EXPECT_EQ(ReasonOf(Accept(second, paired->tablet().name()).status()),
            Reason::SECOND_PERSON_NEEDED);
  EXPECT_TRUE(Accept(desk_, paired->tablet().name()).ok());
}

TEST_F(TabletsServiceTest, APairingIsForOneTabletAndTenMinutes) {
  const auto pairing = NewPairing();
  ASSERT_TRUE(Pair(pairing).ok());
  EXPECT_EQ(ReasonOf(Pair(pairing).status()), Reason::PAIRING_INVALID);
  const auto old = NewPairing();
  server_.clock().Advance(minutes(10));
  EXPECT_EQ(ReasonOf(Pair(old).status()), Reason::PAIRING_INVALID);
}

TEST_F(TabletsServiceTest, OfTwoTabletsWithOneSecretOneWins) {
  for (int round = 0; round < 10; ++round) {
    const auto pairing = NewPairing();
    std::vector<std::thread> tablets;
    std::atomic<int> won = 0, refused = 0;
    for (int i = 0; i < 8; ++i) {
      tablets.emplace_back([&] {
        auto paired = Pair(pairing);
        if (paired.ok()) ++won;
        if (ReasonOf(paired.status()) == Reason::PAIRING_INVALID) ++refused;
      });
    }
    for (auto& tablet : tablets) tablet.join();
    ASSERT_EQ(won, 1) << round;
    ASSERT_EQ(refused, 7) << round;
  }
}

TEST_F(TabletsServiceTest, AfterThreeWrongPinsThePairingIsGone) {
  const auto pairing = NewPairing();
  auto wrong = pairing;
  wrong.set_pin(pairing.pin() == "000000" ? "000001" : "000000");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ReasonOf(Pair(wrong).status()), Reason::PAIRING_INVALID);
  }
  EXPECT_EQ(ReasonOf(Pair(pairing).status()), Reason::PAIRING_INVALID);
}

TEST_F(TabletsServiceTest, TwoWrongPinsLeaveThePairing) {
  const auto pairing = NewPairing();
  auto wrong = pairing;
  wrong.set_pin(pairing.pin() == "000000" ? "000001" : "000000");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(ReasonOf(Pair(wrong).status()), Reason::PAIRING_INVALID);
  }
  EXPECT_TRUE(Pair(pairing).ok());
}

TEST_F(TabletsServiceTest, OnlyAP256KeyIsTaken) {
  v1::PairTabletRequest request;
  const auto pairing = NewPairing();
  request.set_secret(pairing.secret());
  request.set_pin(pairing.pin());
  request.set_label("3");
  for (const std::string& key :
       {std::string("garbage"), key_.PublicKey() + "x", key_.PublicKey().substr(0, 80)}) {
    request.set_public_key(key);
    EXPECT_EQ(
        ReasonOf(CallWith<v1::PairTabletResponse>(*stub_, &Stub::PairTablet, "", request).status()),
        Reason::REQUEST_INVALID);
  }
}

TEST_F(TabletsServiceTest, OnAPairedTabletNobodySignsInBeforeItIsLetIn) {
  auto paired = Pair(NewPairing());
  ASSERT_TRUE(paired.ok());
  const std::string pin = ResetPin("j1");
  EXPECT_EQ(ReasonOf(SignIn(paired->secret(), "j1", pin).status()), Reason::TABLET_NOT_ACCEPTED);
}

TEST_F(TabletsServiceTest, AJudgeSignsInForTwelveHours) {
  const std::string tablet = ActiveTablet();
  auto session = SignIn(tablet, "j1", ResetPin("j1"));
  ASSERT_TRUE(session.ok()) << session.status();
  EXPECT_EQ(session->token().role(), v1::ROLE_JUDGE);
  EXPECT_EQ(session->token().judge(), "events/e1/judges/j1");
  EXPECT_EQ(session->token().tablet(), tablet_name_);
  server_.clock().Advance(hours(12));
  EXPECT_EQ(WhoAmI(session->secret()), Reason::TOKEN_INVALID);
}

TEST_F(TabletsServiceTest, AnUnknownJudgeAJudgeWithoutPinAndAWrongPinAreRefusedAlike) {
  const std::string tablet = ActiveTablet();
  const std::string wrong = Other(ResetPin("j1"));
  const absl::Status a = SignIn(tablet, "j1", wrong).status();
  EXPECT_EQ(ReasonOf(a), Reason::SIGN_IN_REFUSED);
  EXPECT_EQ(a.ToString(), SignIn(tablet, "nobody", wrong).status().ToString());
  EXPECT_EQ(a.ToString(), SignIn(tablet, "j2", wrong).status().ToString());
}

TEST_F(TabletsServiceTest, FiveWrongPinsLockForFiveMinutesAndFifteenForGood) {
  const std::string tablet = ActiveTablet();
  const std::string pin = ResetPin("j1");
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(ReasonOf(SignIn(tablet, "j1", Other(pin)).status()), Reason::SIGN_IN_REFUSED);
    }
    EXPECT_EQ(ReasonOf(SignIn(tablet, "j1", pin).status()), Reason::SIGN_IN_LOCKED);
    server_.clock().Advance(minutes(5));
  }
  EXPECT_EQ(ReasonOf(SignIn(tablet, "j1", pin).status()), Reason::SIGN_IN_LOCKED);
  server_.Restart();
  Connect();
  EXPECT_EQ(ReasonOf(SignIn(tablet, "j1", pin).status()), Reason::SIGN_IN_LOCKED);
  EXPECT_TRUE(SignIn(tablet, "j1", ResetPin("j1")).ok());
}

TEST_F(TabletsServiceTest, ManyPinsAtOnceAreNoWayAroundTheLimit) {
  const std::string tablet = ActiveTablet();
  const std::string pin = ResetPin("j1");
  std::atomic<int> looked_at = 0;
  std::vector<std::thread> thieves;
  for (int i = 0; i < 20; ++i) {
    thieves.emplace_back([&] {
      if (ReasonOf(SignIn(tablet, "j1", Other(pin)).status()) == Reason::SIGN_IN_REFUSED) {
        ++looked_at;
      }
    });
  }
  for (auto& thief : thieves) thief.join();
  EXPECT_LE(looked_at, 5);
  EXPECT_GE(looked_at, 1);
}

TEST_F(TabletsServiceTest, ARightPinForgivesTheWrongOnesBefore) {
  const std::string tablet = ActiveTablet();
  const std::string pin = ResetPin("j1");
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 4; ++i) (void)SignIn(tablet, "j1", Other(pin));
    EXPECT_TRUE(SignIn(tablet, "j1", pin).ok()) << round;
  }
}

TEST_F(TabletsServiceTest, ANewPinEndsTheJudgesSessionsOnTabletsOnly) {
  const std::string tablet = ActiveTablet();
  auto session = SignIn(tablet, "j1", ResetPin("j1"));
  ASSERT_TRUE(session.ok());
  ASSERT_EQ(WhoAmI(session->secret()), Reason::kUnspecified);
  const std::string own = server_.JudgeToken("e1", "j1");
  ResetPin("j1");
  EXPECT_EQ(WhoAmI(session->secret()), Reason::TOKEN_INVALID);
  EXPECT_EQ(WhoAmI(own), Reason::kUnspecified);
}

TEST_F(TabletsServiceTest, AShutOutTabletIsToldSoAtOnceWithAllItsSessions) {
  const std::string tablet = ActiveTablet();
  const std::string pin = ResetPin("j1");
  auto session = SignIn(tablet, "j1", pin);
  ASSERT_TRUE(session.ok());
  ASSERT_EQ(WhoAmI(session->secret()), Reason::kUnspecified);
  ASSERT_TRUE(Revoke(tablet_name_).ok());
  EXPECT_EQ(WhoAmI(session->secret()), Reason::TABLET_REVOKED);
  EXPECT_EQ(WhoAmI(tablet), Reason::TABLET_REVOKED);
  EXPECT_EQ(ReasonOf(SignIn(tablet, "j1", pin).status()), Reason::TABLET_REVOKED);
  EXPECT_EQ(ReasonOf(Accept(desk_, tablet_name_).status()), Reason::TABLET_REVOKED);
  EXPECT_TRUE(Revoke(tablet_name_).ok());
}

TEST_F(TabletsServiceTest, ATabletMayOnlySignJudgesInAndSayWhoItIs) {
  const std::string tablet = ActiveTablet();
  EXPECT_EQ(WhoAmI(tablet), Reason::kUnspecified);
  auto own = CallWith<v1::GetOwnTabletResponse>(*stub_, &Stub::GetOwnTablet, tablet,
                                                v1::GetOwnTabletRequest());
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->tablet().name(), tablet_name_);
  EXPECT_EQ(ReasonOf(Accept(tablet, tablet_name_).status()), Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(CallWith<v1::SignOutResponse>(*server_.Stub<v1::AccountsService>(),
                                                   &v1::AccountsService::Stub::SignOut, tablet,
                                                   v1::SignOutRequest())
                         .status()),
            Reason::ROLE_NOT_ALLOWED);
}

TEST_F(TabletsServiceTest, TheListSaysWhenATabletWasHeardLast) {
  const std::string tablet = ActiveTablet();
  v1::ListTabletsRequest request;
  request.set_parent("events/e1");
  auto list = CallWith<v1::ListTabletsResponse>(*stub_, &Stub::ListTablets, desk_, request);
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->tablets_size(), 1);
  EXPECT_FALSE(list->tablets(0).has_last_seen_time());
  server_.clock().Advance(seconds(30));
  ASSERT_EQ(WhoAmI(tablet), Reason::kUnspecified);
  list = CallWith<v1::ListTabletsResponse>(*stub_, &Stub::ListTablets, desk_, request);
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(FromTimestamp(list->tablets(0).last_seen_time()), server_.clock().Now());
}

TEST_F(TabletsServiceTest, PagesHoldEveryTabletOnce) {
  std::set<std::string> paired;
  for (int i = 0; i < 5; ++i) paired.insert(Pair(NewPairing())->tablet().name());
  v1::ListTabletsRequest request;
  request.set_parent("events/e1");
  request.set_page_size(2);
  std::multiset<std::string> listed;
  int pages = 0;
  do {
    auto page = CallWith<v1::ListTabletsResponse>(*stub_, &Stub::ListTablets, desk_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->tablets_size(), 2);
    for (const v1::Tablet& tablet : page->tablets()) listed.insert(tablet.name());
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(listed, ::testing::ElementsAreArray(paired));
}

TEST_F(TabletsServiceTest, TabletsOfAnotherEventAreNotOnes) {
  ActiveTablet();
  const std::string other = server_.Token(v1::ROLE_DESK, "events/e2");
  EXPECT_EQ(ReasonOf(Accept(other, tablet_name_).status()), Reason::NOT_YOURS);
  v1::ListTabletsRequest request;
  request.set_parent("events/e1");
  EXPECT_EQ(
      ReasonOf(
          CallWith<v1::ListTabletsResponse>(*stub_, &Stub::ListTablets, other, request).status()),
      Reason::NOT_YOURS);
}

}  // namespace
}  // namespace touchstone
