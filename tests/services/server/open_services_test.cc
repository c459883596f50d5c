// Health and reflection: what monitors and general clients see.
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "grpc/health/v1/health.pb.h"
#include "tests/support/test_server.h"

namespace touchstone {
namespace {

using testing::TestServer;

class OpenServicesTest : public ::testing::Test {
 protected:
  // Sends one message of bytes to a method and returns the first answer.
  grpc::Status Call(const std::string& method, const std::string& bytes, std::string* answer) {
    grpc::GenericStub stub(server_.channel());
    grpc::CompletionQueue queue;
    const auto wait = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    auto context = TestServer::Context("");
    auto call = stub.PrepareCall(context.get(), method, &queue);
    call->StartCall(this);
    wait();
    grpc::Slice slice(bytes);
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), this);
    wait();
    grpc::ByteBuffer response;
    call->Read(&response, this);
    if (wait()) {
      std::vector<grpc::Slice> slices;
      (void)response.Dump(&slices);
      for (const auto& part : slices) {
        answer->append(reinterpret_cast<const char*>(part.begin()), part.size());
      }
    }
    grpc::Status status;
    call->Finish(&status, this);
    wait();
    return status;
  }

  grpc::health::v1::HealthCheckResponse::ServingStatus HealthOf(const std::string& service) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    std::string answer;
    grpc::health::v1::HealthCheckResponse response;
    if (!Call("/grpc.health.v1.Health/Check", request.SerializeAsString(), &answer).ok() ||
        !response.ParseFromString(answer)) {
      return grpc::health::v1::HealthCheckResponse::UNKNOWN;
    }
    return response.status();
  }

  TestServer server_;
};

TEST_F(OpenServicesTest, TheServerAndEachServiceReportTheirHealthWithoutToken) {
  for (const char* service : {"", "touchstone.v1.IdentityService", "touchstone.v1.EventsService",
                              "touchstone.v1.JudgingService", "touchstone.v1.LeaderboardService",
                              "touchstone.v1.AccountsService", "touchstone.v1.TabletsService",
                              "touchstone.v1.TrainingService", "touchstone.v1.DocumentsService",
                              "touchstone.v1.ImportsService", "touchstone.v1.ProgressService"}) {
    EXPECT_EQ(HealthOf(service), grpc::health::v1::HealthCheckResponse::SERVING) << service;
  }
  EXPECT_EQ(HealthOf("touchstone.v1.NoService"), grpc::health::v1::HealthCheckResponse::UNKNOWN);
}

TEST_F(OpenServicesTest, AnUnknownMethodIsUnimplemented) {
  for (const char* method : {"/touchstone.v1.NoService/Get", "/touchstone.v1.EventsService/Nothing",
                             "/touchstone.v1.EventsService/getevent", "nonsense"}) {
    std::string answer;
    const grpc::Status status = Call(method, "", &answer);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED)
        << method << " " << status.error_message();
  }
}

TEST_F(OpenServicesTest, ReflectionOnLoopbackListsEveryService) {
  // ServerReflectionRequest{list_services: ""}: field 7, a text.
  std::string answer;
  ASSERT_TRUE(Call("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                   std::string("\x3a\x00", 2), &answer)
                  .ok());
  for (const char* service :
       {"touchstone.v1.IdentityService", "touchstone.v1.EventsService",
        "touchstone.v1.JudgingService", "touchstone.v1.LeaderboardService",
        "touchstone.v1.AccountsService", "touchstone.v1.TabletsService",
        "touchstone.v1.TrainingService", "touchstone.v1.DocumentsService",
        "touchstone.v1.ImportsService", "touchstone.v1.ProgressService", "grpc.health.v1.Health"}) {
    EXPECT_NE(answer.find(service), std::string::npos) << service;
  }
}

TEST_F(OpenServicesTest, TheDescriptorsOfHealthAreLinked) {
  // ServerReflectionRequest{file_containing_symbol: "grpc.health.v1.Health"}: field 4.
  std::string answer;
  ASSERT_TRUE(Call("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                   std::string("\x22\x15") + "grpc.health.v1.Health", &answer)
                  .ok());
  EXPECT_NE(answer.find("HealthCheckRequest"), std::string::npos);
}

}  // namespace
}  // namespace touchstone
