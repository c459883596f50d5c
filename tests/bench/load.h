#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "tests/bench/measure.h"
#include "tests/bench/process.h"

// Load over gRPC from this process: a fixed number of calls in flight, each followed at once by the
// next one.
namespace touchstone::bench {

// What one contender did in one pass.
struct Rate {
  double per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  double server_cpu_us = 0;  // of each operation
};

// Connections to the server at `port`; each has its own socket.
inline std::vector<std::shared_ptr<grpc::Channel>> Connect(int port, int connections) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    // A server that is about to start is found at once.
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 20);
    channels.push_back(grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port),
                                                 grpc::InsecureChannelCredentials(), arguments));
  }
  for (const auto& channel : channels) {
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::minutes(5))) {
      Fail("no server on port " + std::to_string(port));
    }
  }
  return channels;
}

inline void SetCaller(grpc::ClientContext& context, const std::string& secret) {
  if (!secret.empty()) context.AddMetadata("authorization", "Bearer " + secret);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
}

// Calls in flight against one server, always `in_flight` of them.
//
//   UnaryLoad<Request, Response> load(server, secret, 64, prepare, send, check);
//   Rate rate = load.Run(1s, 20);
template <class Request, class Response>
class UnaryLoad {
 public:
  using Done = std::function<void(grpc::Status)>;
  // Fills in the next request of a slot.
  using Prepare = std::function<void(int slot, Request& request)>;
  // Begins the call.
  using Send = std::function<void(int slot, grpc::ClientContext*, const Request*, Response*, Done)>;
  // Whether the answer is the right one.
  using Check = std::function<bool(const Response& response)>;

  UnaryLoad(Process& server, std::string secret, int in_flight, Prepare prepare, Send send,
            Check check)
      : server_(server),
        secret_(std::move(secret)),
        prepare_(std::move(prepare)),
        send_(std::move(send)),
        check_(std::move(check)),
        slots_(std::size_t(in_flight)) {}

  // Any error ends the benchmark. `operations` is how many each call stands for.
  Rate Run(std::chrono::milliseconds duration, int operations = 1) {
    const double cpu = server_.CpuSeconds();
    const double start = Seconds();
    end_ = start + std::chrono::duration<double>(duration).count();
    running_ = int(slots_.size());
    for (int i = 0; i < int(slots_.size()); ++i) Start(i);
    ended_.acquire();
    const double seconds = Seconds() - start;
    std::vector<double> latencies;
    for (Slot& slot : slots_) {
      latencies.insert(latencies.end(), slot.latencies.begin(), slot.latencies.end());
      slot.latencies.clear();
    }
    const double count = double(latencies.size()) * operations;
    return {count / seconds, Quantile(latencies, 0.5) * 1e6, Quantile(latencies, 0.99) * 1e6,
            (server_.CpuSeconds() - cpu) / count * 1e6};
  }

 private:
  struct Slot {
    std::optional<grpc::ClientContext> context;
    Request request;
    Response response;
    double start = 0;
    std::vector<double> latencies;
  };

  void Start(int number) {
    Slot& slot = slots_[std::size_t(number)];
    prepare_(number, slot.request);
    SetCaller(slot.context.emplace(), secret_);
    slot.start = Seconds();
    send_(number, &*slot.context, &slot.request, &slot.response,
          [this, number](grpc::Status status) { Finish(number, status); });
  }

  void Finish(int number, const grpc::Status& status) {
    Slot& slot = slots_[std::size_t(number)];
    const double now = Seconds();
    if (!status.ok()) Fail(status.error_message());
    if (!check_(slot.response)) Fail("wrong answer: " + slot.response.ShortDebugString());
    slot.latencies.push_back(now - slot.start);
    if (now < end_) return Start(number);
    if (--running_ == 0) ended_.release();
  }

  Process& server_;
  const std::string secret_;
  const Prepare prepare_;
  const Send send_;
  const Check check_;
  std::vector<Slot> slots_;
  double end_ = 0;
  std::atomic<int> running_{0};
  std::binary_semaphore ended_{0};
};

}  // namespace touchstone::bench
