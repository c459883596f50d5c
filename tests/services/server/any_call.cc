#include "tests/services/server/any_call.h"

#include <cstdio>
#include <cstdlib>

#include <grpcpp/generic/generic_stub.h>

#include "google/rpc/error_details.pb.h"
#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "services/identity/roles.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::testing {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

constexpr char kPackage[] = "touchstone.v1.";

// One call after the other, each with a queue of its own.
class Running {
 public:
  Running(grpc::Channel& channel, const MethodDescriptor& method, const std::string& secret)
      : stub_(std::shared_ptr<grpc::Channel>(std::shared_ptr<void>(), &channel)),
        context_(TestServer::Context(secret)),
        call_(stub_.PrepareCall(
            context_.get(), "/" + method.service()->full_name() + "/" + method.name(), &queue_)) {
    call_->StartCall(this);
    Wait();
  }

  void Send(const google::protobuf::Message& request) {
    grpc::Slice slice(request.SerializeAsString());
    call_->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), this);
    Wait();
  }
  bool Receive(std::string* message) {
    grpc::ByteBuffer bytes;
    call_->Read(&bytes, this);
    if (!Wait()) return false;
    std::vector<grpc::Slice> slices;
    if (!bytes.Dump(&slices).ok()) return false;
    for (const grpc::Slice& slice : slices) {
      message->append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return true;
  }
  void Leave() { context_->TryCancel(); }
  absl::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, this);
    Wait();
    return FromGrpcStatus(status);
  }

 private:
  bool Wait() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

// Reason of an error inside of an answer that is none itself.
std::string ReasonIn(const google::rpc::Status& status) {
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "UNSPECIFIED";
}

std::string WordFor(const v1::EntryResult& result) {
  return result.has_error() ? ReasonIn(result.error()) : "ok";
}

}  // namespace

std::string Answer::Everything() const {
  std::string all = std::string(status.message());
  const ErrorDetail detail = DetailOf(status);
  for (const FieldViolation& field : detail.fields) all += "\n" + field.field + field.description;
  for (const auto& [key, value] : detail.metadata) all += "\n" + key + value;
  for (const std::string& message : messages) all += "\n" + message;
  return all;
}

const MethodDescriptor& MethodNamed(const std::string& name) {
  const auto* found = DescriptorPool::generated_pool()->FindMethodByName(kPackage + name);
  if (found == nullptr) {
    std::fprintf(stderr, "no method %s\n", name.c_str());
    std::abort();
  }
  return *found;
}

std::vector<std::string> AllMethods() {
  std::vector<std::string> methods;
  for (const AccessRule& rule : identity::AuthorisationTable()) {
    methods.emplace_back(rule.method.substr(sizeof kPackage - 1));
  }
  return methods;
}

std::string WordOf(const std::string& method, const Answer& answer) {
  if (!answer.status.ok()) return std::string(ReasonName(ReasonOf(answer.status)));
  const std::string first = answer.messages.empty() ? "" : answer.messages.front();
  if (method == "JudgingService.BatchRecordEntries") {
    v1::BatchRecordEntriesResponse response;
    if (response.ParseFromString(first)) return WordFor(response.results(0));
  } else if (method == "JudgingService.StreamEntries") {
    v1::StreamEntriesResponse response;
    if (response.ParseFromString(first)) return WordFor(response.result());
  }
  return "ok";
}

Answer CallAny(grpc::Channel& channel, const MethodDescriptor& method, const std::string& secret,
               const google::protobuf::Message& request) {
  Running call(channel, method, secret);
  call.Send(request);
  Answer answer;
  std::string message;
  const bool watch = method.name().starts_with("Watch");
  while (call.Receive(&message)) {
    answer.messages.push_back(std::move(message));
    message.clear();
    if (watch) call.Leave();
  }
  answer.status = call.Finish();
  if (watch && !answer.messages.empty()) answer.status = absl::OkStatus();
  return answer;
}

}  // namespace touchstone::testing
