#include "services/training/published_events.h"

#include <utility>

#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

constexpr std::size_t kMostLines = 1'000'000;

absl::StatusOr<std::vector<v1::Discipline>> Disciplines(const storage::KvStore& store,
                                                        const std::string& event) {
  std::vector<v1::Discipline> disciplines;
  const std::string prefix = keys::ResourcePrefixIn(event, "discipline");
  absl::Status scanned =
      store.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
        v1::Discipline& discipline = disciplines.emplace_back();
        return discipline.ParseFromArray(value.data(), static_cast<int>(value.size()));
      });
  if (!scanned.ok()) return StoreError(scanned);
  return disciplines;
}

}  // namespace

absl::StatusOr<std::optional<PublishedEvent>> ReadPublishedEvent(const storage::KvStore& store,
                                                                 const std::string& event) {
  auto stored = ReadStored<v1::Event>(store, keys::Resource("event", event));
  if (!stored.ok()) return stored.status();
  if (!*stored || (*stored)->state() != v1::Event::STATE_PUBLISHED) {
    return std::optional<PublishedEvent>();
  }
  auto disciplines = Disciplines(store, event);
  if (!disciplines.ok()) return disciplines.status();
  PublishedEvent published;
  published.event = **std::move(stored);
  published.day = DayAt(ToInstant(published.event.publish_time()), "");
  published.disciplines = *std::move(disciplines);
  return std::optional<PublishedEvent>(std::move(published));
}

absl::StatusOr<std::shared_ptr<leaderboard::FollowedEvent>> LoadBoard(const storage::KvStore& store,
                                                                      const PublishedEvent& event) {
  return leaderboard::FollowedEvent::Load(store, LastId(event.event.name()));
}

absl::StatusOr<std::vector<leaderboard::Line>> EntrantsOf(const leaderboard::FollowedEvent& board,
                                                          const std::string& discipline) {
  constexpr leaderboard::View kEverything{true, false, true, true, true};
  auto page = board.Look([&](const leaderboard::EventBoard& seen) {
    return seen.Lines({discipline, "", leaderboard::Group::kEntrants}, kEverything, 0, kMostLines);
  });
  if (!page.ok()) return page.status();
  return std::move(page->lines);
}

absl::StatusOr<std::optional<v1::Worker>> WorkerOf(const storage::KvStore& store,
                                                   const PublishedEvent& event,
                                                   const std::string& discipline,
                                                   const std::string& code) {
  const std::string event_id = LastId(event.event.name());
  auto id = store.Get(keys::EntrantCode(event_id, discipline, code));
  if (!id.ok()) return StoreError(id.status());
  if (!*id) return std::optional<v1::Worker>();
  auto entrant = ReadStored<v1::Entrant>(store, keys::ResourceIn(event_id, "entrant", **id));
  if (!entrant.ok()) return entrant.status();
  if (!*entrant || (*entrant)->worker().empty()) return std::optional<v1::Worker>();
  return ReadStored<v1::Worker>(store, keys::Resource("worker", LastId((*entrant)->worker())));
}

}  // namespace touchstone::training
