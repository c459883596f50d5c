// Sessions end when they must, and only then. What the services' own tests show of them is named in
// docs/reliability.md; here is what needs the whole server: watches, floods, two at once, a stolen
// tablet, a clock that jumps.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/errors.h"
#include "storage/keys.h"
#include "tests/services/server/yard.h"
#include "tests/support/call_with.h"
#include "touchstone/v1/accounts.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::testing {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Accounts = v1::AccountsService::Stub;
using SteadyClock = std::chrono::steady_clock;

constexpr char kPassword[] = "a long enough password";

// A board that somebody watches.
class Watching {
 public:
  Watching(TestServer& server, const std::string& event, const std::string& secret)
      : stub_(server.Stub<v1::LeaderboardService>()), context_(TestServer::Context(secret)) {
    v1::WatchStandingsRequest request;
    request.mutable_board()->set_event(event);
    request.mutable_board()->set_discipline("d1");
    reader_ = stub_->WatchStandings(context_.get(), request);
    v1::WatchStandingsResponse first;
    EXPECT_TRUE(reader_->Read(&first));
  }
  // Why it ends; kUnspecified when it still goes on after a second.
  Reason EndWithinASecond() {
    std::thread leaves([this] {
      const auto end = SteadyClock::now() + seconds(1);
      while (!over_ && SteadyClock::now() < end) std::this_thread::sleep_for(milliseconds(5));
      if (!over_) context_->TryCancel();  // after the end it might hide why it ended
    });
    v1::WatchStandingsResponse message;
    while (reader_->Read(&message)) {
    }
    over_ = true;
    const Reason reason = ReasonOf(FromGrpcStatus(reader_->Finish()));
    leaves.join();
    return reason;
  }

 private:
  std::unique_ptr<v1::LeaderboardService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchStandingsResponse>> reader_;
  std::atomic<bool> over_ = false;
};

class SessionsTest : public ::testing::Test {
 protected:
  SessionsTest()
      : yard_(server_, "yard", {}),
        accounts_(server_.Stub<v1::AccountsService>()),
        organiser_(server_.Organiser()) {}

