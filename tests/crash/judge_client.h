#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "tests/services/ledger/chain_audit.h"
#include "tests/services/ledger/small_contest.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone::crash {

// How a client sends its marks.
enum class Way { kOneByOne, kBatches, kStreams };

// A judge's tablet on a thread of its own. It sends one group of marks after the other, each mark
// with an id of its own, and sends a group again, with the same bytes, until every mark of it is
// acknowledged, whatever happens to the server meanwhile.
class JudgeClient {
 public:
  // `acks` outlives this.
  JudgeClient(const SmallContest& contest, int judge, Way way, std::string secret, int port,
              Acknowledgements& acks);
  ~JudgeClient() { Stop(); }

  // Ends after the group that is under way.
  void Stop();

  std::uint64_t acknowledged() const { return acknowledged_; }
  // What should never happen; empty when all is well. REQUIRES: Stop().
  const std::string& complaint() const { return complaint_; }

 private:
  struct Pending {
    std::string bytes;
    std::size_t cell;
    bool acknowledged = false;
  };

  void Run();
  std::vector<Pending> NextGroup();
  void SendOneByOne(std::vector<Pending>& group);
  void SendBatch(std::vector<Pending>& group);
  void SendStream(std::vector<Pending>& group);
  void TakeAnswer(Pending& pending, const v1::EntryResult& result);
  void Acknowledge(Pending& pending, const v1::Receipt& receipt);
  // Complains about an error that a killed server does not explain.
  void TakeError(const absl::Status& status);
  std::unique_ptr<grpc::ClientContext> Context() const;

  const SmallContest contest_;
  const int judge_;
  const Way way_;
  const std::string secret_;
  Acknowledgements& acks_;
  std::unique_ptr<v1::JudgingService::Stub> stub_;
  std::vector<std::uint32_t> revisions_;  // of the judge's cells
  std::uint64_t made_ = 0;
  std::string complaint_;
  std::atomic<std::uint64_t> acknowledged_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

// A channel that connects again at once when the server is back.
std::shared_ptr<grpc::Channel> ConnectTo(int port);

}  // namespace touchstone::crash
