// How a followed event takes in changes of its set-up, and what it writes down.
#include <algorithm>

#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/judging/judging_convert.h"
#include "services/leaderboard/followed_event.h"
#include "services/leaderboard/snapshot_rows.h"
#include "services/ledger/contest_store.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::leaderboard {
namespace {

namespace keys = storage::keys;

absl::Status ReadError(const absl::Status& status) {
  return MakeError(Reason::STORE_READ_FAILED, std::string(status.message()));
}

judging::BoardState ParseState(std::string_view name) {
  using judging::BoardState;
  for (BoardState state : {BoardState::kLive, BoardState::kFrozen, BoardState::kPublished}) {
    if (judging::StateName(state) == name) return state;
  }
  return BoardState::kNumbersOnly;
}

}  // namespace

std::set<std::string> FollowedEvent::EntrantsWithEntries(std::string_view discipline) const {
  std::set<std::string> found;
  for (const std::string& id : with_entries_) {
    const judging::EntrantSetup* entrant = contest_.FindEntrant(id);
    if (entrant != nullptr && (discipline.empty() || entrant->discipline == discipline)) {
      found.insert(id);
    }
  }
  return found;
}

absl::Status FollowedEvent::ResourceChanged(std::string_view kind, std::string_view id) {
  const std::string key = keys::ResourceIn(event_, kind, id);
  const auto bytes = store_.Get(key);
  if (!bytes.ok()) return ReadError(bytes.status());
  if (!*bytes) return absl::OkStatus();
  std::lock_guard lock(mutex_);
  if (kind == "team") {
    v1::Team team;
    if (!team.ParseFromString(**bytes)) return ReadError(absl::DataLossError("a team"));
    const std::string company(judging::LastSegment(team.company()));
    board_.PutTeam(std::string(id), {team.display_name(), company});
    return LoadCompany(company);
  }
  const std::uint64_t setup_before = SetupChecksum(contest_);
  std::set<std::string> changed;  // whose results may be others now
  if (kind == "assignment") {     // what it covered before
    const auto before = contest_.assignments().find(id);
    if (before != contest_.assignments().end()) {
      changed = EntrantsWithEntries(before->second.discipline);
    }
  }
  if (absl::Status put = ledger::PutResource(store_, event_, key, **bytes, contest_); !put.ok()) {
    return put;
  }
  if (kind == "entrant") {
    const std::string entrant(id);
    board_.PutEntrant(entrant);
    entrants_by_worker_.reset();
    if (with_entries_.count(entrant) > 0) changed.insert(entrant);
    absl::Status company = LoadCompany(contest_.FindEntrant(entrant)->company);
    if (!company.ok()) return company;
  } else if (kind == "discipline") {
    board_.DisciplinesChanged();
    frozen_dirty_ = board_.setting().state == judging::BoardState::kFrozen;
    for (const auto& [entrant, setup] : contest_.entrants()) {
      if (setup.discipline == id) board_.PutEntrant(entrant);
    }
    changed = EntrantsWithEntries(id);
  } else if (SetupChecksum(contest_) == setup_before) {
    changed.clear();  // a judge's name
  } else if (kind == "judge") {
    changed = EntrantsWithEntries("");
  } else if (kind == "assignment") {
    changed.merge(EntrantsWithEntries(contest_.assignments().find(id)->second.discipline));
  }
  head_dirty_ = true;
  return EvaluateAnew(changed, position_);
}

absl::Status FollowedEvent::CompanyChanged(std::string_view id) {
  const auto bytes = store_.Get(keys::Resource("company", id));
  if (!bytes.ok()) return ReadError(bytes.status());
  v1::Company company;
  if (!*bytes || !company.ParseFromString(**bytes)) return absl::OkStatus();
  std::lock_guard lock(mutex_);
  if (board_.KnowsCompany(id)) board_.PutCompany(std::string(id), company.display_name());
  return absl::OkStatus();
}

absl::Status FollowedEvent::WorkerChanged(std::string_view id) {
  if (!entrants_by_worker_) {
    entrants_by_worker_.emplace();
    const std::string prefix = keys::ResourcePrefixIn(event_, "entrant");
    const absl::Status scanned = store_.Scan(
        prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
          v1::Entrant entrant;
          if (entrant.ParseFromArray(value.data(), static_cast<int>(value.size())) &&
              !entrant.worker().empty()) {
            entrants_by_worker_->emplace(judging::LastSegment(entrant.worker()),
                                         key.substr(prefix.size()));
          }
          return true;
        });
    if (!scanned.ok()) return ReadError(scanned);
  }
  const auto [first, last] = entrants_by_worker_->equal_range(std::string(id));
  std::vector<std::string> entrants;
  for (auto each = first; each != last; ++each) entrants.push_back(each->second);
  for (const std::string& entrant : entrants) {
    if (absl::Status put = ResourceChanged("entrant", entrant); !put.ok()) return put;
  }
  return absl::OkStatus();
}

