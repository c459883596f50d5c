#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

namespace touchstone::gateway::testing {

// A gRPC server without a port, whose methods do what the metadata of a call tell them:
//
//   x-script-messages   so many answers, each with the bytes of the request (default: 1)
//   x-script-sizes      "9,2653": instead a google.protobuf.BytesValue with so many zeros for each
//   x-script-hold       "yes": then waits until it is cancelled or Push()ed to
//   x-script-status     code at the end, with
//   x-script-text       message (percent-decoded by nobody), and
//   x-script-details-bin  as its details
//   x-echo-initial, x-echo-trailing-bin   come back where their names say
class ScriptedServer {
 public:
  ScriptedServer();
  ~ScriptedServer();

  std::shared_ptr<grpc::Channel> channel() const { return channel_; }

  // The metadata of the last call.
  std::multimap<std::string, std::string> last_metadata() const;
  // How far away the deadline of the last call was; max(): none.
  std::chrono::nanoseconds last_timeout() const;
  int calls() const;
  // Calls that hold, now.
  int holding() const;
  // Waits, at most 5 seconds, until so many hold.
  bool WaitForHolding(int count);
  // One more answer of every call that holds.
  void Push(const std::string& message);
  // Ends every call that holds.
  void EndHolding(const grpc::Status& status);
  // Messages that gRPC has taken, of all calls.
  int written() const;

 private:
  class Service;
  class Call;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace touchstone::gateway::testing
