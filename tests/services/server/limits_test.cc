#include <string>

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone {
namespace {

using testing::TestServer;

class LimitsTest : public ::testing::Test {
 protected:
  // Sends `bytes` as the request of CreateToken.
  absl::Status SendRaw(const std::string& bytes) {
    grpc::GenericStub stub(server_.channel());
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    auto context = TestServer::Context(server_.Organiser());
    grpc::CompletionQueue queue;
    auto call = stub.PrepareUnaryCall(context.get(), "/touchstone.v1.IdentityService/CreateToken",
                                      request, &queue);
    call->StartCall();
    grpc::Status status;
    call->Finish(&response, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return FromGrpcStatus(status);
  }

  absl::Status CreateToken(const std::string& display_name) {
    v1::CreateTokenRequest request;
    request.mutable_token()->set_role(v1::ROLE_AUDITOR);
    request.mutable_token()->set_display_name(display_name);
    auto context = TestServer::Context(server_.Organiser());
    return FromGrpcStatus(
        server_.Stub<v1::IdentityService>()->CreateToken(context.get(), request, &made_));
  }

  TestServer server_;
  v1::CreateTokenResponse made_;
};

TEST_F(LimitsTest, ARequestOfTenMegabytesIsRefusedAndTheServerGoesOn) {
  const absl::Status status = CreateToken(std::string(10 << 20, 'x'));
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << status;
  EXPECT_TRUE(CreateToken("later").ok());
}

TEST_F(LimitsTest, ARequestOf256KibReachesTheRules) {
  const absl::Status status = CreateToken(std::string(255 << 10, 'x'));
  EXPECT_EQ(ReasonOf(status), Reason::REQUEST_INVALID) << status;
}

TEST_F(LimitsTest, TextThatIsNotUtf8IsNamed) {
  const absl::Status status = SendRaw("\x0a\x04\x32\x02\xff\xfe");
  EXPECT_EQ(ReasonOf(status), Reason::TEXT_NOT_UTF8) << status;
  ASSERT_EQ(DetailOf(status).fields.size(), 1u);
  EXPECT_EQ(DetailOf(status).fields[0].field, "display_name");
}

TEST_F(LimitsTest, BytesThatAreNoMessageAreRefused) {
  const absl::Status status = SendRaw("\x0a\xff\xff\xff\xff\x0f garbage");
  EXPECT_EQ(ReasonOf(status), Reason::REQUEST_INVALID) << status;
}

TEST_F(LimitsTest, MetadataOfTenKilobytesIsRefused) {
  auto context = TestServer::Context(server_.Organiser());
  context->AddMetadata("x-long", std::string(10 << 10, 'x'));
  v1::Token me;
  const grpc::Status status =
      server_.Stub<v1::IdentityService>()->WhoAmI(context.get(), v1::WhoAmIRequest(), &me);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << status.error_message();
}

TEST_F(LimitsTest, ChineseNamesPass) {
  ASSERT_TRUE(CreateToken("审计员 欧阳·买买提").ok());
  EXPECT_EQ(made_.token().display_name(), "审计员 欧阳·买买提");
}

TEST_F(LimitsTest, LengthsAreCountedInCharacters) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "审";
  EXPECT_TRUE(CreateToken(name).ok());
  EXPECT_EQ(ReasonOf(CreateToken(name + "计")), Reason::REQUEST_INVALID);
}

TEST_F(LimitsTest, ACallWithoutDeadlineIsAnswered) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + server_.Organiser());
  v1::Token me;
  const absl::Status status = FromGrpcStatus(
      server_.Stub<v1::IdentityService>()->WhoAmI(&context, v1::WhoAmIRequest(), &me));
  EXPECT_TRUE(status.ok()) << status;
}

}  // namespace
}  // namespace touchstone
