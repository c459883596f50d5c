#include "services/gateway/session.h"

#include <array>
#include <utility>

namespace touchstone::gateway {
namespace {

using namespace std::chrono_literals;

HttpResponse Refusal(ReadResult result) {
  switch (result) {
    case ReadResult::kHeaderTooLarge:
      return {431, {}, ""};
    case ReadResult::kBodyTooLarge:
      return {413, {}, ""};
    default:
      return {400, {}, ""};
  }
}

// Lets the client read the last answer before the connection breaks over what it still sends.
Awaitable<void> Farewell(Connection& connection) {
  connection.ExpireAfter(1s);
  co_await connection.Shutdown();
  std::array<char, 4096> ignored;
  while (co_await connection.ReadSome(ignored) > 0) {
  }
}

Awaitable<bool> WriteResponse(Connection& connection, const Limits& limits,
                              const HttpRequest& request, const HttpResponse& response) {
  std::string bytes;
  if (request.method == "HEAD") {
    Headers headers = response.headers;
    headers.push_back({"content-length", std::to_string(response.body.size())});
    bytes = ResponseHead(response.status, headers, request.keep_alive);
  } else {
    bytes = ResponseText(response, request.keep_alive);
  }
  connection.ExpireAfter(limits.write_time);
  const bool written = co_await connection.Write(bytes);
  co_return written&& request.keep_alive;
}

// False: there is no next request; what came instead was answered.
Awaitable<bool> NextRequest(Connection& connection, HttpReader& reader, const Limits& limits,
                            HttpRequest& request) {
  const ReadResult result = co_await reader.Read(request);
  if (result == ReadResult::kRequest) co_return true;
  if (result != ReadResult::kClosed) {
    connection.ExpireAfter(limits.write_time);
    const std::string refusal = ResponseText(Refusal(result), false);
    co_await connection.Write(refusal);
  }
  co_return false;
}

}  // namespace

Awaitable<void> ServeSite(Connection& connection, const Site& site) {
  connection.ExpireAfter(site.limits.header_time);
  if (!co_await connection.Open()) co_return;
  HttpReader reader(connection, site.limits);
  bool open = true;
  while (open) {
    HttpRequest request;
    open = co_await NextRequest(connection, reader, site.limits, request);
    if (!open) break;
    if (request.method == "POST") {
      Exchange exchange(request, site.cors.HeadersFor(request), connection, reader, site.limits);
      open = co_await site.bridge.Serve(exchange);
    } else if (request.method == "OPTIONS") {
      const HttpResponse response = site.cors.Preflight(request);
      open = co_await WriteResponse(connection, site.limits, request, response);
    } else {
      const HttpResponse response = site.files.Answer(request);
      open = co_await WriteResponse(connection, site.limits, request, response);
    }
  }
  co_await Farewell(connection);
}

Awaitable<void> ServeOnboarding(Connection& connection, const Onboarding& onboarding,
                                const Limits& limits) {
  connection.ExpireAfter(limits.header_time);
  if (!co_await connection.Open()) co_return;
  HttpReader reader(connection, limits);
  bool open = true;
  while (open) {
    HttpRequest request;
    open = co_await NextRequest(connection, reader, limits, request);
    if (!open) break;
    const HttpResponse response = onboarding.Answer(request);
    open = co_await WriteResponse(connection, limits, request, response);
  }
  co_await Farewell(connection);
}

}  // namespace touchstone::gateway
