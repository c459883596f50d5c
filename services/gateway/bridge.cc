#include "services/gateway/bridge.h"

#include <functional>
#include <optional>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "services/gateway/calls.h"
#include "services/gateway/metadata.h"
#include "services/gateway/method_table.h"
#include "services/gateway/public_documents.h"
#include "services/gateway/unless_left.h"

namespace touchstone::gateway {
namespace {

Awaitable<bool> Collect(std::shared_ptr<UpstreamCall> call, Answer& answer) {
  for (;;) {
    std::optional<std::string> message = co_await call->Read();
    if (!message) break;
    answer.message = std::move(message);
  }
  answer.status = co_await call->Finish();
  answer.initial = call->InitialMetadata();
  answer.trailing = call->TrailingMetadata();
  co_return true;
}

Awaitable<bool> Write(Exchange& exchange, std::string_view bytes) {
  bytes.remove_prefix(exchange.connection.WriteNow(bytes));
  if (bytes.empty()) co_return true;
  exchange.connection.ExpireAfter(exchange.limits.write_time);
  const bool written = co_await exchange.connection.Write(bytes);
  exchange.connection.ExpireNever();
  co_return written;
}

HttpResponse WrongType() {
  return {415, {{"accept-post", "application/grpc-web+proto, application/json"}}, ""};
}

Awaitable<bool> Respond(Exchange& exchange, HttpResponse response) {
  const bool keep_alive = exchange.request.keep_alive;
  response.headers.insert(response.headers.end(), exchange.headers.begin(), exchange.headers.end());
  const std::string text = ResponseText(response, keep_alive);
  const std::string_view bytes = text;
  const bool written = co_await Write(exchange, bytes);
  co_return written&& keep_alive;
}

Awaitable<bool> RespondGrpcWeb(Exchange& exchange, const Answer& answer, Encoding encoding) {
  HttpResponse response = GrpcWebResponse(answer, encoding);
  co_return co_await Respond(exchange, std::move(response));
}

std::string StreamHead(const Exchange& exchange, const Metadata& initial, Encoding encoding) {
  Headers headers = GrpcWebHeaders(initial, encoding);
  headers.push_back({"transfer-encoding", "chunked"});
  headers.insert(headers.end(), exchange.headers.begin(), exchange.headers.end());
  return ResponseHead(200, headers, exchange.request.keep_alive);
}

std::string StreamEnd(const grpc::Status& status, const Metadata& trailing, Encoding encoding) {
  return Chunk(TrailersText(status, trailing, encoding)) + std::string(kLastChunk);
}

// Every message as it comes; the next one is asked for when this one has been written.
Awaitable<bool> Relay(Exchange& exchange, std::shared_ptr<UpstreamCall> call, Encoding encoding) {
  std::string text;
  bool head_written = false;
  const auto add_head = [&] {
    if (std::exchange(head_written, true)) return;
    text = StreamHead(exchange, call->InitialMetadata(), encoding);
  };
  for (;;) {
    const std::optional<std::string> message = co_await call->Read();
    text.clear();
    add_head();
    if (!message) break;
    text += Chunk(Encode(MessageFrame(*message), encoding));
    const std::string_view bytes = text;
    if (!co_await Write(exchange, bytes)) {
      call->Cancel();
      co_return false;
    }
  }
  const grpc::Status status = co_await call->Finish();
  text += StreamEnd(status, call->TrailingMetadata(), encoding);
  const std::string_view bytes = text;
  const bool written = co_await Write(exchange, bytes);
  co_return written&& exchange.request.keep_alive;
}

// As Relay(), of a stream that others watch too: what is written are the bytes that all share.
Awaitable<bool> RelayShared(Exchange& exchange, std::shared_ptr<Watch> watch) {
  bool head_written = false;
  for (;;) {
    const std::shared_ptr<const std::string> message = co_await watch->Next();
    if (!std::exchange(head_written, true)) {
      const std::string head = StreamHead(exchange, watch->InitialMetadata(), Encoding::kBinary);
      const std::string_view bytes = head;
      if (!co_await Write(exchange, bytes)) co_return false;
    }
    if (message == nullptr) break;
    const std::string_view bytes = *message;
    if (!co_await Write(exchange, bytes)) co_return false;
  }
  const Watch::Ending end = watch->End();
  const std::string text = StreamEnd(end.status, end.trailing, Encoding::kBinary);
  const std::string_view bytes = text;
  const bool written = co_await Write(exchange, bytes);
  co_return written&& exchange.request.keep_alive;
}

}  // namespace

Bridge::Bridge(std::shared_ptr<grpc::ChannelInterface> channel, const Limits& limits)
    : stub_(std::move(channel)),
      streams_(limits.streams_per_address, limits.connections),
      own_streams_(limits.own_streams_per_address, limits.own_streams),
      wrong_codes_(limits),
      fan_out_(stub_) {}

Awaitable<bool> Bridge::Serve(Exchange& exchange) {
  const Protocol protocol = ProtocolOf(exchange.request);
  if (protocol == Protocol::kGrpcWeb) co_return co_await ServeGrpcWeb(exchange);
  if (protocol != Protocol::kNone) co_return co_await ServeConnect(exchange);
  HttpResponse refusal = WrongType();
  co_return co_await Respond(exchange, std::move(refusal));
}

Awaitable<HttpResponse> Bridge::Health() {
  CallRequest request;
  request.method = "/grpc.health.v1.Health/Check";
  request.timeout = std::chrono::seconds(2);
  auto call = UpstreamCall::Start(stub_, request);
  Answer answer;
  co_await Collect(call, answer);
  co_return HealthResponse(answer);
}

Awaitable<HttpResponse> Bridge::PublicDocument(const std::string& address,
                                               const HttpRequest& request,
                                               const CallRequest& call) {
  Answer answer;
  WrongCodes::Try tried;
  if (BeginTry(address, call, tried, answer)) {
    auto upstream = UpstreamCall::Start(stub_, call);
    co_await Collect(upstream, answer);
    EndTry(std::move(tried), answer);
  }
  co_return PublicDocumentResponse(request, answer);
}

bool Bridge::BeginTry(const std::string& address, const CallRequest& request,
                      WrongCodes::Try& tried, Answer& refusal) {
  if (!WrongCodes::IsAskedBy(request.method)) return true;
  tried = wrong_codes_.Begin(address, std::chrono::steady_clock::now());
  if (tried != nullptr) return true;
  refusal = Refusal(absl::ResourceExhaustedError("too many wrong codes from this address"));
  return false;
}

void Bridge::EndTry(WrongCodes::Try tried, const Answer& answer) {
  const auto code = answer.status.error_code();
  // Who left before the answer might try the more.
  const bool wrong = code == grpc::StatusCode::NOT_FOUND || code == grpc::StatusCode::CANCELLED;
  if (tried == nullptr || !wrong) return;
  wrong_codes_.Wrong(std::move(tried), std::chrono::steady_clock::now());
}

Awaitable<void> Bridge::Ask(Exchange& exchange, const CallRequest& request, Answer& answer) {
  WrongCodes::Try tried;
  if (!BeginTry(exchange.connection.address(), request, tried, answer)) co_return;
  auto call = UpstreamCall::Start(stub_, request);
  std::function<void()> left = [call] { call->Cancel(); };
  auto work = Collect(call, answer);
  co_await UnlessLeft(exchange.reader, std::move(left), std::move(work));
  EndTry(std::move(tried), answer);
}

Awaitable<bool> Bridge::ServeGrpcWeb(Exchange& exchange) {
  const Encoding encoding = AnswerEncoding(exchange.request);
  const auto request = ReadGrpcWeb(exchange.request);
  if (!request.ok()) {
    const Answer refusal = Refusal(request.status());
    co_return co_await RespondGrpcWeb(exchange, refusal, encoding);
  }
  const auto* method = FindMethod(request->method);
  if (method == nullptr) {
    const Answer refusal = Refusal(absl::UnimplementedError("no such method: " + request->method));
    co_return co_await RespondGrpcWeb(exchange, refusal, encoding);
  }
  if (method->server_streaming()) co_return co_await StreamGrpcWeb(exchange, *request, encoding);
  Answer answer;
  co_await Ask(exchange, *request, answer);
  co_return co_await RespondGrpcWeb(exchange, answer, encoding);
}

Awaitable<bool> Bridge::ServeConnect(Exchange& exchange) {
  const auto* method = FindMethod(exchange.request.Path());
  const auto request = ReadConnect(exchange.request, method);
  Answer answer;
  if (request.ok()) {
    co_await Ask(exchange, *request, answer);
  } else {
    answer = Refusal(request.status());
  }
  const bool json = ProtocolOf(exchange.request) == Protocol::kConnectJson;
  HttpResponse response = ConnectResponse(answer, json, method);
  co_return co_await Respond(exchange, std::move(response));
}

Awaitable<bool> Bridge::StreamGrpcWeb(Exchange& exchange, const CallRequest& request,
                                      Encoding encoding) {
  const auto place = streams_.Take(exchange.connection.address());
  if (place == nullptr) {
    const Answer refusal =
        Refusal(absl::ResourceExhaustedError("too many streams from this address"));
    co_return co_await RespondGrpcWeb(exchange, refusal, encoding);
  }
  std::shared_ptr<void> own_place = own_streams_.Take(exchange.connection.address());
  std::shared_ptr<Watch> watch;
  if (encoding == Encoding::kBinary) {
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    watch = fan_out_.Join(request, executor, own_place);
  }
  if (watch != nullptr) {
    own_place = nullptr;  // the shared stream has it, if it is a new one
    std::function<void()> left = [watch] { watch->Leave(); };
    auto work = RelayShared(exchange, watch);
    co_return co_await UnlessLeft(exchange.reader, std::move(left), std::move(work));
  }
  if (own_place == nullptr) {
    const Answer refusal = Refusal(absl::ResourceExhaustedError("too many streams"));
    co_return co_await RespondGrpcWeb(exchange, refusal, encoding);
  }
  auto call = UpstreamCall::Start(stub_, request);
  std::function<void()> left = [call] { call->Cancel(); };
  auto work = Relay(exchange, call, encoding);
  co_return co_await UnlessLeft(exchange.reader, std::move(left), std::move(work));
}

}  // namespace touchstone::gateway
