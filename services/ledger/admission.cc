#include "services/ledger/admission.h"

#include <variant>

#include "services/common/errors.h"
#include "services/judging/judging_convert.h"

namespace touchstone::ledger {
namespace {

using judging::Situation;
using judging::Verdict;

absl::StatusOr<Verdict> Counted(absl::Status checked) {
  if (!checked.ok()) return checked;
  return Verdict{};
}

// Accepting a seal asks for what a seal in time would have asked for.
absl::StatusOr<Verdict> AdmitDecision(const Situation& at, const EntrantFold& entrant,
                                      const judging::Decision& decision) {
  if (absl::Status s = judging::CheckDecision(at.state); !s.ok()) return s;
  const WaitingEntry* waiting = entrant.FindWaiting(decision.entry_id);
  if (waiting == nullptr) {
    return MakeError(Reason::ENTRY_NOT_WAITING, "", {}, {{"entry_id", decision.entry_id}});
  }
  const auto* seal = std::get_if<judging::Seal>(&waiting->body);
  if (decision.accept && seal != nullptr) return Counted(judging::CheckNoGaps(at, *seal));
  return Verdict{};
}

}  // namespace

absl::StatusOr<std::string> EntrantOf(const judging::Contest& contest, const v1::Entry& entry) {
  if (entry.has_decision() || entry.has_state_change()) return std::string();
  const judging::EntrantReference reference = judging::ReferenceOf(entry);
  const auto entrant = judging::EntrantWithCode(contest, reference.discipline, reference.code);
  if (!entrant.ok()) return entrant.status();
  return (*entrant)->id;
}

absl::StatusOr<Verdict> Admit(const judging::Contest& contest, judging::EventState state,
                              const std::string& entrant_id, const EntrantFold& entrant,
                              const v1::Entry& entry, bool quarantined) {
  const absl::StatusOr<judging::EntryBody> body = judging::ToBody(entry);
  if (!body.ok()) return body.status();
  if (const auto* change = std::get_if<judging::StateChange>(&*body)) {
    return Counted(judging::CheckStateChange(state, *change));
  }
  const judging::EntrantSetup* setup = contest.FindEntrant(entrant_id);
  if (setup == nullptr) return MakeError(Reason::ENTRANT_UNKNOWN);
  const Situation at{contest, *setup, entrant.sheets(), state, quarantined};
  if (const auto* mark = std::get_if<judging::Mark>(&*body)) return DecideMark(at, *mark);
  if (const auto* seal = std::get_if<judging::Seal>(&*body)) return DecideSeal(at, *seal);
  if (const auto* rescore = std::get_if<judging::Rescore>(&*body)) {
    return Counted(CheckRescore(at, *rescore));
  }
  if (const auto* incident = std::get_if<judging::Incident>(&*body)) {
    return Counted(CheckIncident(at, *incident));
  }
  return AdmitDecision(at, entrant, std::get<judging::Decision>(*body));
}

}  // namespace touchstone::ledger
