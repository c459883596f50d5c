#pragma once

#include <memory>
#include <string>

#include <grpcpp/generic/generic_stub.h>

#include "absl/status/statusor.h"
#include "services/gateway/address_count.h"
#include "services/gateway/connection.h"
#include "services/gateway/fan_out.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/http.h"
#include "services/gateway/http_reader.h"
#include "services/gateway/limits.h"
#include "services/gateway/upstream.h"

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
  // The document that `call` of PublicDocumentCall(request) asks for.
  Awaitable<HttpResponse> PublicDocument(const HttpRequest& request, const CallRequest& call);

 private:
  Awaitable<bool> ServeGrpcWeb(Exchange& exchange);
  Awaitable<bool> ServeConnect(Exchange& exchange);
  Awaitable<bool> StreamGrpcWeb(Exchange& exchange, const CallRequest& request, Encoding encoding);

  UpstreamCall::Stub stub_;
  AddressCount streams_;
  AddressCount own_streams_;
  FanOut fan_out_;
};

}  // namespace touchstone::gateway