  v1::Account NewAccount(const std::string& login) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_login_name(login);
    request.mutable_account()->set_display_name(login);
    for (const v1::Role role : {v1::ROLE_CHIEF_JUDGE, v1::ROLE_DESK}) {
      v1::Grant& grant = *request.mutable_account()->add_grants();
      grant.set_role(role);
      grant.set_event(yard_.name());
    }
    auto made = CallWith<v1::Account>(*accounts_, &Accounts::CreateAccount, organiser_, request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : v1::Account();
  }
  std::string Invite(const v1::Account& account) {
    v1::InviteAccountRequest request;
    request.set_name(account.name());
    auto made = CallWith<v1::InviteAccountResponse>(*accounts_, &Accounts::InviteAccount,
                                                    organiser_, request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->secret() : "";
  }
  absl::StatusOr<v1::SignInResponse> Accept(const std::string& invitation) {
    v1::AcceptInvitationRequest request;
    request.set_secret(invitation);
    request.set_password(kPassword);
    return CallWith<v1::SignInResponse>(*accounts_, &Accounts::AcceptInvitation, "", request);
  }
  v1::SignInResponse Somebody(const std::string& login = "li.wei") {
    auto session = Accept(Invite(NewAccount(login)));
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? *session : v1::SignInResponse();
  }
  absl::StatusOr<v1::Account> Update(const v1::Account& account, const std::string& field) {
    v1::UpdateAccountRequest request;
    *request.mutable_account() = account;
    request.mutable_update_mask()->add_paths(field);
    return CallWith<v1::Account>(*accounts_, &Accounts::UpdateAccount, organiser_, request);
  }
  Reason WhoAmI(const std::string& secret) {
    return ReasonOf(CallWith<v1::Token>(*server_.Stub<v1::IdentityService>(),
                                        &v1::IdentityService::Stub::WhoAmI, secret,
                                        v1::WhoAmIRequest())
                        .status());
  }
  std::unique_ptr<Yard::Tablet> NewTablet() {
    return yard_.NewTablet(yard_.Token(v1::ROLE_CHIEF_JUDGE), yard_.Token(v1::ROLE_DESK));
  }
  absl::StatusOr<v1::SignInJudgeResponse> SignInJudge(const Yard::Tablet& tablet,
                                                      const std::string& pin) {
    v1::SignInJudgeRequest request;
    request.set_judge("j1");
    request.set_pin(pin);
    return CallWith<v1::SignInJudgeResponse>(*server_.Stub<v1::TabletsService>(),
                                             &v1::TabletsService::Stub::SignInJudge, tablet.secret,
                                             request);
  }
  std::size_t Keys(const std::string& prefix) {
    std::size_t count = 0;
    EXPECT_TRUE(server_.store()
                    .Scan(prefix, storage::PrefixEnd(prefix),
                          [&](std::string_view, std::string_view) { return ++count > 0; })
                    .ok());
    return count;
  }
  bool WasSeen(const std::string& tablet) {
    v1::ListTabletsRequest request;
    request.set_parent(yard_.name());
    auto list = CallWith<v1::ListTabletsResponse>(*server_.Stub<v1::TabletsService>(),
                                                  &v1::TabletsService::Stub::ListTablets,
                                                  organiser_, request);
    EXPECT_TRUE(list.ok()) << list.status();
    for (const v1::Tablet& each : list->tablets()) {
      if (each.name() == tablet && each.has_last_seen_time()) {
        return FromTimestamp(each.last_seen_time()) == server_.clock().Now();
      }
    }
    return false;
  }

  TestServer server_;
  Yard yard_;
  std::unique_ptr<Accounts> accounts_;
  std::string organiser_;
};

TEST_F(SessionsTest, UsingASessionDoesNotLengthenIt) {
  const auto session = Somebody();
  for (int hour = 1; hour < 12; ++hour) {
    server_.clock().Advance(hours(1));
    ASSERT_EQ(WhoAmI(session.secret()), Reason::kUnspecified) << hour;
  }
  server_.clock().Advance(hours(1));
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
}

TEST_F(SessionsTest, ASessionThatNobodyUsedHoldsAsLongAsOneThatWasUsed) {
  const auto session = Somebody();
  server_.clock().Advance(hours(12) - seconds(1));
  EXPECT_EQ(WhoAmI(session.secret()), Reason::kUnspecified);
}

TEST_F(SessionsTest, AWatchDoesNotLengthenItsSession) {
  const auto session = Somebody();
  Watching watch(server_, yard_.name(), session.secret());
  server_.clock().Advance(hours(12));
  EXPECT_EQ(watch.EndWithinASecond(), Reason::TOKEN_INVALID);
}

TEST_F(SessionsTest, AWatchThatGoesOnIsNoSignOfItsTablet) {
  const auto tablet = NewTablet();
  const std::string session = yard_.SignIn(*tablet, "j1", yard_.NewPin("j1"));
  Watching watch(server_, yard_.name(), session);
  EXPECT_TRUE(WasSeen(tablet->name));
  server_.clock().Advance(minutes(10));
  std::this_thread::sleep_for(milliseconds(1200));  // it was looked at again
  EXPECT_FALSE(WasSeen(tablet->name));
  EXPECT_EQ(WhoAmI(session), Reason::kUnspecified);
  EXPECT_TRUE(WasSeen(tablet->name));
}

TEST_F(SessionsTest, ExpiredSessionsAreNotKeptAsTheirHolders) {
  const auto session = Somebody();
  const std::string listed = storage::keys::SessionPrefix(session.account().name());
  v1::SignInRequest again;
  again.set_login_name("li.wei");
  again.set_password(kPassword);
  for (int day = 0; day < 3; ++day) {
    server_.clock().Advance(hours(24));
    ASSERT_TRUE(CallWith<v1::SignInResponse>(*accounts_, &Accounts::SignIn, "", again).ok());
    EXPECT_EQ(Keys(listed), 1u) << day;
  }
}

TEST_F(SessionsTest, PairingsThatNobodyUsedAreGoneWithTheNext) {
  const std::string chief = yard_.Token(v1::ROLE_CHIEF_JUDGE);
  for (int i = 0; i < 5; ++i) (void)yard_.NewPairing(chief);
  EXPECT_EQ(Keys(storage::keys::Pairing("")), 5u);
  server_.clock().Advance(minutes(10));
  (void)yard_.NewPairing(chief);
  EXPECT_EQ(Keys(storage::keys::Pairing("")), 1u);
}

TEST_F(SessionsTest, ADisabledAccountsWatchEndsWithinASecond) {
  auto session = Somebody();
  Watching watch(server_, yard_.name(), session.secret());
  session.mutable_account()->set_disabled(true);
  ASSERT_TRUE(Update(session.account(), "disabled").ok());
  EXPECT_EQ(watch.EndWithinASecond(), Reason::TOKEN_INVALID);
}

TEST_F(SessionsTest, ANewPasswordEndsTheWatchesOfBefore) {
  const auto session = Somebody();
  Watching watch(server_, yard_.name(), session.secret());
  ASSERT_TRUE(Accept(Invite(session.account())).ok());
  EXPECT_EQ(watch.EndWithinASecond(), Reason::TOKEN_INVALID);
}

TEST_F(SessionsTest, ARoleTakenAwayEndsItsWatchesAndNoOthers) {
  auto session = Somebody();
  v1::SignInRequest desk;
  desk.set_login_name("li.wei");
  desk.set_password(kPassword);
  desk.set_grant(1);
  auto other = CallWith<v1::SignInResponse>(*accounts_, &Accounts::SignIn, "", desk);
  ASSERT_TRUE(other.ok()) << other.status();
  Watching chief(server_, yard_.name(), session.secret());
  Watching stays(server_, yard_.name(), other->secret());
  session.mutable_account()->mutable_grants()->DeleteSubrange(0, 1);
  ASSERT_TRUE(Update(session.account(), "grants").ok());
  EXPECT_EQ(chief.EndWithinASecond(), Reason::TOKEN_INVALID);
  EXPECT_EQ(stays.EndWithinASecond(), Reason::kUnspecified);
}

TEST_F(SessionsTest, ANewNameEndsNoSession) {
  auto session = Somebody();
  session.mutable_account()->set_display_name("李 伟");
  ASSERT_TRUE(Update(session.account(), "display_name").ok());
  EXPECT_EQ(WhoAmI(session.secret()), Reason::kUnspecified);
}

TEST_F(SessionsTest, ASwitchedRolesSessionEndsOnWatchesToo) {
  const auto session = Somebody();
  Watching watch(server_, yard_.name(), session.secret());
  v1::SwitchGrantRequest request;
  request.set_grant(1);
  ASSERT_TRUE(
      CallWith<v1::SignInResponse>(*accounts_, &Accounts::SwitchGrant, session.secret(), request)
          .ok());
  EXPECT_EQ(watch.EndWithinASecond(), Reason::TOKEN_INVALID);
}

TEST_F(SessionsTest, OfTwoSwitchesAtOnceOneSessionIsLeft) {
  const auto session = Somebody();
  std::atomic<int> switched = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      v1::SwitchGrantRequest request;
      request.set_grant(1);
      if (CallWith<v1::SignInResponse>(*accounts_, &Accounts::SwitchGrant, session.secret(),
                                       request)
              .ok()) {
        ++switched;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(switched, 1);
}

TEST_F(SessionsTest, OfTwoWhoAcceptOneInvitationOneSetsThePassword) {
  const std::string invitation = Invite(NewAccount("li.wei"));
  std::atomic<int> accepted = 0, refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const auto session = Accept(invitation);
      if (session.ok()) ++accepted;
      if (ReasonOf(session.status()) == Reason::INVITATION_INVALID) ++refused;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(refused, 3);
}

TEST_F(SessionsTest, GuessedInvitationsFindNothingAndStopNobody) {
  const std::string invitation = Invite(NewAccount("li.wei"));
  for (int i = 0; i < 200; ++i) {
    std::string guess = invitation;
    guess.back() = static_cast<char>('!' + i % 60);
    if (guess == invitation) continue;
    ASSERT_EQ(ReasonOf(Accept(guess).status()), Reason::INVITATION_INVALID);
  }
  EXPECT_TRUE(Accept(invitation).ok());
}

// Planted flood: more tries of passwords at once than are ever looked at.
TEST_F(SessionsTest, PinsDoNotQueueBehindAFloodOfPasswords) {
  const auto tablet = NewTablet();
  const std::string pin = yard_.NewPin("j1");
  std::atomic<bool> over = false;
  std::atomic<int> busy = 0, told_when = 0;
  std::vector<std::thread> flood;
  for (int i = 0; i < 48; ++i) {
    flood.emplace_back([&, i] {
      auto stub = server_.Stub<v1::AccountsService>();
      for (int n = 0; !over; ++n) {
        v1::SignInRequest request;
        request.set_login_name("nobody-" + std::to_string(i) + "-" + std::to_string(n));
        request.set_password("guessed password");
        auto context = TestServer::Context("");
        v1::SignInResponse response;
        const grpc::Status status = stub->SignIn(context.get(), request, &response);
        if (ReasonOf(FromGrpcStatus(status)) != Reason::SIGN_IN_BUSY) continue;
        ++busy;
        google::rpc::Status details;
        details.ParseFromString(status.error_details());
        for (const auto& detail : details.details()) {
          google::rpc::RetryInfo retry;
          if (detail.UnpackTo(&retry) && retry.retry_delay().seconds() > 0) ++told_when;
        }
        std::this_thread::sleep_for(milliseconds(20));
      }
    });
  }
  while (busy == 0) std::this_thread::sleep_for(milliseconds(5));  // the queue is full
  std::vector<milliseconds> took;
  for (int i = 0; i < 5; ++i) {
    const auto begin = SteadyClock::now();
    const auto session = SignInJudge(*tablet, pin);
    took.push_back(std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begin));
    EXPECT_TRUE(session.ok()) << session.status();
  }
  // The last of a full queue of passwords, which a PIN would be in otherwise, for comparison.
  const auto begin = SteadyClock::now();
  v1::SignInRequest late;
  late.set_login_name("late");
  late.set_password("guessed password");
  while (ReasonOf(CallWith<v1::SignInResponse>(*accounts_, &Accounts::SignIn, "", late).status()) ==
         Reason::SIGN_IN_BUSY) {
  }
  const auto behind = std::chrono::duration_cast<milliseconds>(SteadyClock::now() - begin);
  over = true;
  for (std::thread& each : flood) each.join();
  std::sort(took.begin(), took.end());
  std::printf("pin=%lldms behind passwords=%lldms\n", static_cast<long long>(took[2].count()),
              static_cast<long long>(behind.count()));
  EXPECT_LT(took[2] * 3, behind);
  EXPECT_GT(told_when, 0);
  EXPECT_EQ(told_when, busy);
}

TEST_F(SessionsTest, OfAStolenTabletTheJudgesOtherTabletGoesOn) {
  const auto stolen = NewTablet();
  const auto other = NewTablet();
  const std::string pin = yard_.NewPin("j1");
  const std::string on_stolen = yard_.SignIn(*stolen, "j1", pin);
  const std::string on_other = yard_.SignIn(*other, "j1", pin);
  Watching watch(server_, yard_.name(), on_stolen);
  yard_.Revoke(*stolen);
  EXPECT_EQ(WhoAmI(on_stolen), Reason::TABLET_REVOKED);
  EXPECT_EQ(watch.EndWithinASecond(), Reason::TABLET_REVOKED);
  EXPECT_EQ(ReasonOf(SignInJudge(*stolen, pin).status()), Reason::TABLET_REVOKED);
  EXPECT_EQ(WhoAmI(on_other), Reason::kUnspecified);
  EXPECT_TRUE(SignInJudge(*other, pin).ok());
  v1::RecordEntryRequest request;
  *request.mutable_entry() =
      Yard::Signed(*other, yard_.Mark("from-the-other", "j1", "102", "a1", "5"));
  auto receipt =
      CallWith<v1::RecordEntryResponse>(*server_.Stub<v1::JudgingService>(),
                                        &v1::JudgingService::Stub::RecordEntry, on_other, request);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->receipt().disposition(), v1::DISPOSITION_COUNTED);
}

