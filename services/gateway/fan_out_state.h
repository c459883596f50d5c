#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// What the messages of a watch add up to. Pure.
namespace touchstone::gateway {

// The present state of what a stream tells by a snapshot and changes, so that whoever comes late or
// missed messages can be told all of it in one message.
class WatchedState {
 public:
  virtual ~WatchedState() = default;
  // Adds a serialised message of the stream. False: it is none, or comes before the first
  // snapshot; the state is of no use then.
  virtual bool Take(const std::string& message) = 0;
  // The state as a serialised message of the stream. REQUIRES: Take() was true.
  virtual std::string Snapshot() const = 0;
  // A serialised message for who has one of `position`: empty when the state may have changed
  // since. REQUIRES: Take() was true.
  virtual std::string Resume(std::uint64_t position) const = 0;
};

// For a stream of `method`, such as "/touchstone.v1.LeaderboardService/WatchStandings"; null: its
// messages do not add up to a state that this knows.
std::unique_ptr<WatchedState> NewWatchedState(std::string_view method);

// Takes the position to resume from out of a serialised request of such a stream, so that all who
// ask for the same have the same request; 0: there is none, and the request stays as it is.
std::uint64_t TakeResumePosition(std::string_view method, std::string& request);

}  // namespace touchstone::gateway
