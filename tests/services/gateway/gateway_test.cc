// The fifteen points that a bridge for browsers must get right, one test or more for each.
#include "services/gateway/gateway.h"

#include <gtest/gtest.h>

#include "services/gateway/grpc_web.h"
#include "services/gateway/wire_text.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/gateway/scripted_server.h"

namespace touchstone::gateway::testing {
namespace {

const std::string kUnary = "/touchstone.v1.IdentityService/WhoAmI";

class GatewayTest : public ::testing::Test {
 protected:
  void Start() {
    settings_.listen = "127.0.0.1:0";
    auto gateway = Gateway::Start(settings_, server_.channel());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  int port() const { return gateway_->port(); }

  ScriptedServer server_;
  Settings settings_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayTest, EndsWhenConnectionsAreOpen) {
  Start();
  Browser browser(port());
  const Reply reply =
      browser.Post(kUnary, {{"content-type", "application/grpc-web"}}, MessageFrame("a"));
  EXPECT_EQ(reply.status, 200);
  gateway_.reset();
}

}  // namespace
}  // namespace touchstone::gateway::testing
