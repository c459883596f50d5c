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
const std::string kStream = "/touchstone.v1.EventsService/ExportEvent";
const Header kBinary{"content-type", "application/grpc-web+proto"};

// What a test looks for, so that it can be held against a gateway whose limit is switched off, too.
constexpr std::chrono::hours kNever{1};
constexpr std::size_t kAny = 1'000'000'000;

class HostileTest : public ::testing::Test {
 protected:
  void Start() {
    gateway_.reset();
    settings_.listen = "127.0.0.1:0";
    auto gateway = Gateway::Start(settings_, server_.channel());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  bool AnswersOthers() {
    return Browser(gateway_->port()).Post(kUnary, {kBinary}, MessageFrame("x")).status == 200;
  }

  // A byte now and then does not buy more time.
  bool CutsOff(const std::string& first, const std::string& slow) {
    Browser browser(gateway_->port());
    browser.Send(first);
    bool closed = false;
    for (std::size_t i = 0; i < 40 && !closed; ++i) {
      browser.Send(i < slow.size() ? slow.substr(i, 1) : "y");
      closed = browser.IsClosedWithin(30ms);
    }
    return closed;
  }
  bool CutsOffSlowHeaders() { return CutsOff("", "POST / HTTP/1.1\r\nx-a: 1\r\n"); }
  bool CutsOffSlowBodies() {
    return CutsOff("POST " + kUnary + " HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n", "");
  }
  bool ClosesIdle(bool used) {
    Browser browser(gateway_->port());
    if (used) browser.Post(kUnary, {kBinary}, MessageFrame(""));
    return browser.IsClosedWithin(1s);
  }
  // Nobody reads what a large stream writes.
  bool LeavesSlowReaders() {
    Browser browser(gateway_->port());
    browser.Send(PostText(kStream, {kBinary, {"x-script-messages", "1000"}},
                          MessageFrame(std::string(200'000, 'x'))));
    const auto end = std::chrono::steady_clock::now() + 3s;
    while (std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(20ms);
      if (server_.calls() == 1 && gateway_->connections() == 0) return true;
    }
    return false;
  }
  bool RefusesHeaderOf(std::size_t bytes) {
    Browser browser(gateway_->port());
    browser.Send("GET / HTTP/1.1\r\nx: " + std::string(bytes, 'a') + "\r\n\r\n");
    return browser.Receive().status == 431;
  }
  bool RefusesBodyOf(std::size_t bytes) {
    return Browser(gateway_->port())
               .Post(kUnary, {kBinary}, MessageFrame(std::string(bytes, 'x')))
               .status == 413;
  }
  bool RefusesConnection(int number) {
    std::list<Browser> open;
    for (int i = 1; i < number; ++i) {
      open.emplace_back(gateway_->port());
      EXPECT_EQ(open.back().Post(kUnary, {kBinary}, MessageFrame("")).status, 200);
    }
    return Browser(gateway_->port()).IsClosedWithin(500ms);
  }
  // By each of the doors that look codes up.
  bool RefusesCode(int number) {
    const std::string check = "/touchstone.v1.DocumentsService/CheckCertificate";
    const Headers wrong{kBinary, {"x-script-status", "5"}};
    const Header json{"content-type", "application/json"};
    for (int i = 1; i < number; ++i) {
      EXPECT_EQ(
          Trailer(Browser(gateway_->port()).Post(check, wrong, MessageFrame("")), "grpc-status"),
          "5");
    }
    const Reply reply = Browser(gateway_->port()).Post(check, {kBinary}, MessageFrame(""));
    const bool refused = Trailer(reply, "grpc-status") == "8";
    EXPECT_EQ(Browser(gateway_->port()).Post(check, {json}, "{}").status == 429, refused);
    EXPECT_EQ(Browser(gateway_->port())
                      .Call("GET /badges/status/xxxxxxxxxxxxxxxxxxxxxxxx HTTP/1.1\r\n\r\n")
                      .status == 429,
              refused);
    return refused;
  }
  bool RefusesStream(int number) {
    const std::string hold =
        PostText(kStream, {kBinary, {"x-script-hold", "yes"}}, MessageFrame("held"));
    std::list<Browser> open;
    for (int i = 1; i < number; ++i) {
      open.emplace_back(gateway_->port()).Send(hold);
      open.back().ReceiveUntil("held");
    }
    Browser last(gateway_->port());
    last.Send(hold);
    return !last.IsClosedWithin(300ms) && server_.holding() < number;
  }

  ScriptedServer server_;
  Settings settings_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(HostileTest, ASlowHeaderIsCutOff) {
  settings_.limits.header_time = 300ms;
  Start();
  EXPECT_TRUE(CutsOffSlowHeaders());
  EXPECT_TRUE(AnswersOthers());
  settings_.limits.header_time = kNever;
  Start();
  EXPECT_FALSE(CutsOffSlowHeaders()) << "the planted fault was not noticed";
}

TEST_F(HostileTest, ASlowBodyIsCutOff) {
  settings_.limits.body_time = 300ms;
  Start();
  EXPECT_TRUE(CutsOffSlowBodies());
  settings_.limits.body_time = kNever;
  Start();
  EXPECT_FALSE(CutsOffSlowBodies()) << "the planted fault was not noticed";
}

TEST_F(HostileTest, AnIdleConnectionIsClosed) {
  settings_.limits.idle_time = 200ms;
  Start();
  EXPECT_TRUE(ClosesIdle(true));
  settings_.limits.idle_time = kNever;
  Start();
  EXPECT_FALSE(ClosesIdle(true)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, AConnectionThatAsksForNothingHasNoIdleTime) {
  settings_.limits.header_time = 200ms;
  settings_.limits.idle_time = kNever;
  Start();
  EXPECT_TRUE(ClosesIdle(false));
  settings_.limits.header_time = kNever;
  Start();
  EXPECT_FALSE(ClosesIdle(false)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, AReaderThatStandsStillIsLeft) {
  settings_.limits.write_time = 300ms;
  Start();
  EXPECT_TRUE(LeavesSlowReaders());
  settings_.limits.write_time = kNever;
  Start();
  EXPECT_FALSE(LeavesSlowReaders()) << "the planted fault was not noticed";
}

TEST_F(HostileTest, AHugeHeaderIsRefused) {
  Start();
  EXPECT_TRUE(RefusesHeaderOf(9000));
  Browser endless(gateway_->port());
  endless.Send("GET /" + std::string(20'000, 'a'));
  EXPECT_EQ(endless.Receive().status, 431);
  settings_.limits.header_bytes = kAny;
  Start();
  EXPECT_FALSE(RefusesHeaderOf(9000)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, AHugeBodyIsRefused) {
  Start();
  EXPECT_TRUE(RefusesBodyOf(300'000));
  settings_.limits.body_bytes = kAny;
  Start();
  EXPECT_FALSE(RefusesBodyOf(300'000)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, StreamsOfOneAddressAreCounted) {
  settings_.limits.streams_per_address = 4;
  Start();
  EXPECT_TRUE(RefusesStream(5));
  settings_.limits.streams_per_address = kAny;
  Start();
  EXPECT_FALSE(RefusesStream(5)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, StreamsWithACallOfTheirOwnAreCounted) {
  settings_.limits.own_streams_per_address = 4;
  Start();
  EXPECT_TRUE(RefusesStream(5));
  settings_.limits.own_streams_per_address = kAny;
  settings_.limits.own_streams = 4;
  Start();
  EXPECT_TRUE(RefusesStream(5));
  settings_.limits.own_streams = kAny;
  Start();
  EXPECT_FALSE(RefusesStream(5)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, ConnectionsOfOneAddressAreCounted) {
  settings_.limits.connections_per_address = 5;
  Start();
  EXPECT_TRUE(RefusesConnection(6));
  while (gateway_->connections() > 0) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(AnswersOthers());
  settings_.limits.connections_per_address = kAny;
  Start();
  EXPECT_FALSE(RefusesConnection(6)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, ConnectionsOfAllAreCounted) {
  settings_.limits.connections = 5;
  Start();
  EXPECT_TRUE(RefusesConnection(6));
  settings_.limits.connections = kAny;
  Start();
  EXPECT_FALSE(RefusesConnection(6)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, WrongCodesOfOneAddressAreCounted) {
  settings_.limits.wrong_codes_per_address = 4;
  Start();
  EXPECT_TRUE(RefusesCode(5));
  EXPECT_TRUE(AnswersOthers());
  settings_.limits.wrong_codes_per_address = kAny;
  Start();
  EXPECT_FALSE(RefusesCode(5)) << "the planted fault was not noticed";
}

TEST_F(HostileTest, AFrameThatLiesAboutItsLengthTakesNoMemory) {
  Start();
  const Reply reply =
      Browser(gateway_->port()).Post(kUnary, {kBinary}, std::string("\0\xff\xff\xff\xff", 5) + "x");
  EXPECT_EQ(Trailer(reply, "grpc-status"), "13");
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
