#include "services/gateway/listener.h"

#include <map>
#include <mutex>
#include <utility>

#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace touchstone::gateway {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using Strand = asio::strand<asio::thread_pool::executor_type>;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

absl::StatusOr<tcp::endpoint> Resolve(asio::thread_pool& pool, const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos) return absl::UnavailableError("no port in " + address);
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  error_code error;
  tcp::resolver resolver(pool);
  const auto found = resolver.resolve(host, address.substr(colon + 1), error);
  if (error || found.empty())
    return absl::UnavailableError("不是本机地址 · no address: " + address);
  return found.begin()->endpoint();
}

class Port final : public Listener, public std::enable_shared_from_this<Port> {
 public:
  Port(asio::thread_pool& pool, AddressCount& count, Wrap wrap, Serve serve)
      : pool_(pool),
        count_(count),
        wrap_(std::move(wrap)),
        serve_(std::move(serve)),
        strand_(asio::make_strand(pool)),
        acceptor_(strand_) {}

  absl::Status Bind(const tcp::endpoint& endpoint, const std::string& address) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    if (!error) return absl::OkStatus();
    return absl::UnavailableError("无法监听 · cannot listen on " + address + ": " +
                                  error.message());
  }
  void Begin() { asio::co_spawn(strand_, Accept(shared_from_this()), asio::detached); }

  int port() const override { return port_; }

  void Stop() override {
    asio::post(strand_, [self = shared_from_this()] {
      error_code ignored;
      self->acceptor_.close(ignored);
    });
    std::lock_guard lock(mutex_);
    stopped_ = true;
    for (auto& [connection, strand] : open_) {
      asio::post(strand, [connection = connection] { connection->Break(); });
    }
  }

 private:
  static Awaitable<void> Accept(std::shared_ptr<Port> self) {
    for (;;) {
      const Strand strand = asio::make_strand(self->pool_);
      tcp::socket socket(strand);
      const auto [error] = co_await self->acceptor_.async_accept(socket, kAwait);
      if (!self->acceptor_.is_open()) co_return;
      if (error) {
        co_await self->Pause();  // no file descriptor is left, most likely
        continue;
      }
      self->Admit(std::move(socket), strand);
    }
  }

  Awaitable<void> Pause() {
    asio::steady_timer timer(strand_, std::chrono::milliseconds(50));
    co_await timer.async_wait(kAwait);
  }

  void Admit(tcp::socket socket, const Strand& strand) {
    std::shared_ptr<Connection> connection = wrap_(std::move(socket));
    std::shared_ptr<void> place = count_.Take(connection->address());
    if (place == nullptr) return;  // closes it
    std::lock_guard lock(mutex_);
    if (stopped_) return;
    open_.emplace(connection, strand);
    asio::co_spawn(strand, Run(shared_from_this(), std::move(connection), std::move(place)),
                   asio::detached);
  }

  static Awaitable<void> Run(std::shared_ptr<Port> self, std::shared_ptr<Connection> connection,
                             std::shared_ptr<void> place) {
    try {
      co_await self->serve_(*connection);
    } catch (const std::exception& e) {
      spdlog::warn("gateway: {}: {}", connection->address(), e.what());
    }
    connection->Break();
    place.reset();
    std::lock_guard lock(self->mutex_);
    self->open_.erase(connection);
  }

  asio::thread_pool& pool_;
  AddressCount& count_;
  const Wrap wrap_;
  const Serve serve_;
  const Strand strand_;
  tcp::acceptor acceptor_;
  int port_ = 0;
  std::mutex mutex_;
  bool stopped_ = false;                                // guarded by mutex_
  std::map<std::shared_ptr<Connection>, Strand> open_;  // guarded by mutex_
};

}  // namespace

absl::StatusOr<std::shared_ptr<Listener>> Listener::Start(const std::string& address,
                                                          asio::thread_pool& pool,
                                                          AddressCount& count, Wrap wrap,
                                                          Serve serve) {
  auto endpoint = Resolve(pool, address);
  if (!endpoint.ok()) return endpoint.status();
  auto port = std::make_shared<Port>(pool, count, std::move(wrap), std::move(serve));
  if (absl::Status s = port->Bind(*endpoint, address); !s.ok()) return s;
  port->Begin();
  return port;
}

}  // namespace touchstone::gateway
