#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/thread_pool.hpp>

#include "absl/status/statusor.h"
#include "services/gateway/address_count.h"
#include "services/gateway/connection.h"

namespace touchstone::gateway {

// A port and the connections that came to it. Thread-safe.
class Listener {
 public:
  // Makes a connection of a socket, and serves it to its end.
  using Wrap = std::function<std::unique_ptr<Connection>(asio::ip::tcp::socket)>;
  using Serve = std::function<Awaitable<void>(Connection&)>;

  // UNAVAILABLE when `address` (host:port) cannot be listened on. `pool` and `count` outlive it and
  // its connections.
  static absl::StatusOr<std::shared_ptr<Listener>> Start(const std::string& address,
                                                         asio::thread_pool& pool,
                                                         AddressCount& count, Wrap wrap,
                                                         Serve serve);
  virtual ~Listener() = default;

  virtual int port() const = 0;
  // Takes no new connection and breaks those that are there. The pool has no work of it any more a
  // moment later.
  virtual void Stop() = 0;
};

}  // namespace touchstone::gateway
