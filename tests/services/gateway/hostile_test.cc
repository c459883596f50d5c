// Clients that are slow, large, many or mad.
#include <gtest/gtest.h>

#include <list>
#include <random>

#include "services/gateway/gateway.h"
#include "services/gateway/grpc_web.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/gateway/scripted_server.h"

namespace touchstone::gateway::testing {
namespace {

using namespace std::chrono_literals;

const std::string kUnary = "/touchstone.v1.IdentityService/WhoAmI";
const Header kBinary{"content-type", "application/grpc-web+proto"};

class HostileTest : public ::testing::Test {
 protected:
  void Start() {
    settings_.listen = "127.0.0.1:0";
    auto gateway = Gateway::Start(settings_, server_.channel());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  bool AnswersOthers() {
    return Browser(gateway_->port()).Post(kUnary, {kBinary}, MessageFrame("x")).status == 200;
  }

  ScriptedServer server_;
  Settings settings_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(HostileTest, ASlowHeaderIsCutOff) {
  settings_.limits.header_time = 300ms;
  settings_.limits.idle_time = 60s;
  Start();
  Browser browser(gateway_->port());
  const std::string head = "POST / HTTP/1.1\r\nx-a: 1\r\n";
  const auto start = std::chrono::steady_clock::now();
  bool closed = false;
  // A byte now and then does not buy more time.
  for (std::size_t i = 0; i < 200 && !closed; ++i) {
    browser.Send(i < head.size() ? head.substr(i, 1) : "y");
    closed = browser.IsClosedWithin(30ms);
  }
  EXPECT_TRUE(closed);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
  EXPECT_TRUE(AnswersOthers());
}

TEST_F(HostileTest, ASlowBodyIsCutOff) {
  settings_.limits.body_time = 300ms;
  Start();
  Browser browser(gateway_->port());
  browser.Send("POST " + kUnary + " HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n");
  bool closed = false;
  for (int i = 0; i < 100 && !closed; ++i) {
    browser.Send("x");
    closed = browser.IsClosedWithin(30ms);
  }
  EXPECT_TRUE(closed);
}

TEST_F(HostileTest, AnIdleConnectionIsClosed) {
  settings_.limits.idle_time = 200ms;
  Start();
  Browser fresh(gateway_->port()), used(gateway_->port());
  EXPECT_EQ(used.Post(kUnary, {kBinary}, MessageFrame("")).status, 200);
  EXPECT_TRUE(fresh.IsClosedWithin(2s));
  EXPECT_TRUE(used.IsClosedWithin(2s));
}

TEST_F(HostileTest, AHugeHeaderIsRefused) {
  Start();
  Browser browser(gateway_->port());
  browser.Send("GET / HTTP/1.1\r\nx: " + std::string(9000, 'a') + "\r\n\r\n");
  EXPECT_EQ(browser.Receive().status, 431);
  Browser endless(gateway_->port());
  endless.Send("GET /" + std::string(20'000, 'a'));
  EXPECT_EQ(endless.Receive().status, 431);
}

TEST_F(HostileTest, AFrameThatLiesAboutItsLengthTakesNoMemory) {
  Start();
  const Reply reply =
      Browser(gateway_->port()).Post(kUnary, {kBinary}, std::string("\0\xff\xff\xff\xff", 5) + "x");
  EXPECT_EQ(Trailer(reply, "grpc-status"), "13");
}

TEST_F(HostileTest, ConnectionsOfOneAddressAndOfAllAreCounted) {
  settings_.limits.connections_per_address = 5;
  Start();
  std::list<Browser> open;
  for (int i = 0; i < 5; ++i) {
    open.emplace_back(gateway_->port());
    EXPECT_EQ(open.back().Post(kUnary, {kBinary}, MessageFrame("")).status, 200);
  }
  Browser sixth(gateway_->port());
  EXPECT_TRUE(sixth.IsClosedWithin(2s));
  EXPECT_EQ(gateway_->connections(), 5u);
  open.pop_front();
  std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(AnswersOthers());
}

TEST_F(HostileTest, GarbageIsRefusedAndNothingBreaks) {
  Start();
  std::mt19937 random(20261122);
  for (int i = 0; i < 200; ++i) {
    std::string bytes(1 + random() % 3000, 0);
    for (char& c : bytes) c = static_cast<char>(random());
    if (i % 3 == 0) bytes = "POST " + kUnary + " HTTP/1.1\r\n" + bytes;
    if (i % 3 == 1) bytes = PostText(kUnary, {kBinary}, bytes);
    Browser browser(gateway_->port());
    browser.Send(bytes);
    if (i % 3 == 1) {
      EXPECT_NE(Trailer(browser.Receive(), "grpc-status"), "-") << i;
    }
  }
  EXPECT_TRUE(AnswersOthers());
}

TEST_F(HostileTest, RequestsThatCouldBeReadInTwoWaysAreRefused) {
  Start();
  for (const char* text :
       {"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n"
        "\r\n",
        "GET / HTTP/3.0\r\n\r\n", "\r\n\r\n\r\n", "GET\r\n\r\n"}) {
    Browser browser(gateway_->port());
    browser.Send(text);
    EXPECT_EQ(browser.Receive().status, 400) << text;
  }
}

}  // namespace
}  // namespace touchstone::gateway::testing
