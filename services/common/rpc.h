#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include <grpcpp/grpcpp.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/await_callback.h"
#include "services/common/caller.h"
#include "services/common/grpc_status.h"
#include "services/common/rpc_gate.h"
#include "storage/kv_store.h"

// gRPC calls as coroutines. gRPC's threads decode, ask the gate, and post; the handler runs on the
// executor of its service. A service looks like this:
//
//   class EventsServiceCalls final : public v1::EventsService::CallbackService {
//     EventsService(const RpcGate& gate, storage::KvStore& store, asio::any_io_executor executor)
//         : gate_(gate, v1::EventsService::service_full_name()), store_(store), executor_(executor)
//         {}
//
//     grpc::ServerUnaryReactor* GetEvent(grpc::CallbackServerContext* context,
//                                        const v1::GetEventRequest* request,
//                                        v1::Event* response) override {
//       return HandleUnary(gate_, __func__, context, request, response, executor_,
//                          std::bind_front(&EventsService::DoGetEvent, this));
//     }
//     grpc::ServerWriteReactor<v1::ExportEventResponse>* ExportEvent(
//         grpc::CallbackServerContext* context, const v1::ExportEventRequest* request) override {
//       return HandleServerStream<v1::ExportEventResponse>(
//           gate_, __func__, context, request, executor_,
//           std::bind_front(&EventsService::DoExportEvent, this));
//     }
//
//    private:
//     Awaitable<absl::Status> DoGetEvent(Call call, const v1::GetEventRequest& request,
//                                        v1::Event& response) {
//       auto bytes = store_.Get(...);
//       if (!bytes.ok()) co_return StoreError(bytes.status());
//       ...                                                   // changes:
//       auto position = co_await AsyncCommit(store_, std::move(batch));
//       co_return position.status();
//     }
//     Awaitable<absl::Status> DoExportEvent(Call call, const v1::ExportEventRequest& request,
//                                           Writer<v1::ExportEventResponse>& writer) {
//       if (!co_await writer.Write(chunk)) co_return absl::CancelledError();
//     }
//     ServiceGate gate_;
//   };
//
// `__func__` names the method: the row of the authorisation table is found by the function that
// gRPC called, never by a text of the client. Request and response live until the handler returns.
// A handler that several callers may run at once needs a strand, or `co_await SwitchTo(strand)`.
namespace touchstone {

namespace asio = boost::asio;
template <class T>
using Awaitable = asio::awaitable<T>;

// What all kinds of calls have; owned by the reactor and by the coroutine together.
struct CallState {
  const ServiceGate* gate = nullptr;
  const ServiceGate::Method* admitted = nullptr;
  std::shared_ptr<const Caller> caller;
  std::string_view method;
  std::chrono::system_clock::time_point deadline;
  asio::any_io_executor executor;
  std::atomic<bool> cancelled = false;
  asio::cancellation_signal cancel;  // used on `executor` only
};

// How long a handler may wait in a unary call whose client set no deadline (buf curl, for one).
inline constexpr std::chrono::seconds kDefaultDeadline{30};

// A running call, as its handler sees it. Cheap to copy.
class Call {
 public:
  explicit Call(std::shared_ptr<CallState> state) : state_(std::move(state)) {}

  const Caller& caller() const { return *state_->caller; }
  // The caller as he is now, in a call that lasts: TOKEN_INVALID when his token was revoked or has
  // expired, and other errors of the gate. Any thread.
  absl::StatusOr<std::shared_ptr<const Caller>> CallerNow() const;
  // "touchstone.v1.EventsService.GetEvent".
  std::string_view method() const { return state_->method; }
  // time_point::max() for a stream without one.
  std::chrono::system_clock::time_point deadline() const { return state_->deadline; }
  // The client gave up, its connection broke, or the deadline passed. Any thread.
  bool cancelled() const { return state_->cancelled.load(std::memory_order_relaxed); }

  // Waits for `timer`; also ends when somebody cancels it or the call is cancelled. The timer must
  // use the executor with which the call was handled, and the handler must run there.
  Awaitable<void> WaitFor(asio::steady_timer& timer) const;

