#include "services/leaderboard/followed_event.h"

#include <limits>

#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/leaderboard/snapshot_rows.h"
#include "services/ledger/contest_store.h"
#include "services/ledger/entry.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/ledger.pb.h"

namespace touchstone::leaderboard {
namespace {

namespace keys = storage::keys;

constexpr std::size_t kMostNodes = 400'000;    // some 200 MB of sheets and derivations
constexpr std::uint64_t kManyEntries = 5'000;  // more are taken in entrant by entrant
constexpr std::size_t kEntriesAtOnce = 64;     // readers wait no longer than for these

absl::Status ReadError(const absl::Status& status) {
  return MakeError(Reason::STORE_READ_FAILED, std::string(status.message()));
}

absl::StatusOr<v1::Envelope> ParseEnvelope(std::string_view bytes) {
  v1::Envelope envelope;
  if (envelope.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return envelope;
  return MakeError(Reason::STORE_READ_FAILED, "an envelope does not parse");
}

std::size_t NodesOf(const judging::Derivation& derivation) {
  std::size_t nodes = 1;
  for (const judging::Derivation& child : derivation.children) nodes += NodesOf(child);
  return nodes;
}

}  // namespace

FollowedEvent::FollowedEvent(const storage::KvStore& store, std::string event,
                             judging::Contest contest)
    : store_(store), event_(std::move(event)), contest_(std::move(contest)), board_(contest_) {}

absl::StatusOr<std::shared_ptr<FollowedEvent>> FollowedEvent::Load(const storage::KvStore& store,
                                                                   std::string event) {
  // The end first: whom an entry is about is then surely in the contest.
  std::uint64_t end = 0;
  {
    FollowedEvent probe(store, event, {});
    auto found = probe.EndOfChain();
    if (!found.ok()) return found.status();
    end = *found;
  }
  auto contest = ledger::LoadContest(store, event);
  if (!contest.ok()) return contest.status();
  std::shared_ptr<FollowedEvent> loaded(
      new FollowedEvent(store, std::move(event), *std::move(contest)));
  if (absl::Status names = loaded->LoadNames(); !names.ok()) return names;
  if (absl::Status snapshot = loaded->LoadSnapshot(end); !snapshot.ok()) return snapshot;
  if (absl::Status advanced = loaded->Advance(end); !advanced.ok()) return advanced;
  return loaded;
}

absl::StatusOr<std::uint64_t> FollowedEvent::EndOfChain() const {
  const std::string prefix = keys::EnvelopePrefix(event_);
  std::uint64_t end = 0;
  const absl::Status scanned = store_.ScanBackward(
      prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        end = keys::ParseNumber(key.substr(prefix.size()));
        return false;
      });
  if (!scanned.ok()) return ReadError(scanned);
  return end;
}

absl::Status FollowedEvent::LoadNames() {
  for (const auto& [id, entrant] : contest_.entrants()) {
    board_.PutEntrant(id);
    if (absl::Status company = LoadCompany(entrant.company); !company.ok()) return company;
  }
  const std::string prefix = keys::ResourcePrefixIn(event_, "team");
  std::vector<std::string> teams;
  const absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        teams.emplace_back(key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok()) return ReadError(scanned);
  for (const std::string& team : teams) {
    if (absl::Status put = ResourceChanged("team", team); !put.ok()) return put;
  }
  return absl::OkStatus();
}

absl::Status FollowedEvent::LoadCompany(std::string_view id) {
  if (id.empty() || board_.KnowsCompany(id)) return absl::OkStatus();
  const auto bytes = store_.Get(keys::Resource("company", id));
  if (!bytes.ok()) return ReadError(bytes.status());
  v1::Company company;  // an archive without names has no companies
  if (*bytes) company.ParseFromString(**bytes);
  board_.PutCompany(std::string(id), company.display_name());
  return absl::OkStatus();
}

absl::StatusOr<ledger::EntrantFold> FollowedEvent::FoldHistory(const std::string& entrant,
                                                               std::uint64_t last_position) const {
  const std::string prefix = keys::EntrantHistoryPrefix(event_, entrant);
  std::vector<std::uint64_t> positions;
  const absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        positions.push_back(keys::ParseNumber(key.substr(prefix.size())));
        return positions.back() < last_position;
      });
  if (!scanned.ok()) return ReadError(scanned);
  ledger::EntrantFold fold;
  for (const std::uint64_t position : positions) {
    if (position > last_position) break;
    const auto bytes = store_.Get(keys::Envelope(event_, position));
    if (!bytes.ok()) return ReadError(bytes.status());
    if (!*bytes) return MakeError(Reason::STORE_READ_FAILED, "an envelope is missing");
    const auto envelope = ParseEnvelope(**bytes);
    if (!envelope.ok()) return envelope.status();
    if (const auto effect = fold.Apply(contest_, *envelope); !effect.ok()) {
      return ReadError(effect.status());
    }
  }
  return fold;
}

