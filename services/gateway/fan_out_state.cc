#include "services/gateway/fan_out_state.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::gateway {
namespace {

constexpr std::string_view kWatchStandings = "/touchstone.v1.LeaderboardService/WatchStandings";

// Lines of a board by code, as StandingsChange of leaderboard.proto says how they change.
class Standings final : public WatchedState {
 public:
  bool Take(const std::string& message) override {
    v1::WatchStandingsResponse next;
    if (!next.ParseFromString(message)) return false;
    const bool same_position = !frame_.has_snapshot() || next.position() == frame_.position();
    if (!next.has_heartbeat()) known_from_ = next.position() + (same_position ? 1 : 0);
    if (next.has_snapshot()) {
      lines_.clear();
      Put(*next.mutable_snapshot()->mutable_standings());
      frame_ = next;
    } else if (!frame_.has_snapshot()) {
      return false;
    } else if (next.has_change()) {
      for (const std::string& code : next.change().removed()) lines_.erase(code);
      Put(*next.mutable_change()->mutable_changed());
      frame_.mutable_snapshot()->set_total_size(next.change().total_size());
    } else if (!next.has_heartbeat()) {
      return false;
    }
    frame_.set_position(next.position());
    *frame_.mutable_server_time() = next.server_time();
    return true;
  }

  std::string Snapshot() const override {
    std::vector<const v1::Standing*> lines;
    for (const auto& [code, line] : lines_) lines.push_back(&line);
    const auto rank = [](const v1::Standing* line) {
      return line->place() == 0 ? std::numeric_limits<std::uint32_t>::max() : line->place();
    };
    std::ranges::stable_sort(lines, {}, rank);  // they are in the order of their codes
    v1::WatchStandingsResponse message = frame_;
    for (const v1::Standing* line : lines) *message.mutable_snapshot()->add_standings() = *line;
    return message.SerializeAsString();
  }

  std::string Resume(std::uint64_t position) const override {
    if (position < known_from_) return "";
    v1::WatchStandingsResponse message = frame_;
    message.mutable_heartbeat();
    return message.SerializeAsString();
  }

 private:
  void Put(google::protobuf::RepeatedPtrField<v1::Standing>& lines) {
    for (v1::Standing& line : lines) {
      const std::string code = line.code();
      lines_[code] = std::move(line);
    }
    lines.Clear();
  }

  std::map<std::string, v1::Standing> lines_;
  v1::WatchStandingsResponse frame_;  // a snapshot without its lines
  // A message of this position or a later one knows the lines; see WatchChannel::known_from_.
  std::uint64_t known_from_ = 0;
};

}  // namespace

std::unique_ptr<WatchedState> NewWatchedState(std::string_view method) {
  if (method == kWatchStandings) return std::make_unique<Standings>();
  return nullptr;
}

std::uint64_t TakeResumePosition(std::string_view method, std::string& request) {
  v1::WatchStandingsRequest watch;
  if (method != kWatchStandings || !watch.ParseFromString(request)) return 0;
  const std::uint64_t position = watch.resume_position();
  if (position == 0) return 0;
  watch.clear_resume_position();
  request = watch.SerializeAsString();
  return position;
}

}  // namespace touchstone::gateway
