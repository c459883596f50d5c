#include "services/gateway/fan_out.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "services/common/await_callback.h"
#include "services/common/hash.h"
#include "services/gateway/fan_out_state.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/http.h"

namespace touchstone::gateway {

using Bytes = std::shared_ptr<const std::string>;

// One call to the services with its watchers, who own it: the call is cancelled when the last one
// goes. It keeps what the messages add up to, because a newcomer and a slow watcher need the whole
// board; to ask the services anew for each of them would cost as many calls as there are watchers
// after a moment without network. What is kept does not grow with watchers or with time: the state,
// the last message and, when somebody needs it, the state as a message.
class SharedStream {
 public:
  SharedStream(FanOut& fan_out, FanOut::Key key, std::shared_ptr<UpstreamCall> call,
               std::shared_ptr<void> place)
      : fan_out_(fan_out),
        key_(std::move(key)),
        call_(std::move(call)),
        place_(std::move(place)),
        state_(NewWatchedState(key_.method)) {}
  ~SharedStream() {
    fan_out_.Close(key_, this);
    call_->Cancel();
  }

  // Reads the call to its end, or until nobody watches any more.
  static Awaitable<void> Pump(std::shared_ptr<UpstreamCall> call, std::weak_ptr<SharedStream> weak);

 private:
  friend class Watch;

  // False: it is no message of such a stream.
  bool Publish(const std::string& message);
  void Finish(grpc::Status status, Metadata trailing);
  void WakeAll();
  void Wait(Watch& watch, std::function<void()> resume);
  bool HasNews(const Watch& watch) const {  // REQUIRES: the lock
    return end_ || watch.left_ || watch.seen_ < version_;
  }
  Bytes NewsFor(Watch& watch);

