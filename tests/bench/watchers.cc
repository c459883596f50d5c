#include "tests/bench/watchers.h"

#include <sys/resource.h>

#include <atomic>
#include <semaphore>
#include <utility>

#include "tests/bench/load.h"
#include "tests/bench/process.h"

namespace touchstone::bench {

class Watchers::Watch final : public grpc::ClientReadReactor<v1::WatchStandingsResponse> {
 public:
  Watch(std::shared_ptr<grpc::Channel> channel, const std::string& secret, const std::string& event,
        const Saw& saw)
      : stub_(v1::LeaderboardService::NewStub(channel)), saw_(saw) {
    request_.mutable_board()->set_event("events/" + event);
    request_.mutable_board()->set_discipline("d1");
    request_.set_limit(1000);
    context_.AddMetadata("authorization", "Bearer " + secret);
    stub_->async()->WatchStandings(&context_, &request_, this);
    StartRead(&message_);
    StartCall();
  }

  void WaitForSnapshot() { first_.acquire(); }
  void End() {
    ending_ = true;
    context_.TryCancel();
    done_.acquire();
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (is_first_) {
      is_first_ = false;
      first_.release();
    } else {
      saw_(message_);
    }
    StartRead(&message_);
  }
  void OnDone(const grpc::Status& status) override {
    if (!ending_) Fail("a watcher: " + status.error_message());
    done_.release();
  }

  std::unique_ptr<v1::LeaderboardService::Stub> stub_;
  const Saw& saw_;
  grpc::ClientContext context_;
  v1::WatchStandingsRequest request_;
  v1::WatchStandingsResponse message_;
  bool is_first_ = true;
  std::atomic<bool> ending_ = false;
  std::binary_semaphore first_{0};
  std::binary_semaphore done_{0};
};

Watchers::Watchers(int port, const std::string& secret, const std::string& event, int count,
                   Saw saw)
    : saw_(std::move(saw)) {
  for (const auto& channel : Connect(port, count)) {
    watches_.push_back(std::make_unique<Watch>(channel, secret, event, saw_));
  }
  for (const auto& watch : watches_) watch->WaitForSnapshot();
}

Watchers::~Watchers() {
  for (const auto& watch : watches_) watch->End();
}

void RaiseFileLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace touchstone::bench
