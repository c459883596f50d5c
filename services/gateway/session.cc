#include "services/gateway/session.h"

#include <array>
#include <functional>
#include <utility>

#include "services/gateway/public_documents.h"

namespace touchstone::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kHealthPath = "/health";

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

// Of a file, only the head is made anew.
Awaitable<bool> WriteResponse(Connection& connection, const Limits& limits,
                              const HttpRequest& request, const HttpResponse& response) {
  std::string first = ResponseHead(response, request.keep_alive);
  std::string_view rest;
  if (request.method != "HEAD" && response.file) rest = *response.file;
  if (request.method != "HEAD" && !response.file) first += response.body;
  connection.ExpireAfter(limits.write_time);
  bool written = co_await connection.Write(first);
  if (written && !rest.empty()) written = co_await connection.Write(rest);
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

// Answers one request; false: there is no next one.
using Answer = std::function<Awaitable<bool>(HttpReader&, const HttpRequest&)>;

Awaitable<void> Serve(Connection& connection, const Limits& limits, Answer answer) {
  connection.ExpireAfter(limits.header_time);
  if (!co_await connection.Open()) co_return;
  HttpReader reader(connection, limits);
  bool open = true;
  while (open) {
    HttpRequest request;
    open = co_await NextRequest(connection, reader, limits, request);
    if (open) open = co_await answer(reader, request);
  }
  co_await Farewell(connection);
}

Awaitable<bool> AnswerBrowser(Connection& connection, const Site& site, HttpReader& reader,
                              const HttpRequest& request) {
  if (request.method == "POST") {
    Exchange exchange(request, site.cors.HeadersFor(request), connection, reader, site.limits);
    co_return co_await site.bridge.Serve(exchange);
  }
  HttpResponse response;
  if (request.method == "OPTIONS") {
    response = site.cors.Preflight(request);
  } else if (request.method == "GET" && request.Path() == kHealthPath) {
    response = co_await site.bridge.Health();
  } else if (const auto document = PublicDocumentCall(request)) {
    response = co_await site.bridge.PublicDocument(connection.address(), request, *document);
  } else {
    response = site.files.Answer(request);
  }
  co_return co_await WriteResponse(connection, site.limits, request, response);
}

Awaitable<bool> AnswerNewTablet(Connection& connection, const Onboarding& onboarding,
                                const Limits& limits, const HttpRequest& request) {
  const HttpResponse response = onboarding.Answer(request);
  co_return co_await WriteResponse(connection, limits, request, response);
}

}  // namespace

Awaitable<void> ServeSite(Connection& connection, const Site& site) {
  return Serve(connection, site.limits, [&](HttpReader& reader, const HttpRequest& request) {
    return AnswerBrowser(connection, site, reader, request);
  });
}

Awaitable<void> ServeOnboarding(Connection& connection, const Onboarding& onboarding,
                                const Limits& limits) {
  return Serve(connection, limits, [&](HttpReader&, const HttpRequest& request) {
    return AnswerNewTablet(connection, onboarding, limits, request);
  });
}

}  // namespace touchstone::gateway
