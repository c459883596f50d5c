#include "services/gateway/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstdint>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace touchstone::gateway {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

// A tablet that left the hall without a word is noticed by the kernel after about a minute.
void NoticeLostPeers(tcp::socket& socket) {
  error_code ignored;
  const int fd = socket.native_handle();
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  socket.set_option(tcp::no_delay(true), ignored);
  const int idle = 30, interval = 10, count = 3, unacknowledged_ms = 60'000;
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
  ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms, sizeof unacknowledged_ms);
}

struct PlainStream {
  tcp::socket stream;
  tcp::socket& socket() { return stream; }
  Awaitable<bool> Handshake() { co_return true; }
  std::size_t WriteNow(std::string_view bytes) {
    const ssize_t sent =
        ::send(stream.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
  }
  Awaitable<void> Shutdown() {
    error_code ignored;
    stream.shutdown(tcp::socket::shutdown_send, ignored);
    co_return;
  }
};

struct TlsStream {
  asio::ssl::stream<tcp::socket> stream;
  tcp::socket& socket() { return stream.next_layer(); }
  Awaitable<bool> Handshake() {
    const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, kAwait);
    co_return !error;
  }
  // A record that was begun must be ended, which may have to wait.
  std::size_t WriteNow(std::string_view) { return 0; }
  Awaitable<void> Shutdown() {
    co_await stream.async_shutdown(kAwait);
    error_code ignored;
    socket().shutdown(tcp::socket::shutdown_send, ignored);
  }
};

template <class Stream>
class StreamConnection final : public Connection {
 public:
  template <class... Args>
  explicit StreamConnection(Args&&... args)
      : state_(std::make_shared<State>(Stream{{std::forward<Args>(args)...}})),
        timer_(stream().get_executor()) {
    error_code ignored;
    address_ = state_->stream.socket().remote_endpoint(ignored).address().to_string();
    NoticeLostPeers(state_->stream.socket());
  }
  ~StreamConnection() override { Break(); }

  Awaitable<bool> Open() override { return state_->stream.Handshake(); }

  Awaitable<std::size_t> ReadSome(std::span<char> bytes) override {
    const auto [error, count] =
        co_await stream().async_read_some(asio::buffer(bytes.data(), bytes.size()), kAwait);
    co_return error ? 0 : count;
  }

  std::size_t WriteNow(std::string_view bytes) override { return state_->stream.WriteNow(bytes); }

  Awaitable<bool> Write(std::string_view bytes) override {
    const auto [error, count] = co_await asio::async_write(stream(), asio::buffer(bytes), kAwait);
    co_return !error && count == bytes.size();
  }

  Awaitable<void> Shutdown() override { return state_->stream.Shutdown(); }

  void ExpireAfter(std::chrono::milliseconds time) override {
    timer_.expires_after(time);
    timer_.async_wait([state = state_, mine = ++state_->deadline](error_code error) {
      if (error || mine != state->deadline) return;
      error_code ignored;
      state->stream.socket().close(ignored);
    });
  }
  void ExpireNever() override {
    ++state_->deadline;
    timer_.cancel();
  }

  void Break() override {
    ++state_->deadline;
    error_code ignored;
    state_->stream.socket().close(ignored);
  }

  const std::string& address() const override { return address_; }

 private:
  struct State {
    explicit State(Stream s) : stream(std::move(s)) {}
    Stream stream;
    std::uint64_t deadline = 0;  // which of them holds
  };
  auto& stream() { return state_->stream.stream; }

  std::shared_ptr<State> state_;  // with the waiting timer
  asio::steady_timer timer_;
  std::string address_;
};

}  // namespace

std::unique_ptr<Connection> PlainConnection(tcp::socket socket) {
  return std::make_unique<StreamConnection<PlainStream>>(std::move(socket));
}

std::unique_ptr<Connection> TlsConnection(tcp::socket socket, asio::ssl::context& tls) {
  return std::make_unique<StreamConnection<TlsStream>>(std::move(socket), tls);
}

}  // namespace touchstone::gateway
