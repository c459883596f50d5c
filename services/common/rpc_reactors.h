#pragma once

// The reactors behind services/common/rpc.h; include that one.

namespace touchstone::rpc {

// What the gate found out about a call that it let in.
struct Admission {
  const ServiceGate* gate;
  const ServiceGate::Method* method;
  std::shared_ptr<const Caller> caller;
};

absl::StatusOr<Admission> Admit(const ServiceGate& gate, std::string_view method,
                                const grpc::CallbackServerContext& context,
                                const google::protobuf::Message* request);

// Tells the coroutine that nobody waits for it any more. Any thread.
void Cancel(std::shared_ptr<CallState> state);

// The one waiting read or write of a stream.
class PendingOperation {
 public:
  // `start` makes gRPC begin; Complete() may come before it returns, on another thread.
  template <class Start>
  Awaitable<bool> Wait(Start start) {
    return AwaitCallback<bool>([this, start](auto resume) {
      {
        std::lock_guard lock(mutex_);
        resume_ = std::move(resume);
      }
      start();
    });
  }
  // Nothing happens when none waits: it was completed before.
  void Complete(bool ok) {
    std::function<void(bool)> resume;
    {
      std::lock_guard lock(mutex_);
      resume = std::exchange(resume_, nullptr);
    }
    if (resume) resume(ok);
  }

 private:
  std::mutex mutex_;
  std::function<void(bool)> resume_;  // guarded by mutex_
};

// A call that is answered at once with an error.
template <class Reactor>
Reactor* Refuse(const absl::Status& status) {
  class Refused final : public Reactor {
    void OnDone() override { delete this; }
  };
  auto* reactor = new Refused;
  reactor->Finish(ToGrpcStatus(status));
  return reactor;
}

// Reports an exception that a handler let out; the call ends with INTERNAL.
absl::Status HandlerThrew(std::string_view method, const char* what);

// Common part of all reactors: it lives until gRPC is done with it and the coroutine has ended.
template <class Self, class Reactor>
class RunningCall : public Reactor, public CallState {
 public:
  // Runs the handler to its end, then answers. A call that was given up while it waited for its
  // turn is not begun. Nothing is touched after Finish().
  static Awaitable<void> Run(std::shared_ptr<Self> self) {
    absl::Status status = absl::CancelledError();
    try {
      if (!self->cancelled) status = co_await self->Invoke(Call(self));
    } catch (const std::exception& e) {
      status = HandlerThrew(self->method, e.what());
    }
    self->Finish(ToGrpcStatus(status));
  }

  void KeepAlive(std::shared_ptr<Self> self) { self_ = std::move(self); }

 private:
  void OnDone() override { self_.reset(); }
  void OnCancel() override { Cancel(self_); }
  // Reactions only release or post, so gRPC need not take them to a thread of its own first.
  bool InternalInlineable() override { return true; }

  std::shared_ptr<Self> self_;
};

template <class Self>
Self* Launch(std::shared_ptr<Self> call, Admission admission,
             const grpc::CallbackServerContext& context, asio::any_io_executor executor) {
  call->gate = admission.gate;
  call->admitted = admission.method;
  call->caller = std::move(admission.caller);
  call->method = admission.method->full_name;
  call->deadline = context.deadline();
  if (admission.method->unary && call->deadline == std::chrono::system_clock::time_point::max()) {
    call->deadline = std::chrono::system_clock::now() + kDefaultDeadline;
  }
  call->executor = executor;
  call->KeepAlive(call);
  Self* const reactor = call.get();
  asio::co_spawn(executor, Self::Run(std::move(call)), asio::detached);
  return reactor;
}

template <class Request, class Response, class Handler>
class UnaryCall final
    : public RunningCall<UnaryCall<Request, Response, Handler>, grpc::ServerUnaryReactor> {
 public:
  UnaryCall(const Request* request, Response* response, Handler handler)
      : request_(request), response_(response), handler_(std::move(handler)) {}
  Awaitable<absl::Status> Invoke(Call call) {
    return handler_(std::move(call), *request_, *response_);
  }

 private:
  const Request* request_;
  Response* response_;
  Handler handler_;
};

template <class Request, class Response, class Handler>
class ServerStreamCall final : public RunningCall<ServerStreamCall<Request, Response, Handler>,
                                                  grpc::ServerWriteReactor<Response>>,
                               private Writer<Response> {
 public:
  ServerStreamCall(const Request* request, Handler handler)
      : request_(request), handler_(std::move(handler)) {}
  Awaitable<absl::Status> Invoke(Call call) {
    return handler_(std::move(call), *request_, static_cast<Writer<Response>&>(*this));
  }

 private:
  Awaitable<bool> Write(const Response& message) override {
    return write_.Wait([this, &message] { this->StartWrite(&message); });
  }
  void OnWriteDone(bool ok) override { write_.Complete(ok); }

  const Request* request_;
  Handler handler_;
  PendingOperation write_;
};

// The result of one Read() after gRPC has answered it.
absl::StatusOr<bool> ReadResult(bool ok, const google::protobuf::Message& message);

// The reading half of a stream; `Reactor` is one of gRPC's that read.
template <class Self, class Reactor, class Request>
class ReadingCall : public RunningCall<Self, Reactor>, protected Reader<Request> {
 private:
  Awaitable<absl::StatusOr<bool>> Read(Request* message) override {
    if (stopped_) co_return false;
    const bool ok = co_await read_.Wait([this] { this->StartRead(&incoming_); });
    if (stopped_) co_return false;
    std::swap(*message, incoming_);
    co_return ReadResult(ok, *message);
  }
  void StopReading() override {
    stopped_ = true;
    read_.Complete(false);
  }
  void OnReadDone(bool ok) override { read_.Complete(ok); }

  Request incoming_;  // gRPC may still be reading it when the coroutine has gone on
  bool stopped_ = false;
  PendingOperation read_;
};

template <class Request, class Response, class Handler>
class ClientStreamCall final : public ReadingCall<ClientStreamCall<Request, Response, Handler>,
                                                  grpc::ServerReadReactor<Request>, Request> {
 public:
  ClientStreamCall(Response* response, Handler handler)
      : response_(response), handler_(std::move(handler)) {}
  Awaitable<absl::Status> Invoke(Call call) {
    return handler_(std::move(call), static_cast<Reader<Request>&>(*this), *response_);
  }

 private:
  Response* response_;
  Handler handler_;
};

template <class Request, class Response, class Handler>
class BidiStreamCall final
    : public ReadingCall<BidiStreamCall<Request, Response, Handler>,
                         grpc::ServerBidiReactor<Request, Response>, Request>,
      private Writer<Response> {
 public:
  explicit BidiStreamCall(Handler handler) : handler_(std::move(handler)) {}
  Awaitable<absl::Status> Invoke(Call call) {
    return handler_(std::move(call), static_cast<Reader<Request>&>(*this),
                    static_cast<Writer<Response>&>(*this));
  }

 private:
  Awaitable<bool> Write(const Response& message) override {
    return write_.Wait([this, &message] { this->StartWrite(&message); });
  }
  void OnWriteDone(bool ok) override { write_.Complete(ok); }

  Handler handler_;
  PendingOperation write_;
};

}  // namespace touchstone::rpc