TEST_F(SessionsTest, TheOutboxOfAStolenTabletIsQuarantinedAfterARestartToo) {
  const auto stolen = NewTablet();
  const std::string session = yard_.SignIn(*stolen, "j1", yard_.NewPin("j1"));
  yard_.Revoke(*stolen);
  server_.Restart();
  v1::RecordEntryRequest request;
  *request.mutable_entry() =
      Yard::Signed(*stolen, yard_.Mark("from-the-thief", "j1", "102", "a1", "10"));
  for (int time = 0; time < 2; ++time) {
    auto receipt =
        CallWith<v1::RecordEntryResponse>(*server_.Stub<v1::JudgingService>(),
                                          &v1::JudgingService::Stub::RecordEntry, session, request);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    EXPECT_EQ(receipt->receipt().disposition(), v1::DISPOSITION_QUARANTINED);
    EXPECT_FALSE(receipt->receipt().statement().empty());
  }
}

TEST_F(SessionsTest, AnotherTabletsSessionSignsNothingForTheStolenOne) {
  const auto stolen = NewTablet();
  const auto other = NewTablet();
  const std::string session = yard_.SignIn(*other, "j1", yard_.NewPin("j1"));
  v1::RecordEntryRequest request;
  *request.mutable_entry() = Yard::Signed(*stolen, yard_.Mark("mixed", "j1", "102", "a1", "10"));
  EXPECT_EQ(ReasonOf(CallWith<v1::RecordEntryResponse>(*server_.Stub<v1::JudgingService>(),
                                                       &v1::JudgingService::Stub::RecordEntry,
                                                       session, request)
                         .status()),
            Reason::SIGNATURE_INVALID);
}

