#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "storage/keys.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone {
namespace {

using testing::TestServer;
namespace keys = storage::keys;

class IdentityServiceTest : public ::testing::Test {
 protected:
  IdentityServiceTest() : stub_(server_.Stub<v1::IdentityService>()) {
    storage::WriteBatch batch;
    batch.Put(keys::Resource("event", "e1"), "");
    batch.Put(keys::ResourceIn("e1", "judge", "j1"), "");
    EXPECT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
    organiser_ = server_.Organiser();
  }

  absl::StatusOr<v1::CreateTokenResponse> Create(const std::string& secret, v1::Role role,
                                                 const std::string& event = "",
                                                 const std::string& judge = "",
                                                 Time expires = Time()) {
    v1::CreateTokenRequest request;
    request.mutable_token()->set_role(role);
    request.mutable_token()->set_event(event);
    request.mutable_token()->set_judge(judge);
    if (expires != Time()) *request.mutable_token()->mutable_expire_time() = ToTimestamp(expires);
    v1::CreateTokenResponse response;
    auto context = TestServer::Context(secret);
    absl::Status status = FromGrpcStatus(stub_->CreateToken(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  absl::StatusOr<v1::Token> WhoAmI(const std::string& secret) {
    v1::Token token;
    auto context = TestServer::Context(secret);
    absl::Status status = FromGrpcStatus(stub_->WhoAmI(context.get(), v1::WhoAmIRequest(), &token));
    if (!status.ok()) return status;
    return token;
  }

  absl::Status Revoke(const std::string& secret, const std::string& name) {
    v1::RevokeTokenRequest request;
    request.set_name(name);
    v1::Token token;
    auto context = TestServer::Context(secret);
    return FromGrpcStatus(stub_->RevokeToken(context.get(), request, &token));
  }

  TestServer server_;
  std::unique_ptr<v1::IdentityService::Stub> stub_;
  std::string organiser_;
};

TEST_F(IdentityServiceTest, ANewTokenSaysWhoItsHolderIs) {
  auto made = Create(organiser_, v1::ROLE_JUDGE, "events/e1", "events/e1/judges/j1");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->secret(), ::testing::MatchesRegex("ts_[A-Za-z0-9_-]+"));
  EXPECT_EQ(made->secret().size(), 46u);
  auto me = WhoAmI(made->secret());
  ASSERT_TRUE(me.ok()) << me.status();
  EXPECT_EQ(me->name(), made->token().name());
  EXPECT_EQ(me->judge(), "events/e1/judges/j1");
}

TEST_F(IdentityServiceTest, ARevocationHoldsAtOnce) {
  auto made = Create(organiser_, v1::ROLE_AUDITOR);
  ASSERT_TRUE(made.ok());
  ASSERT_TRUE(WhoAmI(made->secret()).ok());  // now the server remembers it
  ASSERT_TRUE(Revoke(organiser_, made->token().name()).ok());
  EXPECT_EQ(ReasonOf(WhoAmI(made->secret()).status()), Reason::TOKEN_INVALID);
  EXPECT_TRUE(Revoke(organiser_, made->token().name()).ok());
}

TEST_F(IdentityServiceTest, ATokenEndsAtItsTime) {
  auto made =
      Create(organiser_, v1::ROLE_AUDITOR, "", "", server_.clock().Now() + std::chrono::hours(1));
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(WhoAmI(made->secret()).ok());
  server_.clock().Advance(std::chrono::hours(1));
  EXPECT_EQ(ReasonOf(WhoAmI(made->secret()).status()), Reason::TOKEN_INVALID);
}

TEST_F(IdentityServiceTest, NoTokenUnknownTokensAndGarbageAreNotLetIn) {
  EXPECT_EQ(ReasonOf(WhoAmI("").status()), Reason::TOKEN_MISSING);
  EXPECT_EQ(ReasonOf(WhoAmI("ts_" + std::string(43, 'A')).status()), Reason::TOKEN_INVALID);
  EXPECT_EQ(ReasonOf(WhoAmI("garbage").status()), Reason::TOKEN_INVALID);
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Basic " + organiser_);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::Token token;
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stub_->WhoAmI(&context, v1::WhoAmIRequest(), &token))),
            Reason::TOKEN_INVALID);
}

TEST_F(IdentityServiceTest, OnlyOrganisersMakeTokens) {
  const std::string chief = server_.Token(v1::ROLE_CHIEF_JUDGE, "events/e1");
  EXPECT_EQ(ReasonOf(Create(chief, v1::ROLE_PUBLIC, "events/e1").status()),
            Reason::ROLE_NOT_ALLOWED);
}

TEST_F(IdentityServiceTest, AnOrganiserOfOneEventMakesTokensOfThatEventOnly) {
  const std::string own = server_.Token(v1::ROLE_ORGANISER, "events/e1");
  EXPECT_TRUE(Create(own, v1::ROLE_DESK, "events/e1").ok());
  EXPECT_EQ(ReasonOf(Create(own, v1::ROLE_DESK, "events/e2").status()), Reason::NOT_YOURS);
  EXPECT_EQ(ReasonOf(Create(own, v1::ROLE_ORGANISER).status()), Reason::NOT_YOURS);
  auto other = Create(organiser_, v1::ROLE_AUDITOR);
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(ReasonOf(Revoke(own, other->token().name())), Reason::NOT_YOURS);
}

TEST_F(IdentityServiceTest, WhatATokenNamesMustExist) {
  EXPECT_EQ(ReasonOf(Create(organiser_, v1::ROLE_DESK, "events/nowhere").status()),
            Reason::REFERENCE_UNKNOWN);
  EXPECT_EQ(
      ReasonOf(Create(organiser_, v1::ROLE_JUDGE, "events/e1", "events/e1/judges/nobody").status()),
      Reason::REFERENCE_UNKNOWN);
}

TEST_F(IdentityServiceTest, PagesHoldEveryTokenOnceWithoutItsSecret) {
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(Create(organiser_, v1::ROLE_AUDITOR).ok());
  std::map<std::string, int> seen;
  v1::ListTokensRequest request;
  request.set_page_size(3);
  int pages = 0;
  do {
    v1::ListTokensResponse response;
    auto context = TestServer::Context(organiser_);
    const grpc::Status status = stub_->ListTokens(context.get(), request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const v1::Token& token : response.tokens()) ++seen[token.name()];
    EXPECT_EQ(response.DebugString().find("ts_"), std::string::npos);
    request.set_page_token(response.next_page_token());
    ASSERT_LT(++pages, 10);
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_EQ(pages, 3);
  for (const auto& [name, times] : seen) EXPECT_EQ(times, 1) << name;
}

TEST_F(IdentityServiceTest, TheStoreHoldsNoSecret) {
  auto made = Create(organiser_, v1::ROLE_AUDITOR);
  ASSERT_TRUE(made.ok());
  int values = 0;
  ASSERT_TRUE(server_.store()
                  .Scan("", "",
                        [&](std::string_view key, std::string_view value) {
                          ++values;
                          EXPECT_EQ(key.find(made->secret()), std::string_view::npos);
                          EXPECT_EQ(value.find(made->secret()), std::string_view::npos);
                          return true;
                        })
                  .ok());
  EXPECT_GT(values, 2);
}

TEST_F(IdentityServiceTest, TokensSurviveARestart) {
  auto made = Create(organiser_, v1::ROLE_AUDITOR);
  ASSERT_TRUE(made.ok());
  server_.Restart();
  stub_ = server_.Stub<v1::IdentityService>();
  EXPECT_TRUE(WhoAmI(made->secret()).ok());
}

}  // namespace
}  // namespace touchstone
