// A watch ends with the token that it was opened with.
#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/support/call_with.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone {
namespace {

using std::chrono::milliseconds;
using testing::TestServer;
using Identity = v1::IdentityService::Stub;

class WatchEndTest : public ::testing::Test {
 protected:
  WatchEndTest() {
    contest_.PutInto(server_.store());
    v1::Token wanted;
    wanted.set_role(v1::ROLE_CHIEF_JUDGE);
    wanted.set_event("events/e1");
    *wanted.mutable_expire_time() = ToTimestamp(server_.clock().Now() + std::chrono::hours(1));
    secret_ = server_.NewToken(wanted);
    context_ = TestServer::Context(secret_);
    v1::WatchStandingsRequest request;
    request.mutable_board()->set_event("events/e1");
    request.mutable_board()->set_discipline("d1");
    stub_ = server_.Stub<v1::LeaderboardService>();
    watch_ = stub_->WatchStandings(context_.get(), request);
    v1::WatchStandingsResponse first;
    EXPECT_TRUE(watch_->Read(&first));
  }

  // Why the watch ends by itself, and how long that takes.
  Reason End(milliseconds* took) {
    const auto begin = std::chrono::steady_clock::now();
    v1::WatchStandingsResponse message;
    while (watch_->Read(&message)) {
    }
    const grpc::Status status = watch_->Finish();
    *took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
    return ReasonOf(FromGrpcStatus(status));
  }

  SmallContest contest_;
  TestServer server_;
  std::string secret_;
  std::unique_ptr<v1::LeaderboardService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchStandingsResponse>> watch_;
};

TEST_F(WatchEndTest, ARevokedTokenEndsItsWatchWithinASecond) {
  auto identity = server_.Stub<v1::IdentityService>();
  auto me =
      testing::CallWith<v1::Token>(*identity, &Identity::WhoAmI, secret_, v1::WhoAmIRequest());
  ASSERT_TRUE(me.ok()) << me.status();
  v1::RevokeTokenRequest request;
  request.set_name(me->name());
  ASSERT_TRUE(
      testing::CallWith<v1::Token>(*identity, &Identity::RevokeToken, server_.Organiser(), request)
          .ok());
  milliseconds took{};
  EXPECT_EQ(End(&took), Reason::TOKEN_INVALID);
  EXPECT_LT(took, std::chrono::seconds(1));
}

TEST_F(WatchEndTest, AnExpiredTokenEndsItsWatchWithinASecond) {
  server_.clock().Advance(std::chrono::hours(1));
  milliseconds took{};
  EXPECT_EQ(End(&took), Reason::TOKEN_INVALID);
  EXPECT_LT(took, std::chrono::seconds(1));
}

}  // namespace
}  // namespace touchstone
