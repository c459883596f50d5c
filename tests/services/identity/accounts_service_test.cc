#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/identity/accounts.h"
#include "storage/keys.h"
#include "tests/support/call_with.h"
#include "touchstone/v1/accounts.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::CallWith;

class AccountsServiceTest : public ::testing::Test {
 protected:
  using Stub = v1::AccountsService::Stub;
  static constexpr const char* kPassword = "a long enough password";

  AccountsServiceTest() {
    storage::WriteBatch batch;
    for (const char* event : {"e1", "e2"}) {
      batch.Put(storage::keys::Resource("event", event), "");
      batch.Put(storage::keys::ResourceIn(event, "judge", "j1"), "");
    }
    EXPECT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
    organiser_ = server_.Organiser();
    Connect();
  }

  void Connect() {
    stub_ = server_.Stub<v1::AccountsService>();
    identity_ = server_.Stub<v1::IdentityService>();
  }

  static v1::Account Wanted(const std::string& login) {
    v1::Account account;
    account.set_login_name(login);
    account.set_display_name("李 " + login);
    v1::Grant& chief = *account.add_grants();
    chief.set_role(v1::ROLE_CHIEF_JUDGE);
    chief.set_event("events/e1");
    v1::Grant& desk = *account.add_grants();
    desk.set_role(v1::ROLE_DESK);
    desk.set_event("events/e2");
    return account;
  }

  absl::StatusOr<v1::Account> Create(const v1::Account& account) {
    v1::CreateAccountRequest request;
    *request.mutable_account() = account;
    return CallWith<v1::Account>(*stub_, &Stub::CreateAccount, organiser_, request);
  }
  std::string Invite(const std::string& name) {
    v1::InviteAccountRequest request;
    request.set_name(name);
    auto invited =
        CallWith<v1::InviteAccountResponse>(*stub_, &Stub::InviteAccount, organiser_, request);
    EXPECT_TRUE(invited.ok()) << invited.status();
    return invited.ok() ? invited->secret() : "";
  }
  absl::StatusOr<v1::SignInResponse> Accept(const std::string& secret,
                                            const std::string& password = kPassword) {
    v1::AcceptInvitationRequest request;
    request.set_secret(secret);
    request.set_password(password);
    return CallWith<v1::SignInResponse>(*stub_, &Stub::AcceptInvitation, "", request);
  }
  absl::StatusOr<v1::SignInResponse> SignIn(const std::string& login,
                                            const std::string& password = kPassword,
                                            std::uint32_t grant = 0) {
    v1::SignInRequest request;
    request.set_login_name(login);
    request.set_password(password);
    request.set_grant(grant);
    return CallWith<v1::SignInResponse>(*stub_, &Stub::SignIn, "", request);
  }
  Reason RefusedSignIn(const std::string& login, const std::string& password = kPassword) {
    return ReasonOf(SignIn(login, password).status());
  }
  absl::StatusOr<v1::Account> Update(const v1::Account& account, const std::string& field) {
    v1::UpdateAccountRequest request;
    *request.mutable_account() = account;
    request.mutable_update_mask()->add_paths(field);
    return CallWith<v1::Account>(*stub_, &Stub::UpdateAccount, organiser_, request);
  }
  Reason WhoAmI(const std::string& secret) {
    return ReasonOf(CallWith<v1::Token>(*identity_, &v1::IdentityService::Stub::WhoAmI, secret,
                                        v1::WhoAmIRequest())
                        .status());
  }
  // Somebody who signed in.
  v1::SignInResponse Somebody(const std::string& login = "li.wei") {
    auto account = Create(Wanted(login));
    EXPECT_TRUE(account.ok()) << account.status();
    auto response = Accept(Invite(account->name()));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : v1::SignInResponse();
  }

  testing::TestServer server_;
  std::unique_ptr<Stub> stub_;
  std::unique_ptr<v1::IdentityService::Stub> identity_;
  std::string organiser_;
};

TEST_F(AccountsServiceTest, ANewAccountHasNoPasswordAndNobodySignsInWithIt) {
  auto account = Create(Wanted("li.wei"));
  ASSERT_TRUE(account.ok()) << account.status();
  EXPECT_FALSE(account->has_password());
  EXPECT_EQ(RefusedSignIn("li.wei", ""), Reason::REQUEST_INVALID);
  EXPECT_EQ(RefusedSignIn("li.wei", "password"), Reason::SIGN_IN_REFUSED);
}

