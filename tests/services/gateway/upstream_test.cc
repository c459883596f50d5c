#include "services/gateway/upstream.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::gateway {
namespace {

using namespace std::chrono_literals;

// Answers at once, with message and status together, as unary methods do.
class QuickService final : public v1::IdentityService::CallbackService {
  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest*,
                                   v1::Token* response) override {
    response->set_name("tokens/quick");
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

TEST(UpstreamCallTest, AnAnswerThatCameBeforeAnybodyReadIsNotLost) {
  QuickService service;
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  UpstreamCall::Stub stub(server->InProcessChannel({}));
  CallRequest request;
  request.method = "/touchstone.v1.IdentityService/WhoAmI";

  asio::io_context loop;
  std::optional<std::string> message;
  grpc::Status status;
  const auto call = UpstreamCall::Start(stub, request);
  std::this_thread::sleep_for(100ms);  // the answer is there, with its status
  const auto read_all = [&]() -> Awaitable<void> {
    message = co_await call->Read();
    const std::optional<std::string> end = co_await call->Read();
    EXPECT_FALSE(end.has_value());
    status = co_await call->Finish();
  };
  asio::co_spawn(loop, read_all, asio::detached);
  loop.run();
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_TRUE(message.has_value());
  v1::Token token;
  EXPECT_TRUE(token.ParseFromString(*message));
  EXPECT_EQ(token.name(), "tokens/quick");
}

}  // namespace
}  // namespace touchstone::gateway
