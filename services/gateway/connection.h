#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace touchstone::gateway {

namespace asio = boost::asio;
template <class T>
using Awaitable = asio::awaitable<T>;

// A connection of a client, plain or TLS, with one deadline for what it does. One read and one
// write may wait at the same time. All functions on its executor.
class Connection {
 public:
  virtual ~Connection() = default;

  // Gets ready to read; false when the client speaks no acceptable TLS.
  virtual Awaitable<bool> Open() = 0;
  // How many bytes came; 0: the client is gone, or too slow. Cancelling the waiting coroutine ends
  // the wait.
  virtual Awaitable<std::size_t> ReadSome(std::span<char> bytes) = 0;
  // How many of the bytes left at once, without waiting; may be none, whatever the reason.
  // REQUIRES: no Write() waits.
  virtual std::size_t WriteNow(std::string_view bytes) = 0;
  // Writes all; false: the client is gone, or too slow.
  virtual Awaitable<bool> Write(std::string_view bytes) = 0;
  // Says farewell, as far as the deadline allows.
  virtual Awaitable<void> Shutdown() = 0;

  // The connection breaks when so much time has passed without another Expire…().
  virtual void ExpireAfter(std::chrono::milliseconds time) = 0;
  virtual void ExpireNever() = 0;
  // At once: what waits ends as if the client had gone.
  virtual void Break() = 0;

  // Of the client, without a port.
  virtual const std::string& address() const = 0;
};

// REQUIRES: the executor of `socket` is a strand, or is used by one thread.
std::unique_ptr<Connection> PlainConnection(asio::ip::tcp::socket socket);
// `tls` outlives the connection.
std::unique_ptr<Connection> TlsConnection(asio::ip::tcp::socket socket, asio::ssl::context& tls);

}  // namespace touchstone::gateway
