#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "services/common/clock.h"
#include "services/leaderboard/event_board.h"
#include "services/leaderboard/followed_event.h"
#include "services/leaderboard/visibility.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::leaderboard {

// What a watcher watches. All with the same key get the same bytes.
struct WatchKey {
  std::string event;
  BoardId board;
  Audience audience = Audience::kAnonymous;
  std::size_t limit = 100;
  auto operator<=>(const WatchKey&) const = default;
};

// Takes messages one at a time. Thread-safe.
class Watcher {
 public:
  virtual ~Watcher() = default;
  // Says that a message comes. False while another one is on its way, or when nobody reads any
  // more.
  virtual bool Claim() = 0;
  // REQUIRES: Claim() was true. WatchChannel::Continue() is called when the message is gone.
  virtual void Send(const grpc::ByteBuffer& message) = 0;

 private:
  friend class WatchChannel;
  std::uint64_t has_version_ = 0;  // guarded by the channel; 0: nothing yet
};

// The present state of a board for one audience, and those who watch it. A message is serialised
// once, whoever gets it. A watcher has at most one message on its way; when that is gone he gets
// what has become of the board meanwhile: the last change, or the whole board when he missed more
// than one. Thread-safe.
class WatchChannel {
 public:
  explicit WatchChannel(WatchKey key) : key_(std::move(key)) {}

  const WatchKey& key() const { return key_; }

  // Looks whether the board has changed and sends it to everybody who waits for nothing else.
  // `position` is how far `event` is at least. When nothing was sent since `heartbeat`, a
  // heartbeat is.
  void Refresh(std::shared_ptr<const FollowedEvent> event, std::uint64_t position, Time now,
               std::chrono::milliseconds heartbeat);
  // Adds a watcher. He gets the whole board, or a heartbeat when it has surely not changed since a
  // message of `resume_position`; 0: he has none. REQUIRES: Refresh() was called.
  void Join(std::shared_ptr<Watcher> watcher, std::uint64_t resume_position = 0);
  void Leave(const Watcher* watcher);
  // The watcher's message is gone: he gets the next one if there is something new.
  void Continue(const std::shared_ptr<Watcher>& watcher);
  bool IsEmpty() const;

 private:
  struct State {
    std::vector<v1::Standing> lines;
    std::vector<std::string> bytes;  // of the lines, to find differences
    std::size_t total_size = 0;
    judging::BoardState board_state = judging::BoardState::kNumbersOnly;
    View view;
  };

  State Read(const EventBoard& board) const;
  bool TellChange(const State& next, v1::StandingsChange& change) const;
  const grpc::ByteBuffer* NextFor(const Watcher& watcher);
  v1::WatchStandingsResponse Message() const;
  v1::WatchStandingsResponse Heartbeat() const;

  const WatchKey key_;
  std::mutex refresh_mutex_;                    // one refresh at a time; taken before mutex_
  std::shared_ptr<const FollowedEvent> event_;  // that was looked at; guarded by refresh_mutex_
  std::uint64_t board_version_ = 0;             // of it; guarded by refresh_mutex_
  mutable std::mutex mutex_;                    // guards all below
  std::vector<std::shared_ptr<Watcher>> watchers_;
  State state_;
  std::uint64_t version_ = 0;  // of state_, counting from 1
  std::uint64_t position_ = 0;
  // A message of this position or a later one knows state_. More than the position of the change
  // when a message before it had the same.
  std::uint64_t known_from_ = 0;
  Time changed_at_;
  Time sent_at_;
  std::unique_ptr<grpc::ByteBuffer> change_;    // from the version before; null: cannot be told
  std::unique_ptr<grpc::ByteBuffer> snapshot_;  // made when somebody needs it
};

}  // namespace touchstone::leaderboard
