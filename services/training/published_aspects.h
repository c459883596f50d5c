#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/training/lost_marks.h"
#include "services/training/published_events.h"
#include "storage/kv_store.h"

namespace touchstone::training {

// What everybody got in each aspect of published contests. Kept in memory as far as there is room:
// a contest's results change by another publication only, and all of its chain is read for them.
// Thread-safe; the store must outlive it.
class PublishedAspects {
 public:
  struct Entrant {
    std::string discipline;  // id
    std::string code;
    std::vector<AspectResult> aspects;
  };
  using Entrants = std::vector<Entrant>;

  explicit PublishedAspects(const storage::KvStore& store) : store_(store) {}

  // By discipline, then as they are placed. STORE_READ_FAILED.
  absl::StatusOr<std::shared_ptr<const Entrants>> Of(const PublishedEvent& event);

 private:
  struct Kept {
    std::string publication;  // the event as it was published
    std::shared_ptr<const Entrants> entrants;
    std::size_t aspects = 0;
  };
  // Some 200 bytes each.
  static constexpr std::size_t kMostAspects = 200'000;

  void Keep(const std::string& event, Kept kept);

  const storage::KvStore& store_;
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;  // guarded by mutex_; by name of the event
  std::size_t aspects_ = 0;           // guarded by mutex_; of all that are kept
};

}  // namespace touchstone::training