absl::StatusOr<FollowedEvent::Held*> FollowedEvent::Hold(const std::string& entrant,
                                                         std::uint64_t last_position) {
  if (const auto found = held_.find(entrant); found != held_.end()) return &found->second;
  const judging::EntrantSetup* setup = contest_.FindEntrant(entrant);
  if (setup == nullptr) {
    return MakeError(Reason::STORE_READ_FAILED, "the chain names an unknown entrant");
  }
  auto fold = FoldHistory(entrant, last_position);
  if (!fold.ok()) return fold.status();
  if (held_nodes_ >= kMostNodes) {
    held_.clear();
    held_nodes_ = 0;
  }
  Held& held = held_[entrant];
  held.fold = *std::move(fold);
  held.panels = contest_.PanelsOf(*setup);
  held.score = judging::Evaluate(*contest_.FindDiscipline(setup->discipline)->rules,
                                 held.fold.sheets(), held.panels);
  held_nodes_ += NodesOf(held.score.total);
  return &held;
}

void FollowedEvent::PutResult(const std::string& entrant, const judging::Score& score) {
  const judging::EntrantSetup& setup = *contest_.FindEntrant(entrant);
  board_.PutResult(entrant, ResultOf(*contest_.FindDiscipline(setup.discipline), score));
  with_entries_.insert(entrant);
  dirty_.insert(entrant);
}

absl::Status FollowedEvent::ApplyStateChange(const v1::Entry& entry) {
  const auto body = judging::ToBody(entry);
  if (!body.ok()) return ReadError(body.status());
  const auto& change = std::get<judging::StateChange>(*body);
  std::optional<judging::BoardState> state = change.board_state;
  if (change.event_state == judging::EventState::kPublished)
    state = judging::BoardState::kPublished;
  if (!state) return absl::OkStatus();
  board_.ChangeState(*state);
  frozen_dirty_ = board_.setting().state == judging::BoardState::kFrozen;
  return absl::OkStatus();
}

absl::Status FollowedEvent::Step(const v1::Envelope& envelope) {
  const auto entry = ledger::ParseEntry(envelope.entry());
  if (!entry.ok()) return ReadError(entry.status());
  position_ = envelope.position();
  head_dirty_ = true;
  if (entry->has_state_change()) return ApplyStateChange(*entry);
  const std::string& entrant = envelope.entrant();
  auto held = Hold(entrant, envelope.position() - 1);
  if (!held.ok()) return held.status();
  const auto effect = (*held)->fold.Apply(contest_, envelope, *entry);
  if (!effect.ok()) return ReadError(effect.status());
  if (!effect->Any()) return absl::OkStatus();
  const judging::EntrantSetup& setup = *contest_.FindEntrant(entrant);
  const judging::ScoringRules& rules = *contest_.FindDiscipline(setup.discipline)->rules;
  const judging::EntrantSheets& sheets = (*held)->fold.sheets();
  if (effect->path.empty()) {
    (*held)->score = judging::Evaluate(rules, sheets, (*held)->panels);
  } else {
    judging::Reevaluate(rules, sheets, (*held)->panels, effect->path, (*held)->score);
  }
  PutResult(entrant, (*held)->score);
  return absl::OkStatus();
}

