#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "services/gateway/http.h"

namespace touchstone::gateway::testing {

// What came back; `body` without chunks.
struct Reply {
  int status = 0;  // 0: the connection was closed instead
  Headers headers;
  std::string body;

  std::string Get(std::string_view name) const;
};

// One HTTP connection to 127.0.0.1, byte for byte, as a browser or an attacker makes it.
class Browser {
 public:
  explicit Browser(int port);

  // False when the connection is broken.
  bool Send(std::string_view bytes);
  // The next whole answer; status 0 when there is none within 10 seconds.
  Reply Receive();
  // Bytes until `text` has come, or until 10 seconds have passed; with the bytes of before.
  std::string ReceiveUntil(std::string_view text);
  // Whether the other side closes the connection within `time`.
  bool IsClosedWithin(std::chrono::milliseconds time);
  void Close();

  Reply Call(std::string_view request) { return Send(request) ? Receive() : Reply(); }
  Reply Post(const std::string& path, const Headers& headers, const std::string& body);

 private:
  bool Fill(std::chrono::milliseconds time);

  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_;
  std::string input_;
};

// A request as text.
std::string PostText(const std::string& path, const Headers& headers, const std::string& body);

// The frames of a gRPC-Web body.
struct Frame {
  int flags = 0;
  std::string payload;
};
std::vector<Frame> Frames(std::string_view body);

// Value of a line of the trailers, which are the last frame; "-" when there is none.
std::string Trailer(const Reply& reply, const std::string& name);

}  // namespace touchstone::gateway::testing
