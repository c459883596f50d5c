#include "services/server/gateway_start.h"

#include <sys/resource.h>

#include <chrono>
#include <utility>

#include <spdlog/spdlog.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "services/server/grpc_settings.h"

namespace touchstone {
namespace {

namespace asio = boost::asio;
using gateway::Gateway;

// Connects whenever there is no connection, and logs what changed.
class UpstreamWatch {
 public:
  UpstreamWatch(asio::io_context& loop, grpc::Channel& channel, const std::string& address)
      : timer_(loop), channel_(channel), address_(address) {}

  void Look() {
    const bool connected = channel_.GetState(true) == GRPC_CHANNEL_READY;
    if (connected && !connected_) {
      spdlog::info("已连接服务器 · connected to the server at {}", address_);
    } else if (!connected && connected_) {
      spdlog::warn("服务器连接已断开，正在重连 · lost the server at {}, trying again", address_);
    }
    connected_ = connected;
    timer_.expires_after(std::chrono::milliseconds(200));
    timer_.async_wait([this](boost::system::error_code error) {
      if (!error) Look();
    });
  }

 private:
  asio::steady_timer timer_;
  grpc::Channel& channel_;
  const std::string address_;
  bool connected_ = false;
};

}  // namespace

void RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

absl::StatusOr<std::unique_ptr<Gateway>> StartGateway(const gateway::Settings& settings,
                                                      std::shared_ptr<grpc::Channel> channel) {
  auto gateway = Gateway::Start(settings, std::move(channel));
  if (!gateway.ok()) return gateway.status();
  spdlog::info("网页 · pages on {} (port {})", settings.listen, (*gateway)->port());
  if (!settings.onboarding_listen.empty()) {
    spdlog::info("新平板 · new tablets on {} (port {})", settings.onboarding_listen,
                 (*gateway)->onboarding_port());
  }
  return gateway;
}

absl::Status RunGatewayUntilSignal(const gateway::Settings& settings, const Upstream& upstream) {
  RaiseFileLimit();
  asio::io_context loop;
  asio::signal_set signals(loop, SIGTERM, SIGINT);
  auto channel = OpenUpstream(upstream);
  if (!channel.ok()) return channel.status();
  auto gateway = StartGateway(settings, *channel);
  if (!gateway.ok()) return gateway.status();
  spdlog::info("正在连接服务器 · looking for the server at {}", upstream.address);
  UpstreamWatch watch(loop, **channel, upstream.address);
  watch.Look();
  signals.async_wait([&](boost::system::error_code, int signal) {
    spdlog::info("收到信号 {}，正在停止 · stopping", signal);
    loop.stop();
  });
  loop.run();
  gateway->reset();
  return absl::OkStatus();
}

}  // namespace touchstone
