// Every unary method is a POST of JSON.
#include "services/gateway/connect.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/gateway/gateway.h"
#include "services/gateway/wire_text.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/gateway/scripted_server.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone::gateway::testing {
namespace {

const std::string kUnary = "/touchstone.v1.IdentityService/RevokeToken";
const Header kJson{"content-type", "application/json"};

class ConnectTest : public ::testing::Test {
 protected:
  ConnectTest() {
    Settings settings;
    settings.listen = "127.0.0.1:0";
    gateway_ = Gateway::Start(settings, server_.channel()).value();
  }
  Reply Post(const std::string& path, const Headers& headers, const std::string& body) {
    return Browser(gateway_->port()).Post(path, headers, body);
  }

  ScriptedServer server_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(ConnectTest, JsonGoesInAndComesOut) {
  // The request's first field is a name, as the answer's is.
  const Reply reply = Post(kUnary, {kJson}, R"({"name": "tokens/中"})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Get("content-type"), "application/json");
  EXPECT_EQ(nlohmann::json::parse(reply.body)["name"], "tokens/中");
}

TEST_F(ConnectTest, ProtoGoesInAndComesOut) {
  v1::RevokeTokenRequest request;
  request.set_name("tokens/a");
  const Reply reply =
      Post(kUnary, {{"content-type", "application/proto"}}, request.SerializeAsString());
  EXPECT_EQ(reply.Get("content-type"), "application/proto");
  EXPECT_EQ(reply.body, request.SerializeAsString());
}

TEST_F(ConnectTest, ErrorsHaveCodeTextAndDetails) {
  google::rpc::ErrorInfo info;
  info.set_reason("RESOURCE_NOT_FOUND");
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  const Reply reply = Post(kUnary,
                           {kJson,
                            {"x-script-messages", "0"},
                            {"x-script-status", "5"},
                            {"x-script-text", "chinese"},
                            {"x-script-details-bin", Base64(details.SerializeAsString())}},
                           "{}");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.Get("content-type"), "application/json");
  const auto error = nlohmann::json::parse(reply.body);
  EXPECT_EQ(error["code"], "not_found");
  EXPECT_EQ(error["message"], "没有找到 100%");
  EXPECT_EQ(error["details"][0]["type"], "google.rpc.ErrorInfo");
  EXPECT_EQ(FromBase64(error["details"][0]["value"].get<std::string>()), info.SerializeAsString());
  EXPECT_EQ(error["details"][0]["debug"]["reason"], "RESOURCE_NOT_FOUND");
}

TEST_F(ConnectTest, BadJsonUnknownFieldsStreamsAndMethodsAreRefused) {
  for (const char* body : {"{", "[]", "\xff", R"({"nme": "x"})", R"({"name": 5})"}) {
    const Reply reply = Post(kUnary, {kJson}, body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_EQ(nlohmann::json::parse(reply.body)["code"], "invalid_argument") << body;
  }
  EXPECT_EQ(Post("/touchstone.v1.LeaderboardService/WatchStandings", {kJson}, "{}").status, 501);
  EXPECT_EQ(Post("/touchstone.v1.EventsService/ImportEvent", {kJson}, "{}").status, 501);
  EXPECT_EQ(Post("/touchstone.v1.IdentityService/Nothing", {kJson}, "{}").status, 501);
  EXPECT_EQ(Post(kUnary, {kJson, {"content-encoding", "gzip"}}, "{}").status, 501);
  EXPECT_EQ(Post(kUnary, {kJson, {"connect-timeout-ms", "soon"}}, "{}").status, 400);
  EXPECT_EQ(server_.calls(), 0);
}

TEST_F(ConnectTest, TrailersAndTimeouts) {
  const Reply reply =
      Post(kUnary, {kJson, {"x-echo-trailing-bin", "AQ=="}, {"connect-timeout-ms", "5000"}}, "{}");
  EXPECT_EQ(reply.Get("trailer-x-echo-trailing-bin"), "AQ");
  EXPECT_LT(server_.last_timeout(), std::chrono::seconds(6));
  EXPECT_GT(server_.last_timeout(), std::chrono::seconds(3));
}

TEST(ConnectCodesTest, EveryCodeHasItsNameAndStatus) {
  EXPECT_EQ(ConnectCode(grpc::StatusCode::UNAUTHENTICATED), "unauthenticated");
  EXPECT_EQ(HttpStatus(grpc::StatusCode::UNAUTHENTICATED), 401);
  EXPECT_EQ(HttpStatus(grpc::StatusCode::PERMISSION_DENIED), 403);
  EXPECT_EQ(HttpStatus(static_cast<grpc::StatusCode>(99)), 500);
}

}  // namespace
}  // namespace touchstone::gateway::testing
