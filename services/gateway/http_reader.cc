#include "services/gateway/http_reader.h"

#include <array>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;
constexpr std::size_t kReadSize = 8 * 1024;

std::string Text(boost::beast::string_view text) { return {text.data(), text.size()}; }

ReadResult ResultOf(const boost::system::error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return ReadResult::kHeaderTooLarge;
  }
  return error == http::error::body_limit ? ReadResult::kBodyTooLarge : ReadResult::kBad;
}

void Take(Parser& parser, HttpRequest& request) {
  auto& message = parser.get();
  request.method = Text(message.method_string());
  request.target = Text(message.target());
  request.keep_alive = message.keep_alive() && message.version() == 11;
  request.headers.clear();
  for (const auto& field : message) {
    request.headers.push_back({LowerCase(Text(field.name_string())), Text(field.value())});
  }
  request.body = std::move(message.body());
}

// The longest body whose message, decoded, is no longer than `bytes`.
std::size_t Base64Length(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

// The parser wants a limit before it knows the type.
bool IsTooLarge(const HttpRequest& request, const Limits& limits) {
  return request.body.size() > limits.body_bytes &&
         !request.Get("content-type").starts_with("application/grpc-web-text");
}

// What came as far as the parser wants it; OK, or that more is needed, or what is wrong.
boost::system::error_code Put(Parser& parser, std::string& input) {
  boost::system::error_code error;
  input.erase(0, parser.put(boost::asio::buffer(input), error));
  return error;
}

}  // namespace

Awaitable<bool> HttpReader::Fill() {
  std::array<char, kReadSize> bytes;
  const std::size_t count = co_await connection_.ReadSome(bytes);
  input_.append(bytes.data(), count);
  co_return count > 0;
}

Awaitable<ReadResult> HttpReader::Read(HttpRequest& request) {
  if (input_.empty()) {
    // A connection earns its idle time by a first request.
    connection_.ExpireAfter(used_ ? limits_.idle_time : limits_.header_time);
    if (!co_await Fill()) co_return ReadResult::kClosed;
  }
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
  parser.body_limit(Base64Length(limits_.body_bytes));
  connection_.ExpireAfter(limits_.header_time);
  while (!parser.is_header_done()) {
    const auto error = Put(parser, input_);
    if (error && error != http::error::need_more) co_return ResultOf(error);
    if (!parser.is_header_done() && !co_await Fill()) co_return ReadResult::kClosed;
  }
  connection_.ExpireAfter(limits_.body_time);
  if (!parser.is_done() && parser.get()[http::field::expect] == "100-continue") {
    const bool written = co_await connection_.Write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!written) co_return ReadResult::kClosed;
  }
  while (!parser.is_done()) {
    if (input_.empty() && !co_await Fill()) co_return ReadResult::kClosed;
    const auto error = Put(parser, input_);
    if (error && error != http::error::need_more) co_return ResultOf(error);
    if (error == http::error::need_more && !co_await Fill()) co_return ReadResult::kClosed;
  }
  connection_.ExpireNever();
  used_ = true;
  Take(parser, request);
  co_return IsTooLarge(request, limits_) ? ReadResult::kBodyTooLarge : ReadResult::kRequest;
}

Awaitable<void> HttpReader::WatchForLeaving(std::function<void()> left) {
  // A client that sends its next requests early is read as far as one fits.
  while (input_.size() < limits_.header_bytes) {
    const bool more = co_await Fill();
    if (!more) break;
  }
  left();
}

}  // namespace touchstone::gateway
