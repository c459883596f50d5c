#include "services/ledger/event_memory.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "services/common/errors.h"
#include "services/judging/judging_convert.h"
#include "services/ledger/admission.h"
#include "services/ledger/contest_store.h"
#include "services/ledger/envelope_store.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::ledger {
namespace {

namespace keys = storage::keys;

constexpr std::uint64_t kEnd = std::numeric_limits<std::uint64_t>::max();

absl::Status ReadError(std::string message) {
  return MakeError(Reason::STORE_READ_FAILED, std::move(message));
}

v1::Receipt ReceiptOf(const v1::Entry& entry, const v1::Envelope& envelope, std::string leaf) {
  v1::Receipt receipt;
  receipt.set_entry_id(entry.entry_id());
  receipt.set_position(envelope.position());
  receipt.set_leaf(std::move(leaf));
  *receipt.mutable_server_time() = envelope.server_time();
  receipt.set_disposition(envelope.disposition());
  return receipt;
}

}  // namespace

absl::StatusOr<std::unique_ptr<EventMemory>> EventMemory::Load(const storage::KvStore& store,
                                                               std::string event,
                                                               std::size_t most_entrants) {
  const auto bytes = store.Get(keys::Resource("event", event));
  if (!bytes.ok()) return ReadError(std::string(bytes.status().message()));
  if (!*bytes) return MakeError(Reason::RESOURCE_NOT_FOUND);
  v1::Event resource;
  if (!resource.ParseFromString(**bytes)) return ReadError("an event does not parse");

  auto memory =
      std::unique_ptr<EventMemory>(new EventMemory(store, std::move(event), most_entrants));
  memory->state_ = judging::FromProto(resource.state());
  auto contest = LoadContest(store, memory->event_);
  if (!contest.ok()) return contest.status();
  memory->contest_ = *std::move(contest);
  if (absl::Status head = memory->LoadHead(); !head.ok()) return head;
  if (absl::Status waiting = memory->LoadWaiting(); !waiting.ok()) return waiting;
  return memory;
}

absl::Status EventMemory::LoadHead() {
  const std::string prefix = keys::EnvelopePrefix(event_);
  const absl::Status scanned = store_.ScanBackward(
      prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
        head_ = {keys::ParseNumber(key.substr(prefix.size())), LeafOf(value)};
        last_envelope_ = value;
        return false;
      });
  if (!scanned.ok()) return ReadError(std::string(scanned.message()));
  durable_position_ = head_.position;
  return absl::OkStatus();
}

absl::Status EventMemory::LoadWaiting() {
  const std::string prefix = keys::WaitingPrefix(event_);
  std::vector<std::uint64_t> positions;
  const absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        positions.push_back(keys::ParseNumber(key.substr(prefix.size())));
        return true;
      });
  if (!scanned.ok()) return ReadError(std::string(scanned.message()));
  for (const std::uint64_t position : positions) {
    const auto stored = ReadEnvelope(position);
    if (!stored.ok()) return stored.status();
    const auto entry = ParseEntry(stored->envelope.entry());
    if (!entry.ok()) return ReadError("a waiting entry does not parse");
    waiting_[entry->entry_id()] = {position, stored->envelope.entrant()};
  }
  return absl::OkStatus();
}

absl::StatusOr<EventMemory::StoredEnvelope> EventMemory::ReadEnvelope(
    std::uint64_t position) const {
  auto bytes = store_.Get(keys::Envelope(event_, position));
  if (!bytes.ok()) return ReadError(std::string(bytes.status().message()));
  StoredEnvelope stored;
  if (!*bytes || !stored.envelope.ParseFromString(**bytes)) {
    return ReadError("envelope " + std::to_string(position) + " cannot be read");
  }
  stored.bytes = **std::move(bytes);
  return stored;
}

absl::Status EventMemory::FoldHistory(std::string_view entrant, std::uint64_t last_position,
                                      HeldEntrant& held) const {
  const std::string prefix = keys::EntrantHistoryPrefix(event_, entrant);
  std::vector<std::uint64_t> positions;
  const absl::Status scanned =
      store_.Scan(prefix, storage::PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
        positions.push_back(keys::ParseNumber(key.substr(prefix.size())));
        return positions.back() < last_position;
      });
  if (!scanned.ok()) return ReadError(std::string(scanned.message()));
  for (const std::uint64_t position : positions) {
    if (position > last_position) break;
    const auto stored = ReadEnvelope(position);
    if (!stored.ok()) return stored.status();
    if (const auto effect = held.fold.Apply(contest_, stored->envelope); !effect.ok()) {
      return ReadError(std::string(effect.status().message()));
    }
    held.last_position = position;
  }
  return absl::OkStatus();
}

