#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/leaderboard/followed_event.h"
#include "services/leaderboard/visibility.h"
#include "storage/kv_store.h"
#include "touchstone/v1/leaderboard.pb.h"

// What there is to see: events by their titles, and the boards of an event. Thread-safe.
namespace touchstone::leaderboard {

// The title of `event` (an id) and the boards that `audience` may see of it, those of groups only
// when somebody is on them. STORE_READ_FAILED; RESOURCE_NOT_FOUND without such an event.
absl::StatusOr<v1::EventBoards> ReadEventBoards(const storage::KvStore& store,
                                                const std::string& event, Audience audience,
                                                const FollowedEvent& followed);

// Published events, the newest publication first, those of one moment by name.
// STORE_READ_FAILED.
absl::StatusOr<std::vector<v1::EventTitle>> ReadPublishedEvents(const storage::KvStore& store);

}  // namespace touchstone::leaderboard
