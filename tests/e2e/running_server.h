#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "tests/bench/process.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/storage/temp_folder.h"

namespace touchstone::e2e {

// touchstoned as people run it, on loopback, over a folder of its own.
class RunningServer {
 public:
  // With a gateway, unless told otherwise; `options` are added to its command line.
  explicit RunningServer(std::vector<std::string> options = {}, bool with_gateway = true);

  // Starts it and waits until it answers; does so once by itself. The test fails when it does not.
  void Start();
  void Kill() { process_->Kill(); }
  // SIGTERM; false when it has not ended by itself within `patience`, and is killed then.
  bool EndsWithin(std::chrono::milliseconds patience);

  int port() const { return port_; }
  // Of the gateway.
  int web_port() const { return web_port_; }
  bench::Process& process() { return *process_; }
  // Open file descriptors.
  int Descriptors() const { return process_->Descriptors(); }
  std::string Log() const;
  const std::string& folder() const { return folder_.path(); }

  // Calls go to the plain gRPC port, unless credentials are given.
  std::shared_ptr<grpc::Channel> Channel(
      std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr) const;
  // With the first organiser's token, unless another secret is given.
  std::unique_ptr<grpc::ClientContext> Context(std::string secret = "") const;

 private:
  const storage::TempFolder folder_;
  const int port_;
  const int web_port_;
  std::vector<std::string> command_;
  std::unique_ptr<bench::Process> process_;
};

// Imports the contest, which must be a draft, and starts it.
void CreateContest(const RunningServer& server, const std::shared_ptr<grpc::Channel>& channel,
                   const SmallContest& contest);
// The secret of a new token of the judge "j1", "j2" …
std::string JudgeToken(const RunningServer& server, const std::shared_ptr<grpc::Channel>& channel,
                       const SmallContest& contest, int judge);

// Whether `condition` comes true within `time`; asks every 20 ms.
template <class Condition>
bool Eventually(std::chrono::milliseconds time, Condition condition) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

// Whether a program listens on the port of 127.0.0.1.
bool Listens(int port);

}  // namespace touchstone::e2e