absl::StatusOr<EventMemory::HeldEntrant*> EventMemory::Hold(std::string_view entrant) {
  const std::string id(entrant);
  if (const auto found = entrants_.find(id); found != entrants_.end()) {
    uses_.splice(uses_.begin(), uses_, found->second.use);
    return &found->second;
  }
  HeldEntrant held;
  if (absl::Status folded = FoldHistory(id, kEnd, held); !folded.ok()) return folded;
  DropIdleEntrants();
  uses_.push_front(id);
  held.use = uses_.begin();
  return &entrants_.emplace(id, std::move(held)).first->second;
}

void EventMemory::DropIdleEntrants() {
  while (entrants_.size() >= most_entrants_ && !uses_.empty()) {
    const auto oldest = entrants_.find(uses_.back());
    // His history is not all in the store yet; whoever was used later is not far from it either.
    if (oldest->second.last_position > durable_position_) return;
    entrants_.erase(oldest);
    uses_.pop_back();
  }
}

void EventMemory::ForgetDurable(std::uint64_t position) {
  durable_position_ = std::max(durable_position_, position);
  while (!in_flight_.empty() && in_flight_.front().position <= durable_position_) {
    kept_.erase(in_flight_.front().entry_id);
    in_flight_.pop_front();
  }
}

absl::Status EventMemory::PutResource(std::string_view key, std::string_view value) {
  return ledger::PutResource(store_, event_, key, value, contest_);
}

absl::StatusOr<const judging::EntrantSheets*> EventMemory::SheetsOf(std::string_view entrant) {
  auto held = Hold(entrant);
  if (!held.ok()) return held.status();
  return &(*held)->fold.sheets();
}

absl::StatusOr<bool> EventMemory::HasEntries(std::string_view entrant) {
  auto held = Hold(entrant);
  if (!held.ok()) return held.status();
  return (*held)->last_position > 0;
}

std::vector<std::string> EventMemory::WaitingEntries() const {
  std::map<std::uint64_t, std::string> by_position;
  for (const auto& [id, waiting] : waiting_) by_position.emplace(waiting.position, id);
  std::vector<std::string> ids;
  for (auto& [position, id] : by_position) ids.push_back(std::move(id));
  return ids;
}

absl::StatusOr<v1::Receipt> EventMemory::ReceiptAgain(const StoredEnvelope& stored,
                                                      const v1::Entry& entry) const {
  const v1::Envelope& envelope = stored.envelope;
  v1::Receipt receipt = ReceiptOf(entry, envelope, LeafOf(stored.bytes));
  if (!entry.has_mark()) return receipt;
  HeldEntrant then;
  absl::Status folded = FoldHistory(envelope.entrant(), envelope.position(), then);
  if (!folded.ok()) return folded;
  const auto body = judging::ToBody(entry);
  const auto* entrant = contest_.FindEntrant(envelope.entrant());
  if (!body.ok() || entrant == nullptr) return ReadError("an entry of the chain is not readable");
  const auto& mark = std::get<judging::Mark>(*body);
  const judging::ScoringRules& rules = *contest_.FindDiscipline(entrant->discipline)->rules;
  const auto kind = rules.FindItem(mark.item)->kind;
  const bool shared = rules.RuleOf(kind).combine == judging::Combine::kShared;
  const auto& cell =
      then.fold.sheets().Cell({mark.item, mark.attempt, mark.round, shared ? "" : mark.judge});
  receipt.set_revision(cell.revision);
  if (cell.value) receipt.set_current_value(cell.value->ToString());
  return receipt;
}