TEST_F(AccountsServiceTest, AnInvitationSetsThePasswordAndSignsIn) {
  auto account = Create(Wanted("li.wei"));
  ASSERT_TRUE(account.ok());
  auto session = Accept(Invite(account->name()));
  ASSERT_TRUE(session.ok()) << session.status();
  EXPECT_TRUE(session->account().has_password());
  EXPECT_EQ(session->token().role(), v1::ROLE_CHIEF_JUDGE);
  EXPECT_EQ(session->token().event(), "events/e1");
  EXPECT_EQ(session->token().account(), account->name());
  EXPECT_EQ(FromTimestamp(session->token().expire_time()), server_.clock().Now() + hours(12));
  EXPECT_EQ(WhoAmI(session->secret()), Reason::kUnspecified);
  EXPECT_TRUE(SignIn("li.wei").ok());
}

TEST_F(AccountsServiceTest, AnInvitationHoldsOnceAndForADay) {
  auto account = Create(Wanted("li.wei"));
  ASSERT_TRUE(account.ok());
  const std::string replaced = Invite(account->name());
  const std::string used = Invite(account->name());
  EXPECT_EQ(ReasonOf(Accept(replaced).status()), Reason::INVITATION_INVALID);
  EXPECT_TRUE(Accept(used).ok());
  EXPECT_EQ(ReasonOf(Accept(used).status()), Reason::INVITATION_INVALID);
  EXPECT_EQ(ReasonOf(Accept("ti_" + std::string(43, 'A')).status()), Reason::INVITATION_INVALID);
  const std::string old = Invite(account->name());
  server_.clock().Advance(hours(24));
  EXPECT_EQ(ReasonOf(Accept(old).status()), Reason::INVITATION_INVALID);
}

TEST_F(AccountsServiceTest, APasswordHasAtLeastTenCharacters) {
  auto account = Create(Wanted("li.wei"));
  ASSERT_TRUE(account.ok());
  EXPECT_EQ(ReasonOf(Accept(Invite(account->name()), "ninechars").status()),
            Reason::REQUEST_INVALID);
}

TEST_F(AccountsServiceTest, ANewPasswordEndsTheSessionsBefore) {
  const auto before = Somebody();
  ASSERT_EQ(WhoAmI(before.secret()), Reason::kUnspecified);
  auto after = Accept(Invite(before.account().name()), "another long password");
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(WhoAmI(before.secret()), Reason::TOKEN_INVALID);
  EXPECT_EQ(WhoAmI(after->secret()), Reason::kUnspecified);
  EXPECT_EQ(RefusedSignIn("li.wei"), Reason::SIGN_IN_REFUSED);
}

TEST_F(AccountsServiceTest, ASessionEndsAfterTwelveHours) {
  const auto session = Somebody();
  server_.clock().Advance(hours(12) - minutes(1));
  EXPECT_EQ(WhoAmI(session.secret()), Reason::kUnspecified);
  server_.clock().Advance(minutes(1));
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
}

TEST_F(AccountsServiceTest, AnUnknownNameAWrongPasswordAndADisabledAccountAreRefusedAlike) {
  auto session = Somebody();
  session.mutable_account()->set_disabled(true);
  const absl::Status wrong = SignIn("li.wei", "not the password").status();
  ASSERT_TRUE(Update(session.account(), "disabled").ok());
  const absl::Status disabled = SignIn("li.wei").status();
  const absl::Status unknown = SignIn("nobody").status();
  EXPECT_EQ(ReasonOf(wrong), Reason::SIGN_IN_REFUSED);
  EXPECT_EQ(wrong.ToString(), disabled.ToString());
  EXPECT_EQ(wrong.ToString(), unknown.ToString());
}

TEST_F(AccountsServiceTest, AnUnknownNameCostsTheTimeOfAWrongPassword) {
  Somebody();
  std::map<std::string, double> best{{"li.wei", 1e9}, {"nobody", 1e9}};  // seconds
  for (int i = 0; i < 4; ++i) {
    for (auto& [login, time] : best) {
      const auto begin = std::chrono::steady_clock::now();
      EXPECT_EQ(RefusedSignIn(login, "not the password"), Reason::SIGN_IN_REFUSED);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
      time = std::min(time, took.count());
    }
  }
  // Without argon2id it would be some hundredth of it.
  EXPECT_GT(best["nobody"], best["li.wei"] / 4);
  EXPECT_LT(best["nobody"], best["li.wei"] * 4);
}

