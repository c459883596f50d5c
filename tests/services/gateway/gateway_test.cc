// The fifteen points that a bridge for browsers must get right, one test or more for each.
#include "services/gateway/gateway.h"

#include <gtest/gtest.h>

#include "google/rpc/status.pb.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/wire_text.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/gateway/scripted_server.h"

namespace touchstone::gateway::testing {
namespace {

using namespace std::chrono_literals;

const std::string kUnary = "/touchstone.v1.IdentityService/WhoAmI";
const std::string kStream = "/touchstone.v1.EventsService/ExportEvent";
const Header kBinary{"content-type", "application/grpc-web+proto"};
const Header kText{"content-type", "application/grpc-web-text"};
// A WhoAmIResponse-like Token message: field 1 is a text.
const std::string kMessage = "\x0a\x01x";

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }
  void Start() {
    gateway_.reset();
    settings_.listen = "127.0.0.1:0";
    auto gateway = Gateway::Start(settings_, server_.channel());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  int port() const { return gateway_->port(); }
  Reply Post(const std::string& path, const Headers& headers, const std::string& body) {
    return Browser(port()).Post(path, headers, body);
  }

  ScriptedServer server_;
  Settings settings_;
  std::unique_ptr<Gateway> gateway_;
};

// 1

TEST_F(GatewayTest, OtherVerbsTypesAndPreflight) {
  Browser browser(port());
  EXPECT_EQ(browser.Call("PUT " + kUnary + " HTTP/1.1\r\nhost: x\r\n\r\n").status, 405);
  EXPECT_EQ(browser.Call("DELETE / HTTP/1.1\r\nhost: x\r\n\r\n").status, 405);
  EXPECT_EQ(browser.Post(kUnary, {{"content-type", "text/plain"}}, "x").status, 415);
  EXPECT_EQ(browser.Post(kUnary, {}, "").status, 415);
  EXPECT_EQ(browser.Post(kUnary, {{"content-type", "application/grpc"}}, "").status, 415);
  EXPECT_EQ(browser.Call("OPTIONS " + kUnary + " HTTP/1.1\r\nhost: x\r\n\r\n").status, 204);
  EXPECT_EQ(server_.calls(), 0);
}

TEST_F(GatewayTest, TheAnswerIsEncodedAsAccepted) {
  const std::string body = MessageFrame(kMessage);
  Reply reply = Post(kUnary, {kBinary}, body);
  EXPECT_EQ(reply.Get("content-type"), "application/grpc-web+proto");
  EXPECT_EQ(Frames(reply.body).at(0).payload, kMessage);
  EXPECT_EQ(Trailer(reply, "grpc-status"), "0");

  reply = Post(kUnary, {kBinary, {"accept", "application/grpc-web-text+proto"}}, body);
  EXPECT_EQ(reply.Get("content-type"), "application/grpc-web-text+proto");
  EXPECT_EQ(Frames(FromBase64(reply.body).value()).at(0).payload, kMessage);

  reply = Post(kUnary, {kText, {"accept", "application/grpc-web"}}, Base64(body));
  EXPECT_EQ(reply.Get("content-type"), "application/grpc-web+proto");
  EXPECT_EQ(Frames(reply.body).at(0).payload, kMessage);

  reply = Post(kUnary, {kText}, Base64(body));
  EXPECT_EQ(reply.Get("content-type"), "application/grpc-web-text+proto");
}

// 2

TEST_F(GatewayTest, ExactlyOneMessageInKnownEncoding) {
  const std::string frame = MessageFrame(kMessage);
  EXPECT_EQ(Trailer(Post(kUnary, {kBinary}, ""), "grpc-status"), "12");
  EXPECT_EQ(Trailer(Post(kUnary, {kBinary}, frame + frame), "grpc-status"), "12");
  EXPECT_EQ(Trailer(Post(kUnary, {kBinary}, frame.substr(0, 6)), "grpc-status"), "13");
  EXPECT_EQ(Trailer(Post(kUnary, {kBinary, {"grpc-encoding", "gzip"}}, frame), "grpc-status"),
            "12");
  EXPECT_EQ(Trailer(Post(kUnary, {kBinary, {"grpc-encoding", "identity"}}, frame), "grpc-status"),
            "0");
  const Reply text = Post(kUnary, {kText, {"accept", "application/grpc-web"}}, "!!!!");
  EXPECT_EQ(Trailer(text, "grpc-status"), "13");
  EXPECT_EQ(server_.calls(), 1);
}

// 3

TEST_F(GatewayTest, TooLargeBodiesAreRefused) {
  const std::string large(settings_.limits.body_bytes + 1, 'x');
  EXPECT_EQ(Post(kUnary, {kBinary}, large).status, 413);
  Browser browser(port());
  browser.Send("POST " + kUnary + " HTTP/1.1\r\nhost: x\r\ncontent-length: 4000000000\r\n\r\n");
  EXPECT_EQ(browser.Receive().status, 413);
  const std::string fits(settings_.limits.body_bytes - 5, 'x');
  EXPECT_EQ(Frames(Post(kUnary, {kBinary}, MessageFrame(fits)).body).at(0).payload, fits);
  // As base64 the same message takes a third more.
  const Headers text = {kText, {"accept", "application/grpc-web"}};
  EXPECT_EQ(Frames(Post(kUnary, text, Base64(MessageFrame(fits))).body).at(0).payload, fits);
  EXPECT_EQ(Post(kUnary, text, Base64(large + large)).status, 413);
}

// 4

TEST_F(GatewayTest, BinaryMetadataTravelsBothWaysPaddedOrNot) {
  for (const char* value : {"q6ur", "AQ==", "AQ"}) {
    const Reply reply = Post(kUnary, {kBinary, {"x-echo-trailing-bin", value}}, MessageFrame(""));
    const std::string unpadded = std::string(value).substr(0, std::string(value).find('='));
    EXPECT_EQ(Trailer(reply, "x-echo-trailing-bin"), unpadded);
    EXPECT_EQ(server_.last_metadata().find("x-echo-trailing-bin")->second,
              FromBase64(value).value());
  }
  EXPECT_EQ(Trailer(Post(kUnary, {kBinary, {"x-bin", "?"}}, MessageFrame("")), "grpc-status"),
            "13");
}

TEST_F(GatewayTest, InitialMetadataAreHeaders) {
  const Reply reply = Post(kUnary, {kBinary, {"x-echo-initial", "hello"}}, MessageFrame(""));
  EXPECT_EQ(reply.Get("x-echo-initial"), "hello");
}

// 5 and 6

TEST_F(GatewayTest, ErrorsCarryChineseTextAndDetails) {
  google::rpc::Status details;
  details.set_code(5);
  details.set_message("没有找到 100%");
  const Headers headers = {kBinary,
                           {"x-script-messages", "0"},
                           {"x-script-status", "5"},
                           {"x-script-text", "chinese"},
                           {"x-script-details-bin", Base64(details.SerializeAsString())}};
  const Reply reply = Post(kUnary, headers, MessageFrame(""));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(Trailer(reply, "grpc-status"), "5");
  EXPECT_EQ(Trailer(reply, "grpc-message"), "%E6%B2%A1%E6%9C%89%E6%89%BE%E5%88%B0 100%25");
  google::rpc::Status parsed;
  ASSERT_TRUE(
      parsed.ParseFromString(FromBase64(Trailer(reply, "grpc-status-details-bin")).value_or("")));
  EXPECT_EQ(parsed.message(), details.message());
}

// 7

TEST_F(GatewayTest, CookiesAndHopByHopHeadersStayBehind) {
  Post(kUnary,
       {kBinary,
        {"authorization", "Bearer secret"},
        {"cookie", "session=1"},
        {"sec-fetch-mode", "cors"},
        {"grpc-tags-bin", "AQ=="},
        {"proxy-authorization", "x"},
        {"x-own", "kept"}},
       MessageFrame(""));
  const auto metadata = server_.last_metadata();
  EXPECT_EQ(metadata.find("authorization")->second, "Bearer secret");
  EXPECT_EQ(metadata.find("x-own")->second, "kept");
  for (const char* name : {"cookie", "sec-fetch-mode", "grpc-tags-bin", "proxy-authorization"}) {
    EXPECT_FALSE(metadata.contains(name)) << name;
  }
}

// 8

TEST_F(GatewayTest, TheTimeoutBecomesTheDeadline) {
  Post(kUnary, {kBinary, {"grpc-timeout", "5S"}}, MessageFrame(""));
  EXPECT_GT(server_.last_timeout(), 3s);
  EXPECT_LT(server_.last_timeout(), 6s);
  Post(kUnary, {kBinary}, MessageFrame(""));
  EXPECT_EQ(server_.last_timeout(), std::chrono::nanoseconds::max());
  const Reply late = Post(kStream, {kBinary, {"grpc-timeout", "100m"}, {"x-script-hold", "yes"}},
                          MessageFrame(""));
  EXPECT_EQ(Trailer(late, "grpc-status"), "4");
  EXPECT_EQ(
      Trailer(Post(kUnary, {kBinary, {"grpc-timeout", "x"}}, MessageFrame("")), "grpc-status"),
      "13");
}

// 9

TEST_F(GatewayTest, ABrowserThatLeavesCancelsItsCall) {
  for (const std::string& method : {kStream, kUnary}) {
    Browser browser(port());
    browser.Send(PostText(method, {kBinary, {"x-script-hold", "yes"}}, MessageFrame("")));
    ASSERT_TRUE(server_.WaitForHolding(1)) << method;
    browser.Close();
    EXPECT_TRUE(server_.WaitForHolding(0)) << method;
  }
}

// 10

TEST_F(GatewayTest, ASlowReaderSlowsTheServiceDown) {
  const std::string large(200'000, 'x');
  Browser browser(port());
  browser.Send(PostText(kStream, {kBinary, {"x-script-messages", "1000"}}, MessageFrame(large)));
  std::this_thread::sleep_for(500ms);
  const int written = server_.written();
  EXPECT_LT(written, 200) << "200 MB were taken though nobody reads";
  std::this_thread::sleep_for(200ms);
  EXPECT_LE(server_.written(), written + 1);
  EXPECT_EQ(Frames(browser.Receive().body).size(), 1001u);
}

// 11

TEST_F(GatewayTest, TheConnectionServesMoreAfterAStream) {
  Browser browser(port());
  for (int i = 0; i < 3; ++i) {
    const Reply stream =
        browser.Post(kStream, {kBinary, {"x-script-messages", "3"}}, MessageFrame(kMessage));
    EXPECT_EQ(Frames(stream.body).size(), 4u);
    EXPECT_EQ(browser.Post(kUnary, {kBinary}, MessageFrame(kMessage)).status, 200);
  }
}

TEST_F(GatewayTest, RequestsThatCameEarlyAreAnsweredInOrder) {
  Browser browser(port());
  const std::string one = PostText(kUnary, {kBinary}, MessageFrame("first"));
  const std::string two = PostText(kUnary, {kBinary}, MessageFrame("second"));
  browser.Send(one + two);
  EXPECT_EQ(Frames(browser.Receive().body).at(0).payload, "first");
  EXPECT_EQ(Frames(browser.Receive().body).at(0).payload, "second");
}

// 12

TEST_F(GatewayTest, EveryMessageOfAStreamIsWrittenAtOnce) {
  Browser browser(port());
  browser.Send(PostText(kStream, {kBinary, {"x-script-hold", "yes"}}, MessageFrame("hello")));
  EXPECT_NE(browser.ReceiveUntil("hello").find("hello"), std::string::npos);
  ASSERT_TRUE(server_.WaitForHolding(1));
  server_.Push("heartbeat");
  EXPECT_NE(browser.ReceiveUntil("heartbeat").find("heartbeat"), std::string::npos);
  server_.EndHolding(grpc::Status::OK);
  EXPECT_EQ(Trailer(browser.Receive(), "grpc-status"), "0");
}

// 13

TEST_F(GatewayTest, UnknownMethodsAreUnimplementedInTheBody) {
  for (const char* path :
       {"/touchstone.v1.IdentityService/Nothing", "/nobody.Service/Call", "/", "/touchstone.v1.",
        "/grpc.reflection.v1alpha.ServerReflection/"
        "ServerReflectionInfo"}) {
    const Reply reply = Post(path, {kBinary}, MessageFrame(""));
    EXPECT_EQ(reply.status, 200) << path;
    EXPECT_EQ(Trailer(reply, "grpc-status"), "12") << path;
  }
  EXPECT_EQ(server_.calls(), 0);
}

// 14

TEST_F(GatewayTest, TextModePadsEachFrame) {
  const Reply reply =
      Post(kStream, {kText, {"x-script-messages", "2"}}, Base64(MessageFrame("ab")));
  const std::string frame = Base64(MessageFrame("ab"));
  ASSERT_TRUE(frame.ends_with("=="));
  EXPECT_TRUE(reply.body.starts_with(frame + frame)) << reply.body;
  EXPECT_EQ(Frames(FromBase64(reply.body).value()).back().flags, 0x80);
}

// 15

TEST_F(GatewayTest, StreamsOfOneAddressAreCounted) {
  settings_.limits.streams_per_address = 2;
  Start();
  const std::string watch =
      PostText(kStream, {kBinary, {"x-script-hold", "yes"}}, MessageFrame(""));
  Browser first(port()), second(port());
  first.Send(watch);
  second.Send(watch);
  ASSERT_TRUE(server_.WaitForHolding(2));
  EXPECT_EQ(Trailer(Browser(port()).Call(watch), "grpc-status"), "8");
  EXPECT_EQ(Post(kUnary, {kBinary}, MessageFrame("")).status, 200);
  first.Close();
  ASSERT_TRUE(server_.WaitForHolding(1));
  // The place is given back when the connection is gone, a moment after the call.
  for (int wait = 0; gateway_->connections() > 1 && wait < 500; ++wait) {
    std::this_thread::sleep_for(10ms);
  }
  // His place is free a moment after his call has ended.
  std::unique_ptr<Browser> third;
  std::string head;
  for (int i = 0; i < 200 && head.find("chunked") == std::string::npos; ++i) {
    std::this_thread::sleep_for(10ms);
    third = std::make_unique<Browser>(port());
    third->Send(watch);
    head = third->ReceiveUntil("\r\n\r\n");
  }
  EXPECT_TRUE(server_.WaitForHolding(2));
}

TEST_F(GatewayTest, AReaderThatStandsStillIsLeft) {
  settings_.limits.write_time = 200ms;
  Start();
  Browser browser(port());
  const std::string large(200'000, 'x');
  browser.Send(PostText(kStream, {kBinary, {"x-script-messages", "1000"}}, MessageFrame(large)));
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (gateway_->connections() > 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_EQ(gateway_->connections(), 0u);
}

// Ending.

TEST_F(GatewayTest, EndsWithIdleConnectionsAndRunningCalls) {
  Browser idle(port()), busy(port());
  idle.Post(kUnary, {kBinary}, MessageFrame(""));
  busy.Send(PostText(kStream, {kBinary, {"x-script-hold", "yes"}}, MessageFrame("")));
  ASSERT_TRUE(server_.WaitForHolding(1));
  gateway_.reset();
  EXPECT_TRUE(idle.IsClosedWithin(2s));
  EXPECT_TRUE(server_.WaitForHolding(0));
}

TEST_F(GatewayTest, AnAddressInUseIsReported) {
  Settings taken = settings_;
  taken.listen = "127.0.0.1:" + std::to_string(port());
  EXPECT_EQ(Gateway::Start(taken, server_.channel()).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace touchstone::gateway::testing