absl::StatusOr<std::optional<v1::Receipt>> EventMemory::FindKept(
    const Submission& submission) const {
  const std::string& id = submission.entry.entry_id();
  if (const auto found = kept_.find(id); found != kept_.end()) {
    if (found->second.bytes != submission.bytes) return MakeError(Reason::ENTRY_ID_REUSED);
    return found->second.receipt;
  }
  const auto position = store_.Get(keys::EntryId(event_, id));
  if (!position.ok()) return ReadError(std::string(position.status().message()));
  if (!*position) return std::nullopt;
  const auto stored = ReadEnvelope(keys::ParseNumber(**position));
  if (!stored.ok()) return stored.status();
  if (stored->envelope.entry() != submission.bytes) return MakeError(Reason::ENTRY_ID_REUSED);
  return ReceiptAgain(*stored, submission.entry);
}

absl::StatusOr<std::string> EventMemory::EntrantOfEntry(const v1::Entry& entry) const {
  if (!entry.has_decision()) return EntrantOf(contest_, entry);
  const auto waiting = waiting_.find(entry.decision().entry_id());
  if (waiting == waiting_.end()) return MakeError(Reason::ENTRY_NOT_WAITING);
  return waiting->second.entrant;
}

void EventMemory::ExpectHead(storage::WriteBatch& batch) const {
  batch.ExpectAbsent(keys::Envelope(event_, head_.position + 1));
  if (head_.position > 0) batch.ExpectValue(keys::Envelope(event_, head_.position), last_envelope_);
}

absl::StatusOr<v1::Receipt> EventMemory::Take(const Submission& submission, Time now,
                                              storage::WriteBatch& batch) {
  const v1::Entry& entry = submission.entry;
  if (entry.event() != event_) {
    return MakeError(Reason::REQUEST_INVALID, "", {{"entry.event", "is another event"}});
  }
  auto kept = FindKept(submission);
  if (!kept.ok()) return kept.status();
  if (*kept) return **std::move(kept);

  const auto entrant = EntrantOfEntry(entry);
  if (!entrant.ok()) return entrant.status();
  static const EntrantFold kNobody;
  HeldEntrant* held = nullptr;
  if (!entrant->empty()) {
    auto found = Hold(*entrant);
    if (!found.ok()) return found.status();
    held = *found;
  }
  const auto verdict = Admit(contest_, state_, *entrant, held == nullptr ? kNobody : held->fold,
                             entry, submission.quarantined);
  if (!verdict.ok()) return verdict.status();

  v1::Envelope envelope;  // without the entry: what the fold and the receipt read
  envelope.set_position(head_.position + 1);
  *envelope.mutable_server_time() = ToTimestamp(now);
  envelope.set_disposition(judging::ToProto(verdict->disposition));
  envelope.set_entrant(*entrant);
  if (held != nullptr) {
    if (auto effect = held->fold.Apply(contest_, envelope, entry); !effect.ok()) {
      return effect.status();
    }
    held->last_position = envelope.position();
  }
  if (const std::string& next = entry.state_change().event_state(); !next.empty()) {
    state_ = *std::get<judging::StateChange>(*judging::ToBody(entry)).event_state;
  }
  last_envelope_ = Append({submission.bytes, submission.signature, envelope.server_time(),
                           envelope.disposition(), *entrant},
                          head_);
  Write(entry, envelope, last_envelope_, batch);
  if (!submission.note.empty()) {
    batch.Put(keys::Note(event_, entry.entry_id()), submission.note);
  }

  v1::Receipt receipt = ReceiptOf(entry, envelope, head_.leaf);
  receipt.set_revision(verdict->revision);
  if (verdict->current_value) receipt.set_current_value(verdict->current_value->ToString());
  in_flight_.push_back({head_.position, entry.entry_id()});
  kept_[entry.entry_id()] = {submission.bytes, receipt};
  receipt.set_feed_position(kNewEntry);
  return receipt;
}

void EventMemory::Write(const v1::Entry& entry, const v1::Envelope& envelope, std::string bytes,
                        storage::WriteBatch& batch) {
  std::uint64_t decided_position = 0;
  if (entry.has_decision()) {
    const auto decided = waiting_.find(entry.decision().entry_id());
    decided_position = decided->second.position;
    waiting_.erase(decided);
  }
  if (envelope.disposition() != v1::DISPOSITION_COUNTED) {
    waiting_[entry.entry_id()] = {envelope.position(), envelope.entrant()};
  }
  PutEnvelope(event_, entry, envelope, std::move(bytes), decided_position, batch);
}

}  // namespace touchstone::ledger
