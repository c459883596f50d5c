#include "services/gateway/upstream.h"

#include <mutex>
#include <utility>
#include <vector>

#include "services/common/await_callback.h"

namespace touchstone::gateway {
namespace {

using grpc::ByteBuffer;
using Reactor = grpc::ClientBidiReactor<ByteBuffer, ByteBuffer>;

ByteBuffer ToByteBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return ByteBuffer(&slice, 1);
}

std::string ToString(const ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

Metadata Copy(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  Metadata copy;
  for (const auto& [name, value] : metadata) {
    copy.emplace_back(std::string(name.data(), name.size()),
                      std::string(value.data(), value.size()));
  }
  return copy;
}

// The services say more about an error of theirs than its code; what comes without details is what
// gRPC found out about the connection, in words for engineers.
grpc::Status Readable(const grpc::Status& status) {
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE || !status.error_details().empty()) {
    return status;
  }
  return {status.error_code(),
          "网关连不上服务器，会自动重连 · the gateway cannot reach the server; it tries again by "
          "itself"};
}

// Something that happens once, on a thread of gRPC, and is waited for by one coroutine, before or
// after.
class OneTime {
 public:
  void Happen() {
    std::unique_lock lock(mutex_);
    happened_ = true;
    auto resume = std::exchange(resume_, nullptr);
    lock.unlock();
    if (resume) resume();
  }
  Awaitable<void> Wait() {
    return AwaitCallback([this](auto resume) {
      std::unique_lock lock(mutex_);
      if (!happened_) {
        resume_ = std::move(resume);
        return;
      }
      lock.unlock();
      resume();
    });
  }

 private:
  std::mutex mutex_;
  bool happened_ = false;
  std::function<void()> resume_;
};

// gRPC's side; lives until gRPC is done with it and nobody holds the call.
class Call final : public Reactor {
 public:
  void Begin(UpstreamCall::Stub& stub, const CallRequest& request, std::shared_ptr<Call> self) {
    self_ = std::move(self);
    for (const auto& [name, value] : request.metadata) context_.AddMetadata(name, value);
    if (request.timeout) {
      context_.set_deadline(
          std::chrono::system_clock::now() +
          std::chrono::duration_cast<std::chrono::system_clock::duration>(*request.timeout));
    }
    request_ = ToByteBuffer(request.message);
    stub.PrepareBidiStreamingCall(&context_, request.method, {}, this);
    StartWriteLast(&request_, grpc::WriteOptions());
    // Before the call starts: gRPC's in-process transport drops a message that comes together with
    // the status when nobody reads at that moment.
    StartRead(&response_);
    AddHold();  // Read() may come when nothing else is under way
    StartCall();
  }

  Awaitable<std::optional<std::string>> Read() {
    bool ok = false;
    if (std::exchange(first_, false)) {
      co_await began_.Wait();  // gRPC reports it on its own, before or after the first message
      co_await first_read_.Wait();
      ok = first_ok_;
    } else {
      response_.Clear();
      ok = co_await read_.Wait([this] { StartRead(&response_); });
    }
    if (ok) co_return ToString(response_);
    Release();
    co_return std::nullopt;
  }

  Awaitable<grpc::Status> Finish() {
    co_await done_.Wait();
    co_return status_;
  }

  // No Read() comes any more.
  void Release() {
    if (std::exchange(held_, false)) RemoveHold();
  }
  grpc::ClientContext& context() { return context_; }
  const Metadata& initial() const { return initial_; }

 private:
  void OnReadInitialMetadataDone(bool ok) override {
    if (ok) initial_ = Copy(context_.GetServerInitialMetadata());
    began_.Happen();
  }
  void OnReadDone(bool ok) override {
    if (!std::exchange(first_under_way_, false)) return read_.Complete(ok);
    first_ok_ = ok;
    first_read_.Happen();
  }
  void OnDone(const grpc::Status& status) override {
    status_ = Readable(status);
    const std::shared_ptr<Call> self = std::move(self_);
    done_.Happen();
  }

  grpc::ClientContext context_;
  ByteBuffer request_;
  ByteBuffer response_;
  bool first_ = true;            // used by Read()
  bool first_under_way_ = true;  // used by gRPC's thread
  bool first_ok_ = false;        // before first_read_ has happened
  OneTime first_read_;
  Metadata initial_;  // before began_ has happened
  OneTime began_;
  rpc::PendingOperation read_;
  OneTime done_;
  grpc::Status status_;
  bool held_ = true;
  std::shared_ptr<Call> self_;
};

class HeldCall final : public UpstreamCall {
 public:
  explicit HeldCall(std::shared_ptr<Call> call) : call_(std::move(call)) {}
  ~HeldCall() override {
    call_->context().TryCancel();
    call_->Release();
  }
  Awaitable<std::optional<std::string>> Read() override { return call_->Read(); }
  Awaitable<grpc::Status> Finish() override { return call_->Finish(); }
  void Cancel() override { call_->context().TryCancel(); }
  Metadata InitialMetadata() const override { return call_->initial(); }
  Metadata TrailingMetadata() const override {
    return Copy(call_->context().GetServerTrailingMetadata());
  }

 private:
  std::shared_ptr<Call> call_;
};

}  // namespace

std::shared_ptr<UpstreamCall> UpstreamCall::Start(Stub& stub, const CallRequest& request) {
  auto call = std::make_shared<Call>();
  call->Begin(stub, request, call);
  return std::make_shared<HeldCall>(std::move(call));
}

}  // namespace touchstone::gateway
