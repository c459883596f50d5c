#pragma once

#include <memory>
#include <string>

#include <grpcpp/generic/generic_stub.h>

#include "absl/status/statusor.h"
#include "services/gateway/address_count.h"
#include "services/gateway/calls.h"
#include "services/gateway/connection.h"
#include "services/gateway/fan_out.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/http.h"
#include "services/gateway/http_reader.h"
#include "services/gateway/limits.h"
#include "services/gateway/upstream.h"
#include "services/gateway/wrong_codes.h"

namespace touchstone::gateway {

// A request and where its answer goes.
struct Exchange {
  const HttpRequest& request;
  Headers headers;  // part of the answer, whatever it is
  Connection& connection;
  HttpReader& reader;
  const Limits& limits;
};

// Answers POST requests with calls to the services: gRPC-Web, binary and text, and Connect's unary
// calls. Boards that many watch are shared, except in text mode. Thread-safe; outlives its calls.
class Bridge {
 public:
  Bridge(std::shared_ptr<grpc::ChannelInterface> channel, const Limits& limits);

  // Writes the answer; false when the connection is of no use any more.
  Awaitable<bool> Serve(Exchange& exchange);

  // Whether the services answer now, for a GET of /health; waits 2 seconds at most.
  Awaitable<HttpResponse> Health();
  // The document that `call` of PublicDocumentCall(request) asks for, for a client at `address`.
  Awaitable<HttpResponse> PublicDocument(const std::string& address, const HttpRequest& request,
                                         const CallRequest& call);

 private:
  Awaitable<bool> ServeGrpcWeb(Exchange& exchange);
  Awaitable<bool> ServeConnect(Exchange& exchange);
  // What a call with one answer gives, unless the client leaves meanwhile.
  Awaitable<void> Ask(Exchange& exchange, const CallRequest& request, Answer& answer);
  // Whether a client at `address` may ask; if not, what it is told. `tried`: null when the call
  // looks no code up.
  bool BeginTry(const std::string& address, const CallRequest& request, WrongCodes::Try& tried,
                Answer& refusal);
  void EndTry(WrongCodes::Try tried, const Answer& answer);
  Awaitable<bool> StreamGrpcWeb(Exchange& exchange, const CallRequest& request, Encoding encoding);

  UpstreamCall::Stub stub_;
  AddressCount streams_;
  AddressCount own_streams_;
  WrongCodes wrong_codes_;
  FanOut fan_out_;
};

}  // namespace touchstone::gateway
