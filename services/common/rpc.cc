#include "services/common/rpc.h"

#include <optional>

#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>

#include "services/common/await_callback.h"
#include "services/common/errors.h"
#include "services/common/protobuf_log.h"
#include "services/common/validator.h"

namespace touchstone {

absl::StatusOr<std::shared_ptr<const Caller>> Call::CallerNow() const {
  return state_->gate->AdmitAgain(*state_->admitted, state_->caller);
}

Awaitable<void> Call::WaitFor(asio::steady_timer& timer) const {
  if (cancelled()) co_return;
  co_await timer.async_wait(
      asio::bind_cancellation_slot(state_->cancel.slot(), asio::as_tuple(asio::use_awaitable)));
}

absl::Status StoreError(const absl::Status& status) {
  const std::string message(status.message());
  switch (status.code()) {
    case absl::StatusCode::kAborted:
      return MakeError(Reason::CONCURRENT_CHANGE, message);
    case absl::StatusCode::kUnavailable:
      return MakeError(Reason::COMMIT_OUTCOME_UNKNOWN, message);
    case absl::StatusCode::kDataLoss:
      return MakeError(Reason::STORE_READ_FAILED, message);
    default:
      return status;
  }
}

Awaitable<absl::StatusOr<std::uint64_t>> AsyncCommit(storage::KvStore& store,
                                                     storage::WriteBatch batch) {
  using Result = absl::StatusOr<std::uint64_t>;
  return AwaitCallback<Result>([&store, writes = std::move(batch)](auto done) mutable {
    store.Commit(std::move(writes), [done = std::move(done)](Result result) {
      if (!result.ok()) result = StoreError(result.status());
      done(std::move(result));
    });
  });
}

namespace rpc {
namespace {

std::optional<std::string_view> AuthorizationOf(const grpc::CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto header = metadata.find("authorization");
  if (header == metadata.end()) return std::nullopt;
  return std::string_view(header->second.data(), header->second.size());
}

}  // namespace

absl::StatusOr<Admission> Admit(const ServiceGate& gate, std::string_view method,
                                const grpc::CallbackServerContext& context,
                                const google::protobuf::Message* request) {
  const ServiceGate::Method& entry = gate.Find(method);
  auto caller = gate.Admit(entry, AuthorizationOf(context), request);
  if (!caller.ok()) return caller.status();
  return Admission{&gate, &entry, *std::move(caller)};
}

void Cancel(std::shared_ptr<CallState> state) {
  state->cancelled.store(true, std::memory_order_relaxed);
  asio::post(state->executor, [state] { state->cancel.emit(asio::cancellation_type::terminal); });
}

absl::Status HandlerThrew(std::string_view method, const char* what) {
  spdlog::error("{} threw: {}", method, what);
  return absl::InternalError("the handler failed");
}

absl::StatusOr<bool> ReadResult(bool ok, const google::protobuf::Message& message) {
  if (!ok) {
    // gRPC ends a stream silently at a message that it cannot parse.
    const std::string field = TakeFieldThatIsNotUtf8();
    if (field.empty()) return false;
    return MakeError(Reason::TEXT_NOT_UTF8, "", {{field, "is not valid UTF-8"}});
  }
  if (absl::Status s = Validate(message); !s.ok()) return s;
  return true;
}

}  // namespace rpc
}  // namespace touchstone
