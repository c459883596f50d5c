#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/context.h"
#include "services/common/grpc_status.h"

namespace touchstone::cli {

// A connection to the server of a run of the program, with its token. Thread-safe.
class Connection {
 public:
  // Connects lazily: an unreachable server shows at the first call. NOT_FOUND when the file of a
  // token "@FILE" cannot be read.
  static absl::StatusOr<Connection> Open(const Context& context);

  // One call with a deadline. Errors carry the ErrorDetail of the server.
  //   connection.Call(&v1::EventsService::Stub::GetEvent, request)
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) const {
    Stub stub(channel_);
    std::unique_ptr<grpc::ClientContext> context = NewCall(kDeadline);
    Response response;
    grpc::Status status = (stub.*method)(context.get(), request, &response);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }

  // All pages of a list, put into one response.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallAllPages(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                                        Request request) const {
    Response all;
    request.set_page_size(1000);
    do {
      absl::StatusOr<Response> page = Call(method, request);
      if (!page.ok()) return page.status();
      all.MergeFrom(*page);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    all.clear_next_page_token();
    return all;
  }

  // For streams: a call with the token; without a deadline it may live for ever.
  std::unique_ptr<grpc::ClientContext> NewCall(
      std::optional<std::chrono::milliseconds> deadline = std::nullopt) const;
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  static constexpr std::chrono::milliseconds kDeadline{20'000};

 private:
  Connection(std::shared_ptr<grpc::Channel> channel, std::string token)
      : channel_(std::move(channel)), token_(std::move(token)) {}

  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
};

// 32 random hexadecimal digits, for `request_id` and `entry_id`.
std::string NewRequestId();

}  // namespace touchstone::cli
