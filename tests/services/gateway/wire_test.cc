// What the gateway writes and reads, without a network.
#include <gtest/gtest.h>

#include "services/gateway/cors.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/http.h"
#include "services/gateway/metadata.h"
#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

using namespace std::chrono_literals;

TEST(Base64Test, ReadsPaddedUnpaddedAndJoinedPieces) {
  EXPECT_EQ(Base64("a"), "YQ==");
  EXPECT_EQ(Base64Unpadded("a"), "YQ");
  EXPECT_EQ(FromBase64("YQ=="), "a");
  EXPECT_EQ(FromBase64("YQ"), "a");
  EXPECT_EQ(FromBase64("YQ==YmM=ZGVm"), "abcdef");
  EXPECT_EQ(FromBase64(""), "");
  EXPECT_EQ(FromBase64("Y"), std::nullopt);
  EXPECT_EQ(FromBase64("YQ="), std::nullopt);
  EXPECT_EQ(FromBase64("===="), std::nullopt);
  EXPECT_EQ(FromBase64("Y Q="), std::nullopt);
}

TEST(Base64Test, AllBytesComeBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(FromBase64(Base64(bytes)), bytes);
    EXPECT_EQ(FromBase64(Base64Unpadded(bytes)), bytes);
  }
}

TEST(PercentTest, ChineseAndControlCharactersAreEscaped) {
  EXPECT_EQ(PercentEncode("没有 100%\r\n"), "%E6%B2%A1%E6%9C%89 100%25%0D%0A");
  EXPECT_EQ(PercentDecode("%E6%B2%A1%e6%9c%89 100%25"), "没有 100%");
  EXPECT_EQ(PercentDecode("%"), std::nullopt);
  EXPECT_EQ(PercentDecode("%4"), std::nullopt);
  EXPECT_EQ(PercentDecode("%zz"), std::nullopt);
}

TEST(GrpcTimeoutTest, EveryUnitAndEveryMistake) {
  EXPECT_EQ(ParseGrpcTimeout("2H"), 2h);
  EXPECT_EQ(ParseGrpcTimeout("3M"), 3min);
  EXPECT_EQ(ParseGrpcTimeout("4S"), 4s);
  EXPECT_EQ(ParseGrpcTimeout("5m"), 5ms);
  EXPECT_EQ(ParseGrpcTimeout("6u"), 6us);
  EXPECT_EQ(ParseGrpcTimeout("7n"), 7ns);
  EXPECT_GT(ParseGrpcTimeout("99999999H"), 24h * 365);
  for (const char* wrong : {"", "5", "m", "5x", "-5m", "5.0S", "123456789m", " 5m"}) {
    EXPECT_EQ(ParseGrpcTimeout(wrong), std::nullopt) << wrong;
  }
}

