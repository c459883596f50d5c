#include "services/leaderboard/watch_channel.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "services/judging/judging_convert.h"
#include "services/leaderboard/leaderboard_convert.h"

namespace touchstone::leaderboard {
namespace {

grpc::ByteBuffer ToBuffer(const v1::WatchStandingsResponse& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace

WatchChannel::State WatchChannel::Read(const EventBoard& board) const {
  State state;
  state.board_state = board.setting().state;
  state.view = ViewOf(key_.audience, board.setting());
  const auto page = board.Lines(key_.board, state.view, 0, key_.limit);
  if (!page.ok() || !state.view.open) return state;  // was checked when the watcher came
  state.total_size = page->total_size;
  for (const Line& line : page->lines) {
    state.lines.push_back(ToProto(line, key_.board.group, key_.event));
    state.bytes.push_back(state.lines.back().SerializeAsString());
  }
  return state;
}

// False when the change is better told by the whole board.
bool WatchChannel::TellChange(const State& next, v1::StandingsChange& change) const {
  if (!(next.view == state_.view) || next.board_state != state_.board_state) return false;
  std::map<std::string_view, const std::string*> before;
  for (std::size_t i = 0; i < state_.lines.size(); ++i) {
    before[state_.lines[i].code()] = &state_.bytes[i];
  }
  for (std::size_t i = 0; i < next.lines.size(); ++i) {
    const auto known = before.find(next.lines[i].code());
    const bool same = known != before.end() && *known->second == next.bytes[i];
    if (!same) *change.add_changed() = next.lines[i];
    if (known != before.end()) before.erase(known);
  }
  for (const auto& [code, bytes] : before) change.add_removed(std::string(code));
  change.set_total_size(static_cast<std::uint32_t>(next.total_size));
  return static_cast<std::size_t>(change.changed_size()) * 2 <= next.lines.size() + 2;
}

v1::WatchStandingsResponse WatchChannel::Message() const {
  v1::WatchStandingsResponse message;
  message.set_position(position_);
  *message.mutable_server_time() = ToTimestamp(changed_at_);
  return message;
}

v1::WatchStandingsResponse WatchChannel::Heartbeat() const {
  v1::WatchStandingsResponse message = Message();
  message.mutable_heartbeat();
  return message;
}

void WatchChannel::Refresh(std::shared_ptr<const FollowedEvent> event, std::uint64_t position,
                           Time now, std::chrono::milliseconds heartbeat) {
  std::lock_guard one_at_a_time(refresh_mutex_);
  State next;
  const bool looked = event->Look([&](const EventBoard& board) {
    if (event == event_ && board.version() == board_version_) return false;
    board_version_ = board.version();
    next = Read(board);
    return true;
  });
  event_ = std::move(event);
  std::vector<std::shared_ptr<Watcher>> everybody;
  std::unique_ptr<grpc::ByteBuffer> beat;
  {
    std::lock_guard lock(mutex_);
    const bool same_position = version_ == 0 || position == position_;
    position_ = position;
    const bool changed =
        looked &&
        (version_ == 0 || next.bytes != state_.bytes || next.total_size != state_.total_size ||
         next.board_state != state_.board_state || !(next.view == state_.view));
    everybody = watchers_;
    if (changed) {
      changed_at_ = sent_at_ = now;
      known_from_ = position + (same_position ? 1 : 0);
      v1::WatchStandingsResponse message = Message();
      const bool told = version_ > 0 && TellChange(next, *message.mutable_change());
      change_ = told ? std::make_unique<grpc::ByteBuffer>(ToBuffer(message)) : nullptr;
      snapshot_.reset();
      state_ = std::move(next);
      ++version_;
    } else if (now - sent_at_ >= heartbeat) {
      sent_at_ = changed_at_ = now;
      beat = std::make_unique<grpc::ByteBuffer>(ToBuffer(Heartbeat()));
    } else {
      return;  // whoever is behind is served when his message is gone
    }
  }
  for (const auto& watcher : everybody) {
    if (beat != nullptr) {
      if (watcher->Claim()) watcher->Send(*beat);
    } else {
      Continue(watcher);
    }
  }
}

const grpc::ByteBuffer* WatchChannel::NextFor(const Watcher& watcher) {
  if (watcher.has_version_ == version_) return nullptr;
  if (watcher.has_version_ + 1 == version_ && change_ != nullptr) return change_.get();
  if (snapshot_ == nullptr) {
    v1::WatchStandingsResponse message = Message();
    v1::StandingsSnapshot& snapshot = *message.mutable_snapshot();
    for (const v1::Standing& line : state_.lines) *snapshot.add_standings() = line;
    snapshot.set_total_size(static_cast<std::uint32_t>(state_.total_size));
    snapshot.set_board_state(judging::ToProto(state_.board_state));
    snapshot_ = std::make_unique<grpc::ByteBuffer>(ToBuffer(message));
  }
  return snapshot_.get();
}

void WatchChannel::Continue(const std::shared_ptr<Watcher>& watcher) {
  grpc::ByteBuffer message;
  {
    std::lock_guard lock(mutex_);
    const grpc::ByteBuffer* next = NextFor(*watcher);
    if (next == nullptr || !watcher->Claim()) return;
    message = *next;
    watcher->has_version_ = version_;
  }
  watcher->Send(message);
}

void WatchChannel::Join(std::shared_ptr<Watcher> watcher, std::uint64_t resume_position) {
  bool resumes = false;
  grpc::ByteBuffer beat;
  {
    std::lock_guard lock(mutex_);
    watchers_.push_back(watcher);
    resumes = resume_position >= known_from_ && watcher->Claim();
    if (resumes) {
      watcher->has_version_ = version_;
      beat = ToBuffer(Heartbeat());
    }
  }
  resumes ? watcher->Send(beat) : Continue(watcher);
}

void WatchChannel::Leave(const Watcher* watcher) {
  std::lock_guard lock(mutex_);
  std::erase_if(watchers_, [&](const auto& each) { return each.get() == watcher; });
}

bool WatchChannel::IsEmpty() const {
  std::lock_guard lock(mutex_);
  return watchers_.empty();
}

}  // namespace touchstone::leaderboard
