#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/leaderboard/board_line.h"
#include "services/leaderboard/followed_event.h"
#include "services/training/civil_time.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.pb.h"

// What training takes from contests. All goes through ReadPublishedEvent(), so nothing of an event
// is known here before it is published, or while it is unlocked again.
namespace touchstone::training {

struct PublishedEvent {
  v1::Event event;
  CivilDate day;  // of the publication, in China: the day of the contest in files
  std::vector<v1::Discipline> disciplines;
};

// Nothing when there is no such event, or it is not published. STORE_READ_FAILED.
absl::StatusOr<std::optional<PublishedEvent>> ReadPublishedEvent(const storage::KvStore& store,
                                                                 const std::string& event);

// Its board: all of its contest is read for it. STORE_READ_FAILED.
absl::StatusOr<std::shared_ptr<leaderboard::FollowedEvent>> LoadBoard(const storage::KvStore& store,
                                                                      const PublishedEvent& event);

// Those who were in the discipline, by id of the discipline. STORE_READ_FAILED.
absl::StatusOr<std::vector<leaderboard::Line>> EntrantsOf(const leaderboard::FollowedEvent& board,
                                                          const std::string& discipline);

// The worker with this code; nothing for nobody of the registry, such as after an import without
// names. STORE_READ_FAILED.
absl::StatusOr<std::optional<v1::Worker>> WorkerOf(const storage::KvStore& store,
                                                   const PublishedEvent& event,
                                                   const std::string& discipline,
                                                   const std::string& code);

}  // namespace touchstone::training
