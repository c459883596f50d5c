#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <grpcpp/grpcpp.h>
#include <boost/asio/any_io_executor.hpp>

#include "services/gateway/upstream.h"

namespace touchstone::gateway {

class SharedStream;

// One of those who watch a shared stream. Used by one coroutine at a time, except Leave().
class Watch {
 public:
  // `resume_position`: of the last message that he has; 0: he has none.
  Watch(std::shared_ptr<SharedStream> stream, std::uint64_t resume_position);
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  // Waits for what he has not got yet: the next message when he missed none, or else the present
  // state as one message; first, when he missed nothing, a sign of life. It is a chunk of the body
  // of a gRPC-Web answer, the same bytes for all watchers. Null at the end: then End().
  Awaitable<std::shared_ptr<const std::string>> Next();
  // He waits for nothing any more: Next() gives null. Any thread.
  void Leave();

  // REQUIRES: Next() has returned.
  Metadata InitialMetadata() const;
  struct Ending {
    grpc::Status status;
    Metadata trailing;
  };
  // How the stream ended for him. REQUIRES: Next() gave null.
  Ending End() const;

 private:
  friend class SharedStream;
  Awaitable<void> WaitForNews();

  const std::shared_ptr<SharedStream> stream_;
  // Guarded by the stream:
  std::uint64_t seen_ = 0;  // version that he has; 0: nothing yet
  const std::uint64_t resume_position_;
  bool left_ = false;
  std::function<void()> resume_;  // continues the waiting Next(); null: it does not wait
};

// Streams that many watch. Watchers who ask the same, and whom the services would take for the
// same caller, share one call to the services: a message is framed once, and when the token of the
// call ends, so do all who watch with it. Thread-safe; outlives its watches and what runs on their
// executors.
class FanOut {
 public:
  // Who shares a call.
  struct Key {
    std::string method;
    std::string message;
    std::string audience;  // SHA-256 of all that tells the service who asks
    auto operator<=>(const Key&) const = default;
  };
  static Key KeyOf(const CallRequest& request);

  // `stub` outlives this. `key_of` is another one only in tests.
  explicit FanOut(UpstreamCall::Stub& stub, Key (*key_of)(const CallRequest&) = &KeyOf)
      : stub_(stub), key_of_(key_of) {}

  // Watches; what the call does for all is done on `executor` when this is the first watcher, and
  // `place` is held as long as the call lasts. Null when such calls are not shared: the state of
  // the stream is not known, or it has a deadline of its own; or when there is no place for a first
  // one.
  std::shared_ptr<Watch> Join(CallRequest request, const asio::any_io_executor& executor,
                              const std::shared_ptr<void>& place);

 private:
  friend class SharedStream;
  struct Entry {
    const SharedStream* identity = nullptr;
    std::weak_ptr<SharedStream> stream;
  };
  // Nobody else joins it.
  void Close(const Key& key, const SharedStream* stream);

  UpstreamCall::Stub& stub_;
  Key (*const key_of_)(const CallRequest&);
  std::mutex mutex_;
  std::map<Key, Entry> streams_;  // guarded by mutex_
};

}  // namespace touchstone::gateway
