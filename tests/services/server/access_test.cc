// Every method of the running server, called as everybody.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "services/identity/roles.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/identity.pb.h"

namespace touchstone {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;
using testing::TestServer;

const MethodDescriptor& MethodOf(const AccessRule& rule) {
  const auto* method = DescriptorPool::generated_pool()->FindMethodByName(std::string(rule.method));
  EXPECT_NE(method, nullptr) << rule.method;
  return *method;
}

// An empty request that names `event` where the rule says.
std::unique_ptr<Message> RequestFor(const AccessRule& rule, const std::string& event) {
  const auto* type = MethodOf(rule).input_type();
  std::unique_ptr<Message> request(MessageFactory::generated_factory()->GetPrototype(type)->New());
  Message* message = request.get();
  std::string_view path = rule.event_field;
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    const auto* field = message->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
    message = message->GetReflection()->MutableMessage(message, field);
    path.remove_prefix(dot + 1);
  }
  if (!path.empty()) {
    const auto* field = message->GetDescriptor()->FindFieldByName(std::string(path));
    message->GetReflection()->SetString(message, field, event);
  }
  return request;
}

class AccessTest : public ::testing::Test {
 protected:
  // Calls any kind of method with one request and returns how it ended.
  absl::Status CallMethod(const AccessRule& rule, const std::string& secret,
                          const Message& request) {
    const MethodDescriptor& method = MethodOf(rule);
    grpc::GenericStub stub(server_.channel());
    grpc::CompletionQueue queue;
    const auto wait = [&queue] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    auto context = TestServer::Context(secret);
    auto call = stub.PrepareCall(context.get(),
                                 "/" + method.service()->full_name() + "/" + method.name(), &queue);
    call->StartCall(this);
    wait();
    grpc::Slice slice(request.SerializeAsString());
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), this);
    wait();
    grpc::ByteBuffer response;
    do {
      call->Read(&response, this);
    } while (wait());
    grpc::Status status;
    call->Finish(&status, this);
    wait();
    return FromGrpcStatus(status);
  }

  // A token of the role; for every event when the role may have one.
  std::string TokenOf(v1::Role role) {
    auto& secret = tokens_[role];
    if (!secret.empty()) return secret;
    const bool everywhere = role == v1::ROLE_ORGANISER || role == v1::ROLE_AUDITOR;
    v1::Token token;
    token.set_role(role);
    if (!everywhere) token.set_event("events/e1");
    if (role == v1::ROLE_JUDGE) token.set_judge("events/e1/judges/j1");
    return secret = server_.NewToken(token);
  }

  static std::vector<v1::Role> Roles() {
    std::vector<v1::Role> roles;
    for (int role = v1::Role_MIN + 1; role <= v1::Role_MAX; ++role) {
      roles.push_back(static_cast<v1::Role>(role));
    }
    return roles;
  }

  TestServer server_;
  std::map<v1::Role, std::string> tokens_;
};

TEST_F(AccessTest, WithoutATokenOnlySigningInAndTheBoardAnswer) {
  for (const AccessRule& rule : identity::AuthorisationTable()) {
    const absl::Status status = CallMethod(rule, "", *RequestFor(rule, "events/e1"));
    EXPECT_NE(status.code(), absl::StatusCode::kUnimplemented) << rule.method;
    const bool open = rule.scope == Scope::kPublishedOpen || rule.scope == Scope::kOpen;
    EXPECT_EQ(ReasonOf(status) == Reason::TOKEN_MISSING, !open) << rule.method << " " << status;
  }
}

TEST_F(AccessTest, EveryRoleIsHeldToItsRowOfTheTable) {
  for (const AccessRule& rule : identity::AuthorisationTable()) {
    if (rule.scope == Scope::kOpen) continue;  // for people who have no role yet
    for (const v1::Role role : Roles()) {
      const absl::Status status = CallMethod(rule, TokenOf(role), *RequestFor(rule, "events/e1"));
      const Reason reason = ReasonOf(status);
      EXPECT_EQ(reason == Reason::ROLE_NOT_ALLOWED, !rule.roles.Has(role))
          << rule.method << " " << v1::Role_Name(role) << " " << status;
      EXPECT_NE(reason, Reason::TOKEN_INVALID);
    }
  }
}

TEST_F(AccessTest, ATokenOfOneEventOpensNoOther) {
  for (const AccessRule& rule : identity::AuthorisationTable()) {
    if (rule.event_field.empty() && rule.scope != Scope::kEveryEvent) continue;
    for (const v1::Role role : Roles()) {
      if (!rule.roles.Has(role)) continue;
      v1::Token token;
      token.set_role(role);
      token.set_event("events/e1");
      const absl::Status status =
          CallMethod(rule, server_.NewToken(token), *RequestFor(rule, "events/e2"));
      EXPECT_EQ(ReasonOf(status), Reason::NOT_YOURS)
          << rule.method << " " << v1::Role_Name(role) << " " << status;
    }
  }
}

}  // namespace
}  // namespace touchstone