bool FollowedEvent::AddSnapshotTo(storage::WriteBatch& batch) {
  std::lock_guard lock(mutex_);
  if (!head_dirty_) return false;
  for (const std::string& entrant : dirty_) {
    const judging::EntrantSetup& setup = *contest_.FindEntrant(entrant);
    const SeatState state{setup.discipline, setup.code, *board_.FindResult(entrant)};
    batch.Put(RowPrefix(event_, false) + entrant, Seal(ToRow(state, setup.company)));
  }
  if (frozen_dirty_) {
    for (const std::string& entrant : with_entries_) {
      batch.Delete(RowPrefix(event_, true) + entrant);
    }
    const EventBoard::Copy frozen = board_.FrozenCopy();
    for (const auto& [entrant, state] : frozen) {
      batch.Put(RowPrefix(event_, true) + entrant, Seal(ToRow(state, "")));
    }
    frozen_rows_ = frozen.size();
  }
  storage::v1::LeaderboardHead head;
  head.set_format(kSnapshotFormat);
  head.set_position(position_);
  head.set_setup(SetupChecksum(contest_));
  head.set_board_state(std::string(judging::StateName(board_.setting().state)));
  head.set_names_before_freeze(board_.setting().names_before_freeze);
  head.set_live_rows(with_entries_.size());
  head.set_frozen_rows(frozen_rows_);
  batch.Put(HeadKey(event_), Seal(head));
  dirty_.clear();
  head_dirty_ = false;
  frozen_dirty_ = false;
  return true;
}

std::optional<FollowedEvent::Rows> FollowedEvent::ReadRows(bool frozen, std::uint64_t count) const {
  const std::string prefix = RowPrefix(event_, frozen);
  Rows rows;
  bool sound = true;
  const absl::Status scanned = store_.Scan(
      prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
        rows.emplace_back(key.substr(prefix.size()), storage::v1::LeaderboardRow());
        sound = Unseal(value, rows.back().second);
        return sound;
      });
  if (!scanned.ok() || !sound || rows.size() != count) return std::nullopt;
  return rows;
}

absl::Status FollowedEvent::LoadSnapshot(std::uint64_t end) {
  const auto bytes = store_.Get(HeadKey(event_));
  storage::v1::LeaderboardHead head;
  if (!bytes.ok() || !*bytes || !Unseal(**bytes, head) || head.format() != kSnapshotFormat ||
      head.position() > end) {
    return absl::OkStatus();
  }
  const bool is_frozen = ParseState(head.board_state()) == judging::BoardState::kFrozen;
  const auto live = ReadRows(false, head.live_rows());
  const auto frozen = is_frozen ? ReadRows(true, head.frozen_rows()) : Rows();
  if (!live || !frozen) return absl::OkStatus();

  std::vector<std::pair<std::string, SeatState>> results;
  std::set<std::string> outdated;  // rules, judges or the entrant changed since
  const bool same_setup = head.setup() == SetupChecksum(contest_);
  for (const auto& [id, row] : *live) {
    auto state = FromRow(row);
    const judging::EntrantSetup* entrant = contest_.FindEntrant(id);
    if (!state || entrant == nullptr) return absl::OkStatus();
    if (!same_setup || row.discipline() != entrant->discipline ||
        row.company() != entrant->company) {
      outdated.insert(id);
    }
    results.emplace_back(id, *std::move(state));
  }
  EventBoard::Copy copy;
  for (const auto& [id, row] : *frozen) {
    auto state = FromRow(row);
    const judging::EntrantSetup* entrant = contest_.FindEntrant(id);
    if (!state || entrant == nullptr) return absl::OkStatus();
    copy.emplace_back(id, *std::move(state));
  }
  for (auto& [id, state] : results) {
    with_entries_.insert(id);
    if (outdated.count(id) == 0) board_.PutResult(id, std::move(state.result));
  }
  position_ = head.position();
  frozen_rows_ = head.frozen_rows();
  board_.Restore({ParseState(head.board_state()), head.names_before_freeze()}, std::move(copy));
  return EvaluateAnew(outdated, position_);
}

}  // namespace touchstone::leaderboard
