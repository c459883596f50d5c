#include "services/ledger/fold.h"

#include <utility>

#include "services/common/errors.h"
#include "services/ledger/entry.h"

namespace touchstone::ledger {
namespace {

using judging::ScoringRules;

absl::Status Broken(const v1::Envelope& envelope, std::string why) {
  return MakeError(Reason::CHAIN_BROKEN, std::move(why), {},
                   {{"position", std::to_string(envelope.position())}});
}

const ScoringRules* RulesFor(const judging::Contest& contest, std::string_view entrant) {
  const judging::EntrantSetup* setup = contest.FindEntrant(entrant);
  if (setup == nullptr) return nullptr;
  const judging::DisciplineSetup* discipline = contest.FindDiscipline(setup->discipline);
  return discipline == nullptr ? nullptr : discipline->rules.get();
}

// Whether the rules know what the body is about, so that counting it cannot fail.
bool Fits(const ScoringRules& rules, const judging::EntryBody& body) {
  if (const auto* mark = std::get_if<judging::Mark>(&body)) {
    return rules.FindItem(mark->item) != nullptr;
  }
  if (const auto* seal = std::get_if<judging::Seal>(&body)) {
    return rules.FindModule(seal->module) != nullptr;
  }
  if (const auto* rescore = std::get_if<judging::Rescore>(&body)) {
    return rules.FindItem(rescore->item) != nullptr;
  }
  return true;
}

bool IsShared(const ScoringRules& rules, std::string_view item) {
  return rules.RuleOf(rules.FindItem(item)->kind).combine == judging::Combine::kShared;
}

}  // namespace

absl::StatusOr<Effect> EntrantFold::Apply(const judging::Contest& contest,
                                          const v1::Envelope& envelope) {
  absl::StatusOr<v1::Entry> entry = ParseEntry(envelope.entry());
  if (!entry.ok()) return Broken(envelope, "the entry cannot be read");
  return Apply(contest, envelope, *entry);
}

absl::StatusOr<Effect> EntrantFold::Apply(const judging::Contest& contest,
                                          const v1::Envelope& envelope, const v1::Entry& entry) {
  const ScoringRules* rules = RulesFor(contest, envelope.entrant());
  if (rules == nullptr) return Broken(envelope, "the entrant is unknown");
  absl::StatusOr<judging::EntryBody> body = judging::ToBody(entry);
  if (!body.ok()) return Broken(envelope, std::string(body.status().message()));
  if (!Fits(*rules, *body)) return Broken(envelope, "the scheme has no such item or module");

  if (envelope.disposition() != v1::DISPOSITION_COUNTED) {
    return Keep(envelope, entry.entry_id(), *std::move(body));
  }
  Effect effect{envelope.entrant(), "", false};
  if (const auto* decision = std::get_if<judging::Decision>(&*body)) {
    const auto found = waiting_.find(decision->entry_id);
    if (found == waiting_.end()) return Broken(envelope, "the entry decided on does not wait");
    const WaitingEntry waiting = std::move(found->second);
    waiting_.erase(found);
    if (!decision->accept) return Effect{};
    effect.path = Count(*rules, waiting.body, decision->entry_id, waiting.position);
  } else {
    effect.path = Count(*rules, *body, entry.entry_id(), envelope.position());
  }
  sheets_.AdvanceTo(envelope.position());
  return effect;
}

absl::StatusOr<Effect> EntrantFold::Keep(const v1::Envelope& envelope, const std::string& entry_id,
                                         judging::EntryBody body) {
  if (!std::holds_alternative<judging::Mark>(body) &&
      !std::holds_alternative<judging::Seal>(body)) {
    return Broken(envelope, "only marks and seals can wait");
  }
  waiting_.insert_or_assign(
      entry_id, WaitingEntry{envelope.position(), judging::FromProto(envelope.disposition()),
                             std::move(body)});
  return Effect{};
}

const WaitingEntry* EntrantFold::FindWaiting(std::string_view entry_id) const {
  const auto found = waiting_.find(entry_id);
  return found == waiting_.end() ? nullptr : &found->second;
}

std::string EntrantFold::Count(const ScoringRules& rules, const judging::EntryBody& body,
                               const std::string& entry_id, std::uint64_t position) {
  if (const auto* mark = std::get_if<judging::Mark>(&body)) {
    sheets_.Apply(*mark, IsShared(rules, mark->item), position);
    return mark->item;
  }
  if (const auto* seal = std::get_if<judging::Seal>(&body)) {
    sheets_.Apply(*seal);
    return seal->module;
  }
  if (const auto* rescore = std::get_if<judging::Rescore>(&body)) {
    const std::string_view module = judging::ModuleOf(rescore->item);
    sheets_.Apply(*rescore, module);
    return std::string(module);
  }
  if (const auto* incident = std::get_if<judging::Incident>(&body)) {
    sheets_.Apply(*incident, entry_id, position);
  }
  return "";
}

absl::StatusOr<Effect> EventFold::Apply(const judging::Contest& contest,
                                        const v1::Envelope& envelope) {
  absl::StatusOr<v1::Entry> entry = ParseEntry(envelope.entry());
  if (!entry.ok()) return Broken(envelope, "the entry cannot be read");
  return Apply(contest, envelope, *entry);
}

absl::StatusOr<Effect> EventFold::Apply(const judging::Contest& contest,
                                        const v1::Envelope& envelope, const v1::Entry& entry) {
  Effect effect;
  if (entry.has_state_change()) {
    absl::StatusOr<judging::EntryBody> body = judging::ToBody(entry);
    if (!body.ok()) return body.status();
    const auto& change = std::get<judging::StateChange>(*body);
    if (change.event_state) event_state_ = *change.event_state;
    if (change.board_state) board_state_ = *change.board_state;
    if (event_state_ == judging::EventState::kPublished) {
      board_state_ = judging::BoardState::kPublished;
    }
    effect.event_changed = true;
  } else {
    const auto entrant = entrants_.try_emplace(envelope.entrant()).first;
    absl::StatusOr<Effect> changed = entrant->second.Apply(contest, envelope, entry);
    if (!changed.ok()) return changed;
    effect = *std::move(changed);
  }
  position_ = envelope.position();
  return effect;
}

const EntrantFold& EventFold::Entrant(std::string_view entrant) const {
  static const EntrantFold kEmpty;
  const auto found = entrants_.find(entrant);
  return found == entrants_.end() ? kEmpty : found->second;
}

const judging::EntrantSheets& EventFold::SheetsOf(std::string_view entrant) const {
  return Entrant(entrant).sheets();
}

}  // namespace touchstone::ledger