TEST(FramingTest, ExactlyOneMessageIsTaken) {
  EXPECT_EQ(*OneMessage(MessageFrame("abc")), "abc");
  EXPECT_EQ(*OneMessage(MessageFrame("")), "");
  EXPECT_EQ(OneMessage("").status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(OneMessage(MessageFrame("a") + MessageFrame("b")).status().code(),
            absl::StatusCode::kUnimplemented);
}

TEST(FramingTest, EveryCutOffFrameIsRefused) {
  const std::string frame = MessageFrame("abcdef");
  for (std::size_t size = 1; size < frame.size(); ++size) {
    EXPECT_EQ(OneMessage(frame.substr(0, size)).status().code(), absl::StatusCode::kInternal);
  }
}

TEST(FramingTest, CompressedAndForeignFramesAreRefused) {
  std::string frame = MessageFrame("abc");
  for (const unsigned char flags : {0x01, 0x80, 0x02, 0xff}) {
    frame[0] = static_cast<char>(flags);
    EXPECT_EQ(OneMessage(frame).status().code(), absl::StatusCode::kInternal);
  }
}

TEST(FramingTest, TextPadsEachFrameOnItsOwn) {
  const std::string text =
      Encode(MessageFrame("a"), Encoding::kText) + Encode(TrailersFrame({}), Encoding::kText);
  EXPECT_EQ(FromBase64(text), MessageFrame("a") + TrailersFrame({}));
  EXPECT_EQ(Encode(MessageFrame("ab"), Encoding::kText), "AAAAAAJhYg==");
}

TEST(MetadataTest, WhatIsOfTheBrowserStaysBehind) {
  const Headers headers = {{"authorization", "Bearer x"},
                           {"x-own", "1"},
                           {"cookie", "a=b"},
                           {"sec-fetch-site", "none"},
                           {"grpc-timeout", "1S"},
                           {"grpc-internal-encoding-request", "1"},
                           {"connection", "close"},
                           {"te", "trailers"},
                           {"host", "x"},
                           {"user-agent", "x"},
                           {"content-type", "x"},
                           {"x-forwarded-for", "1.2.3.4"},
                           {"upgrade", "h2c"},
                           {"x-grpc-web", "1"}};
  const Metadata expected = {{"authorization", "Bearer x"}, {"x-own", "1"}};
  EXPECT_EQ(*MetadataOf(headers), expected);
}

TEST(MetadataTest, WhatGrpcCannotCarryStaysBehind) {
  const Headers headers = {{"x ", "1"}, {"x-ü", "1"}, {"x-text", "中"}, {"x-tab", "a\tb"}};
  EXPECT_TRUE(MetadataOf(headers)->empty());
}

TEST(MetadataTest, BinaryValuesArePaddedOrNotAndSeveralInALine) {
  const Headers headers = {{"a-bin", "YQ=="}, {"b-bin", "YQ"}, {"c-bin", "YQ, YmM="}};
  const Metadata expected = {{"a-bin", "a"}, {"b-bin", "a"}, {"c-bin", "a"}, {"c-bin", "bc"}};
  EXPECT_EQ(*MetadataOf(headers), expected);
  EXPECT_EQ(MetadataOf({{"a-bin", "!"}}).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(HeadersOf({{"a-bin", std::string("\0\xff", 2)}}), (Headers{{"a-bin", "AP8"}}));
}

TEST(HttpTest, AHeaderCannotBreakOutOfItsLine) {
  const std::string head = ResponseHead(200, {{"x", "a\r\nset-cookie: b"}, {"y", "1"}}, true);
  EXPECT_EQ(head, "HTTP/1.1 200 OK\r\ny: 1\r\n\r\n");
}

TEST(HttpTest, ListsIgnoreCaseAndParameters) {
  EXPECT_TRUE(ListHas("text/html, Application/GRPC-web;q=0.5", "application/grpc-web"));
  EXPECT_FALSE(ListHas("application/grpc-web-text", "application/grpc-web"));
  EXPECT_FALSE(ListHas("", "x"));
}

TEST(CorsTest, OnlyNamedOriginsGetPermission) {
  const Cors cors({"https://board.example"});
  HttpRequest request;
  request.headers = {{"origin", "https://board.example"},
                     {"access-control-request-headers", "authorization,x-grpc-web"}};
  const HttpResponse allowed = cors.Preflight(request);
  EXPECT_EQ(allowed.status, 204);
  EXPECT_NE(ResponseText(allowed, true).find("access-control-allow-origin: https://board.example"),
            std::string::npos);
  request.headers[0].value = "https://board.example.evil";
  const HttpResponse refused = cors.Preflight(request);
  EXPECT_EQ(refused.status, 204);
  EXPECT_EQ(ResponseText(refused, true).find("access-control-allow"), std::string::npos);
  EXPECT_EQ(ResponseText(Cors({}).Preflight(request), true).find("access-control"),
            std::string::npos);
}

}  // namespace
}  // namespace touchstone::gateway