absl::Status FollowedEvent::Advance(std::uint64_t position) {
  if (position <= position_) return absl::OkStatus();
  return position - position_ > kManyEntries ? Replay(position) : AdvanceByEntries(position);
}

absl::Status FollowedEvent::AdvanceByEntries(std::uint64_t position) {
  while (position_ < position) {
    std::vector<v1::Envelope> envelopes;
    absl::Status parsed;
    const absl::Status scanned =
        store_.Scan(keys::Envelope(event_, position_ + 1), keys::Envelope(event_, position + 1),
                    [&](std::string_view, std::string_view value) {
                      auto envelope = ParseEnvelope(value);
                      if (!envelope.ok()) parsed = envelope.status();
                      if (envelope.ok()) envelopes.push_back(*std::move(envelope));
                      return parsed.ok() && envelopes.size() < kEntriesAtOnce;
                    });
    if (!scanned.ok()) return ReadError(scanned);
    if (!parsed.ok()) return parsed;
    if (envelopes.empty()) return MakeError(Reason::STORE_READ_FAILED, "the chain has a gap");
    std::lock_guard lock(mutex_);
    for (const v1::Envelope& envelope : envelopes) {
      if (absl::Status stepped = Step(envelope); !stepped.ok()) return stepped;
    }
  }
  return absl::OkStatus();
}

absl::Status FollowedEvent::Replay(std::uint64_t position) {
  std::lock_guard lock(mutex_);
  std::set<std::string> touched;
  absl::Status replayed;
  const absl::Status scanned =
      store_.Scan(keys::Envelope(event_, position_ + 1), keys::Envelope(event_, position + 1),
                  [&](std::string_view, std::string_view value) {
                    const auto envelope = ParseEnvelope(value);
                    replayed = envelope.status();
                    if (!replayed.ok()) return false;
                    if (!envelope->entrant().empty()) {
                      touched.insert(envelope->entrant());
                      return true;
                    }
                    const auto entry = ledger::ParseEntry(envelope->entry());
                    replayed = entry.ok() ? EvaluateAnew(touched, envelope->position())
                                          : ReadError(entry.status());
                    touched.clear();
                    if (replayed.ok()) replayed = ApplyStateChange(*entry);
                    return replayed.ok();
                  });
  if (!replayed.ok()) return replayed;
  if (!scanned.ok()) return ReadError(scanned);
  held_.clear();
  held_nodes_ = 0;
  position_ = position;
  head_dirty_ = true;
  return EvaluateAnew(touched, position);
}

absl::Status FollowedEvent::EvaluateAnew(const std::set<std::string>& entrants,
                                         std::uint64_t position) {
  for (const std::string& entrant : entrants) {
    held_.erase(entrant);
    auto held = Hold(entrant, position);
    if (!held.ok()) return held.status();
    PutResult(entrant, (*held)->score);
  }
  return absl::OkStatus();
}

std::uint64_t FollowedEvent::position() const {
  std::lock_guard lock(mutex_);
  return position_;
}

std::uint64_t FollowedEvent::version() const {
  std::lock_guard lock(mutex_);
  return board_.version();
}

absl::StatusOr<FollowedEvent::Explanation> FollowedEvent::Explain(std::string_view discipline,
                                                                  std::string_view code) {
  std::lock_guard lock(mutex_);
  const judging::DisciplineSetup* setup = contest_.FindDiscipline(discipline);
  if (setup == nullptr) return MakeError(Reason::RESOURCE_NOT_FOUND, "no such discipline");
  const judging::EntrantSetup* entrant = contest_.FindEntrantByCode(discipline, code);
  if (entrant == nullptr) return MakeError(Reason::ENTRANT_UNKNOWN);
  auto held = Hold(entrant->id, position_);
  if (!held.ok()) return held.status();
  return Explanation{(*held)->score, *setup};
}

}  // namespace touchstone::leaderboard