TEST_F(SessionsTest, AClockThatJumpsAheadEndsSessionsAndPairingsAtOnce) {
  const auto session = Somebody();
  const auto pairing = yard_.NewPairing(yard_.Token(v1::ROLE_CHIEF_JUDGE));
  server_.clock().Advance(hours(24 * 365));
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
  v1::PairTabletRequest pair;
  pair.set_secret(pairing.secret());
  pair.set_pin(pairing.pin());
  pair.set_public_key(TabletKey().PublicKey());
  pair.set_label("7");
  EXPECT_EQ(
      ReasonOf(CallWith<v1::PairTabletResponse>(*server_.Stub<v1::TabletsService>(),
                                                &v1::TabletsService::Stub::PairTablet, "", pair)
                   .status()),
      Reason::PAIRING_INVALID);
}

TEST_F(SessionsTest, AClockThatIsSetBackLocksNoJudgeOutForLonger) {
  const auto tablet = NewTablet();
  const std::string pin = yard_.NewPin("j1");
  const std::string wrong = pin == "123456" ? "123457" : "123456";
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ReasonOf(SignInJudge(*tablet, wrong).status()), Reason::SIGN_IN_REFUSED);
  }
  EXPECT_EQ(ReasonOf(SignInJudge(*tablet, pin).status()), Reason::SIGN_IN_LOCKED);
  server_.clock().Advance(-hours(24));
  EXPECT_TRUE(SignInJudge(*tablet, pin).ok());
}

TEST_F(SessionsTest, AClockThatIsSetBackRevivesNoRevokedToken) {
  const auto session = Somebody();
  ASSERT_TRUE(CallWith<v1::SignOutResponse>(*accounts_, &Accounts::SignOut, session.secret(),
                                            v1::SignOutRequest())
                  .ok());
  server_.clock().Advance(-hours(24));
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
}

}  // namespace
}  // namespace touchstone::testing