 private:
  std::shared_ptr<CallState> state_;
};

// Commits; resumes on the executor of the calling coroutine. Errors of the store as the catalogue
// has them: CONCURRENT_CHANGE, COMMIT_OUTCOME_UNKNOWN, STORE_READ_FAILED. A cancelled call does not
// stop a commit.
Awaitable<absl::StatusOr<std::uint64_t>> AsyncCommit(storage::KvStore& store,
                                                     storage::WriteBatch batch);

// The catalogue's error for an error of the store; other statuses as they are.
absl::Status StoreError(const absl::Status& status);

// Continues the calling coroutine on `executor`. When the coroutine was started elsewhere, later
// co_awaits of AsyncCommit and of streams come back to the executor where it was started.
template <class Executor>
Awaitable<void> SwitchTo(Executor executor) {
  co_await asio::dispatch(asio::bind_executor(executor, asio::use_awaitable));
}

// Answers of a stream, one at a time.
template <class Response>
class Writer {
 public:
  virtual ~Writer() = default;
  // Resumes when gRPC has taken the message: this is the back-pressure. False when nobody reads
  // any more; the handler then returns.
  virtual Awaitable<bool> Write(const Response& message) = 0;
};

// Requests of a stream, one at a time.
template <class Request>
class Reader {
 public:
  virtual ~Reader() = default;
  // True with the next valid message, false at the end of the stream, REQUEST_INVALID or
  // TEXT_NOT_UTF8 for a message that is not acceptable; reading may go on after REQUEST_INVALID.
  virtual Awaitable<absl::StatusOr<bool>> Read(Request* message) = 0;
  // Makes a waiting Read(), and every later one, answer false, as if the stream had ended. On the
  // executor of the handler.
  virtual void StopReading() = 0;
};

}  // namespace touchstone

#include "services/common/rpc_reactors.h"  // IWYU pragma: export

namespace touchstone {

// handler(Call, const Request&, Response&) -> Awaitable<absl::Status>
template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* HandleUnary(const ServiceGate& gate, std::string_view method,
                                      grpc::CallbackServerContext* context, const Request* request,
                                      Response* response, asio::any_io_executor executor,
                                      Handler handler) {
  auto admitted = rpc::Admit(gate, method, *context, request);
  if (!admitted.ok()) {
    auto* reactor = context->DefaultReactor();
    reactor->Finish(ToGrpcStatus(admitted.status()));
    return reactor;
  }
  auto call = std::make_shared<rpc::UnaryCall<Request, Response, Handler>>(request, response,
                                                                           std::move(handler));
  return rpc::Launch(std::move(call), *std::move(admitted), *context, std::move(executor));
}

// handler(Call, const Request&, Writer<Response>&) -> Awaitable<absl::Status>
template <class Response, class Request, class Handler>
grpc::ServerWriteReactor<Response>* HandleServerStream(
    const ServiceGate& gate, std::string_view method, grpc::CallbackServerContext* context,
    const Request* request, asio::any_io_executor executor, Handler handler) {
  auto admitted = rpc::Admit(gate, method, *context, request);
  if (!admitted.ok()) return rpc::Refuse<grpc::ServerWriteReactor<Response>>(admitted.status());
  auto call = std::make_shared<rpc::ServerStreamCall<Request, Response, Handler>>(
      request, std::move(handler));
  return rpc::Launch(std::move(call), *std::move(admitted), *context, std::move(executor));
}

// handler(Call, Reader<Request>&, Response&) -> Awaitable<absl::Status>
template <class Request, class Response, class Handler>
grpc::ServerReadReactor<Request>* HandleClientStream(
    const ServiceGate& gate, std::string_view method, grpc::CallbackServerContext* context,
    Response* response, asio::any_io_executor executor, Handler handler) {
  auto admitted = rpc::Admit(gate, method, *context, nullptr);
  if (!admitted.ok()) return rpc::Refuse<grpc::ServerReadReactor<Request>>(admitted.status());
  auto call = std::make_shared<rpc::ClientStreamCall<Request, Response, Handler>>(
      response, std::move(handler));
  return rpc::Launch(std::move(call), *std::move(admitted), *context, std::move(executor));
}

// handler(Call, Reader<Request>&, Writer<Response>&) -> Awaitable<absl::Status>. One Read and one
// Write may wait at the same time.
template <class Request, class Response, class Handler>
grpc::ServerBidiReactor<Request, Response>* HandleBidiStream(const ServiceGate& gate,
                                                             std::string_view method,
                                                             grpc::CallbackServerContext* context,
                                                             asio::any_io_executor executor,
                                                             Handler handler) {
  auto admitted = rpc::Admit(gate, method, *context, nullptr);
  if (!admitted.ok()) {
    return rpc::Refuse<grpc::ServerBidiReactor<Request, Response>>(admitted.status());
  }
  auto call = std::make_shared<rpc::BidiStreamCall<Request, Response, Handler>>(std::move(handler));
  return rpc::Launch(std::move(call), *std::move(admitted), *context, std::move(executor));
}

}  // namespace touchstone