  FanOut& fan_out_;
  const FanOut::Key key_;
  const std::shared_ptr<UpstreamCall> call_;
  const std::shared_ptr<void> place_;
  mutable std::mutex mutex_;  // guards all below
  std::set<Watch*> watches_;
  const std::unique_ptr<WatchedState> state_;
  std::uint64_t version_ = 0;  // messages so far
  Bytes last_;                 // the last of them
  Bytes snapshot_;             // of version_; null: nobody needed it yet
  Metadata initial_;
  std::optional<Watch::Ending> end_;
};

namespace {

Bytes Framed(const std::string& message) {
  return std::make_shared<const std::string>(Chunk(MessageFrame(message)));
}

}  // namespace

Awaitable<void> SharedStream::Pump(std::shared_ptr<UpstreamCall> call,
                                   std::weak_ptr<SharedStream> weak) {
  bool readable = true;
  for (;;) {
    const std::optional<std::string> message = co_await call->Read();
    if (!message) break;
    const std::shared_ptr<SharedStream> stream = weak.lock();
    if (stream == nullptr) co_return;
    readable = stream->Publish(*message);
    if (!readable) break;
  }
  grpc::Status status(grpc::StatusCode::INTERNAL, "a message of the stream is not understood");
  Metadata trailing;
  if (readable) {
    status = co_await call->Finish();
    trailing = call->TrailingMetadata();
  }
  const std::shared_ptr<SharedStream> stream = weak.lock();
  if (stream != nullptr) stream->Finish(std::move(status), std::move(trailing));
}

bool SharedStream::Publish(const std::string& message) {
  {
    std::lock_guard lock(mutex_);
    if (!state_->Take(message)) return false;
    if (version_ == 0) initial_ = call_->InitialMetadata();
    ++version_;
    last_ = Framed(message);
    snapshot_ = nullptr;
  }
  WakeAll();
  return true;
}

void SharedStream::Finish(grpc::Status status, Metadata trailing) {
  fan_out_.Close(key_, this);
  {
    std::lock_guard lock(mutex_);
    if (version_ == 0) initial_ = call_->InitialMetadata();
    end_ = Watch::Ending{std::move(status), std::move(trailing)};
  }
  WakeAll();
}

void SharedStream::WakeAll() {
  std::vector<std::function<void()>> resumed;
  {
    std::lock_guard lock(mutex_);
    resumed.reserve(watches_.size());
    for (Watch* watch : watches_) {
      if (watch->resume_) resumed.push_back(std::exchange(watch->resume_, nullptr));
    }
  }
  for (const auto& resume : resumed) resume();
}

void SharedStream::Wait(Watch& watch, std::function<void()> resume) {
  {
    std::lock_guard lock(mutex_);
    if (!HasNews(watch)) {
      watch.resume_ = std::move(resume);
      return;
    }
  }
  resume();
}

Bytes SharedStream::NewsFor(Watch& watch) {
  std::lock_guard lock(mutex_);
  // After an error, such as a token that was revoked, nothing more is told.
  const bool refused = end_ && !end_->status.ok();
  if (refused || watch.left_ || watch.seen_ == version_) return nullptr;
  if (watch.seen_ == 0 && watch.resume_position_ > 0) {
    const std::string nothing_new = state_->Resume(watch.resume_position_);
    if (!nothing_new.empty()) {
      watch.seen_ = version_;
      return Framed(nothing_new);
    }
  }
  const bool missed_none = watch.seen_ + 1 == version_;
  watch.seen_ = version_;
  if (missed_none) return last_;
  if (snapshot_ == nullptr) snapshot_ = Framed(state_->Snapshot());
  return snapshot_;
}

Watch::Watch(std::shared_ptr<SharedStream> stream, std::uint64_t resume_position)
    : stream_(std::move(stream)), resume_position_(resume_position) {
  std::lock_guard lock(stream_->mutex_);
  stream_->watches_.insert(this);
}

Watch::~Watch() {
  std::lock_guard lock(stream_->mutex_);
  stream_->watches_.erase(this);
}

Awaitable<void> Watch::WaitForNews() {
  return AwaitCallback([this](auto resume) { stream_->Wait(*this, std::move(resume)); });
}

Awaitable<Bytes> Watch::Next() {
  co_await WaitForNews();
  co_return stream_->NewsFor(*this);
}

void Watch::Leave() {
  std::function<void()> resume;
  {
    std::lock_guard lock(stream_->mutex_);
    left_ = true;
    resume = std::exchange(resume_, nullptr);
  }
  if (resume) resume();
}

Metadata Watch::InitialMetadata() const {
  std::lock_guard lock(stream_->mutex_);
  return stream_->initial_;
}

Watch::Ending Watch::End() const {
  std::lock_guard lock(stream_->mutex_);
  if (stream_->end_) return *stream_->end_;
  return {grpc::Status::CANCELLED, {}};  // he left
}

FanOut::Key FanOut::KeyOf(const CallRequest& request) {
  std::string caller;
  const auto add = [&](const std::string& text) {
    caller += std::to_string(text.size()) + ":" + text;
  };
  for (const auto& [name, value] : request.metadata) {
    add(name);
    add(value);
  }
  return {request.method, request.message, Sha256(caller)};
}

std::shared_ptr<Watch> FanOut::Join(CallRequest request, const asio::any_io_executor& executor,
                                    const std::shared_ptr<void>& place) {
  if (request.timeout || NewWatchedState(request.method) == nullptr) return nullptr;
  const std::uint64_t resume_position = TakeResumePosition(request.method, request.message);
  Key key = key_of_(request);
  std::lock_guard lock(mutex_);
  const auto found = streams_.find(key);
  std::shared_ptr<SharedStream> stream =
      found == streams_.end() ? nullptr : found->second.stream.lock();
  if (stream == nullptr && place == nullptr) return nullptr;
  if (stream == nullptr) {
    Entry& entry = streams_[key];
    auto call = UpstreamCall::Start(stub_, request);
    stream = std::make_shared<SharedStream>(*this, std::move(key), call, place);
    entry = {stream.get(), stream};
    std::weak_ptr<SharedStream> weak = stream;
    asio::co_spawn(executor, SharedStream::Pump(std::move(call), std::move(weak)), asio::detached);
  }
  return std::make_shared<Watch>(std::move(stream), resume_position);
}

void FanOut::Close(const Key& key, const SharedStream* stream) {
  std::lock_guard lock(mutex_);
  const auto found = streams_.find(key);
  if (found != streams_.end() && found->second.identity == stream) streams_.erase(found);
}

}  // namespace touchstone::gateway