TEST_F(AccountsServiceTest, FiveWrongPasswordsLockForFiveMinutesWhetherOrNotTheNameExists) {
  Somebody();
  for (const char* login : {"li.wei", "nobody"}) {
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(RefusedSignIn(login, "not the password"), Reason::SIGN_IN_REFUSED) << login << i;
    }
    EXPECT_EQ(RefusedSignIn(login), Reason::SIGN_IN_LOCKED) << login;
  }
  server_.clock().Advance(minutes(5) - std::chrono::seconds(1));
  EXPECT_EQ(RefusedSignIn("li.wei"), Reason::SIGN_IN_LOCKED);
  server_.clock().Advance(std::chrono::seconds(1));
  EXPECT_TRUE(SignIn("li.wei").ok());
}

TEST_F(AccountsServiceTest, ManyTriesAtOnceGetNoMoreThanFive) {
  Somebody();
  std::vector<std::thread> callers;
  std::atomic<int> looked_at = 0;
  for (int i = 0; i < 20; ++i) {
    callers.emplace_back([&] {
      if (RefusedSignIn("li.wei", "not the password") == Reason::SIGN_IN_REFUSED) ++looked_at;
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(looked_at, 5);
}

TEST_F(AccountsServiceTest, MoreSignInsAtOnceThanTheQueueHoldsAreToldToTryAgain) {
  std::vector<std::thread> callers;
  std::atomic<int> busy = 0, refused = 0;
  for (int i = 0; i < 60; ++i) {
    callers.emplace_back([&, i] {
      const Reason reason = RefusedSignIn("nobody-" + std::to_string(i));
      if (reason == Reason::SIGN_IN_BUSY) ++busy;
      if (reason == Reason::SIGN_IN_REFUSED) ++refused;
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_GT(busy, 0);
  EXPECT_GE(refused, 34);
  EXPECT_EQ(busy + refused, 60);
}

TEST_F(AccountsServiceTest, ADisabledAccountHasNoSessionsAndNoInvitation) {
  auto session = Somebody();
  const std::string invitation = Invite(session.account().name());
  ASSERT_EQ(WhoAmI(session.secret()), Reason::kUnspecified);
  session.mutable_account()->set_disabled(true);
  ASSERT_TRUE(Update(session.account(), "disabled").ok());
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
  EXPECT_EQ(ReasonOf(Accept(invitation).status()), Reason::INVITATION_INVALID);
  session.mutable_account()->set_disabled(false);
  session.mutable_account()->clear_etag();
  ASSERT_TRUE(Update(session.account(), "disabled").ok());
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
  EXPECT_TRUE(SignIn("li.wei").ok());
}

TEST_F(AccountsServiceTest, ARoleTakenAwayEndsItsSessionsAndNoOthers) {
  const auto chief = Somebody();
  auto desk = SignIn("li.wei", kPassword, 1);
  ASSERT_TRUE(desk.ok()) << desk.status();
  v1::Account account = chief.account();
  account.mutable_grants()->DeleteSubrange(0, 1);
  ASSERT_TRUE(Update(account, "grants").ok());
  EXPECT_EQ(WhoAmI(chief.secret()), Reason::TOKEN_INVALID);
  EXPECT_EQ(WhoAmI(desk->secret()), Reason::kUnspecified);
}

TEST_F(AccountsServiceTest, SwitchingTheRoleEndsThePresentSession) {
  const auto chief = Somebody();
  v1::SwitchGrantRequest request;
  request.set_grant(1);
  auto desk = CallWith<v1::SignInResponse>(*stub_, &Stub::SwitchGrant, chief.secret(), request);
  ASSERT_TRUE(desk.ok()) << desk.status();
  EXPECT_EQ(desk->token().role(), v1::ROLE_DESK);
  EXPECT_EQ(WhoAmI(chief.secret()), Reason::TOKEN_INVALID);
  request.set_grant(2);
  EXPECT_EQ(
      ReasonOf(CallWith<v1::SignInResponse>(*stub_, &Stub::SwitchGrant, desk->secret(), request)
                   .status()),
      Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(WhoAmI(desk->secret()), Reason::kUnspecified);
}

TEST_F(AccountsServiceTest, SigningOutEndsTheSessionAndNotATokenThatIsNone) {
  const auto session = Somebody();
  const v1::SignOutRequest request;
  ASSERT_TRUE(
      CallWith<v1::SignOutResponse>(*stub_, &Stub::SignOut, session.secret(), request).ok());
  EXPECT_EQ(WhoAmI(session.secret()), Reason::TOKEN_INVALID);
  EXPECT_EQ(
      ReasonOf(CallWith<v1::SignOutResponse>(*stub_, &Stub::SignOut, organiser_, request).status()),
      Reason::NOT_A_SESSION);
}

TEST_F(AccountsServiceTest, NobodyMakesHimselfASessionThroughCreateToken) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_role(v1::ROLE_AUDITOR);
  request.mutable_token()->set_account("accounts/forged");
  request.mutable_token()->set_tablet("events/e1/tablets/forged");
  auto made = CallWith<v1::CreateTokenResponse>(*identity_, &v1::IdentityService::Stub::CreateToken,
                                                organiser_, request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->token().account(), "");
  EXPECT_EQ(made->token().tablet(), "");
  request.mutable_token()->set_role(v1::ROLE_TABLET);
  request.mutable_token()->set_event("events/e1");
  EXPECT_EQ(ReasonOf(CallWith<v1::CreateTokenResponse>(
                         *identity_, &v1::IdentityService::Stub::CreateToken, organiser_, request)
                         .status()),
            Reason::REQUEST_INVALID);
}

TEST_F(AccountsServiceTest, ALoginNameIsTakenOnce) {
  ASSERT_TRUE(Create(Wanted("li.wei")).ok());
  EXPECT_EQ(ReasonOf(Create(Wanted("li.wei")).status()), Reason::ACCOUNT_EXISTS);
}

TEST_F(AccountsServiceTest, ARoleForWhatDoesNotExistIsRefused) {
  v1::Account account = Wanted("li.wei");
  account.mutable_grants(1)->set_event("events/nowhere");
  EXPECT_EQ(ReasonOf(Create(account).status()), Reason::REFERENCE_UNKNOWN);
  account.mutable_grants(1)->clear_event();
  const absl::Status status = Create(account).status();
  EXPECT_EQ(ReasonOf(status), Reason::REQUEST_INVALID);
  EXPECT_EQ(DetailOf(status).fields.front().field, "account.grants[1].event");
}

TEST_F(AccountsServiceTest, AnotherPersonsChangeIsNotOverwritten) {
  auto account = Create(Wanted("li.wei"));
  ASSERT_TRUE(account.ok());
  account->set_display_name("王伟");
  ASSERT_TRUE(Update(*account, "display_name").ok());
  EXPECT_EQ(ReasonOf(Update(*account, "display_name").status()), Reason::ETAG_MISMATCH);
}

TEST_F(AccountsServiceTest, PagesHoldEveryAccountOnceByLoginName) {
  for (const char* login : {"cc", "aa", "dd", "bb"}) ASSERT_TRUE(Create(Wanted(login)).ok());
  std::vector<std::string> seen;
  v1::ListAccountsRequest request;
  request.set_page_size(3);
  do {
    auto page =
        CallWith<v1::ListAccountsResponse>(*stub_, &Stub::ListAccounts, organiser_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Account& account : page->accounts()) seen.push_back(account.login_name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && seen.size() < 10);
  EXPECT_THAT(seen, ::testing::ElementsAre("aa", "bb", "cc", "dd"));
}

TEST_F(AccountsServiceTest, AccountsAndSessionsSurviveARestartAndTheStoreHoldsNoPassword) {
  const auto session = Somebody();
  server_.Restart();
  Connect();
  EXPECT_EQ(WhoAmI(session.secret()), Reason::kUnspecified);
  EXPECT_TRUE(SignIn("li.wei").ok());
  ASSERT_TRUE(server_.store()
                  .Scan("", "",
                        [&](std::string_view, std::string_view value) {
                          EXPECT_EQ(value.find(kPassword), std::string_view::npos);
                          EXPECT_EQ(value.find(session.secret()), std::string_view::npos);
                          return true;
                        })
                  .ok());
}

}  // namespace
}  // namespace touchstone
