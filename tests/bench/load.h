#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
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

// Calls in flight against one server, always `in_flight` of them, made by one thread over a
// completion queue, which is gRPC's lightest client.
//
//   UnaryLoad<Request, Response> load(server, secret, 64, prepare, send, check);
//   Rate rate = load.Run(1s, 20);
template <class Request, class Response>
class UnaryLoad {
 public:
  // Fills in the next request of a slot.
  using Prepare = std::function<void(int slot, Request& request)>;
  // Begins the call.
  using Answer = std::unique_ptr<grpc::ClientAsyncResponseReader<Response>>;
  using Send =
      std::function<Answer(int slot, grpc::ClientContext*, const Request&, grpc::CompletionQueue*)>;
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
  ~UnaryLoad() {
    queue_.Shutdown();
    void* tag = nullptr;
    for (bool ok = false; queue_.Next(&tag, &ok);) continue;
  }

  // Any error ends the benchmark. `operations` is how many each call stands for.
  Rate Run(std::chrono::milliseconds duration, int operations = 1) {
    const double cpu = server_.CpuSeconds();
    const double start = Seconds();
    const double end = start + std::chrono::duration<double>(duration).count();
    for (Slot& slot : slots_) Start(slot);
    void* tag = nullptr;
    bool ok = false;
    for (std::size_t running = slots_.size(); running > 0 && queue_.Next(&tag, &ok);) {
      Slot& slot = *static_cast<Slot*>(tag);
      if (Finish(slot) < end) {
        Start(slot);
      } else {
        --running;
      }
    }
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
    Answer answer;
    grpc::Status status;
    double start = 0;
    std::vector<double> latencies;
  };

  void Start(Slot& slot) {
    const int number = int(&slot - slots_.data());
    prepare_(number, slot.request);
    SetCaller(slot.context.emplace(), secret_);
    slot.start = Seconds();
    slot.answer = send_(number, &*slot.context, slot.request, &queue_);
    slot.answer->Finish(&slot.response, &slot.status, &slot);
  }

  // When the answer was there.
  double Finish(Slot& slot) {
    const double now = Seconds();
    if (!slot.status.ok()) Fail(slot.status.error_message());
    if (!check_(slot.response)) Fail("wrong answer: " + slot.response.ShortDebugString());
    slot.latencies.push_back(now - slot.start);
    return now;
  }

  Process& server_;
  const std::string secret_;
  const Prepare prepare_;
  const Send send_;
  const Check check_;
  grpc::CompletionQueue queue_;
  std::vector<Slot> slots_;
};

}  // namespace touchstone::bench
