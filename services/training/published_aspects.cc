#include "services/training/published_aspects.h"

#include <utility>

#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

absl::StatusOr<PublishedAspects::Entrants> ReadAspects(const storage::KvStore& store,
                                                       const PublishedEvent& event) {
  PublishedAspects::Entrants entrants;
  auto board = LoadBoard(store, event);
  if (!board.ok()) return board.status();
  for (const v1::Discipline& discipline : event.disciplines) {
    const std::string id = LastId(discipline.name());
    auto lines = EntrantsOf(**board, id);
    if (!lines.ok()) return lines.status();
    for (const leaderboard::Line& line : *lines) {
      auto explained = (*board)->Explain(id, line.code);
      if (!explained.ok()) return explained.status();
      entrants.push_back(
          {id, line.code, AspectsOf(*explained->discipline.rules, explained->score)});
    }
  }
  return entrants;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PublishedAspects::Entrants>> PublishedAspects::Of(
    const PublishedEvent& event) {
  std::string publication = event.event.SerializeAsString();
  {
    std::lock_guard lock(mutex_);
    const auto found = kept_.find(event.event.name());
    if (found != kept_.end() && found->second.publication == publication) {
      return found->second.entrants;
    }
  }
  auto read = ReadAspects(store_, event);
  if (!read.ok()) return read.status();
  Kept kept{std::move(publication), std::make_shared<const Entrants>(*std::move(read))};
  // An entrant without any takes room, too.
  for (const Entrant& entrant : *kept.entrants) kept.aspects += 1 + entrant.aspects.size();
  auto entrants = kept.entrants;
  Keep(event.event.name(), std::move(kept));
  return entrants;
}

void PublishedAspects::Keep(const std::string& event, Kept kept) {
  std::lock_guard lock(mutex_);
  if (kept.aspects > kMostAspects) return;
  if (aspects_ + kept.aspects > kMostAspects) {
    kept_.clear();
    aspects_ = 0;
  }
  Kept& place = kept_[event];
  aspects_ += kept.aspects - place.aspects;
  place = std::move(kept);
}

}  // namespace touchstone::training
