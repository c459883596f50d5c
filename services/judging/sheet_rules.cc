#include "services/judging/sheet_rules.h"

#include <algorithm>
#include <utility>

#include "services/common/errors.h"

namespace touchstone::judging {
namespace {

using R = Reason;

const ScoringRules& RulesOf(const Situation& at) {
  return *at.contest.FindDiscipline(at.entrant.discipline)->rules;
}

bool IsClosed(EventState state) {
  return state == EventState::kLocked || state == EventState::kPublished;
}

// "part/module" holds for "part/module" and everything below it; "" for everything.
bool Covers(std::string_view scope, std::string_view path) {
  return scope.empty() || path == scope ||
         (path.size() > scope.size() && path.substr(0, scope.size()) == scope &&
          path[scope.size()] == '/');
}

absl::Status CheckItemAndAttempt(const Situation& at, std::string_view item, int attempt) {
  const SchemeModule* module = RulesOf(at).FindModule(ModuleOf(item));
  if (module == nullptr || RulesOf(at).FindItem(item) == nullptr) {
    return MakeError(R::ITEM_UNKNOWN, "", {}, {{"item", std::string(item)}});
  }
  if (attempt < 1 || attempt > module->attempts) {
    return MakeError(R::ATTEMPT_UNKNOWN, "", {},
                     {{"item", std::string(item)}, {"attempt", std::to_string(attempt)}});
  }
  return absl::OkStatus();
}

absl::Status CheckAssigned(const Situation& at, std::string_view judge, std::string_view module) {
  if (at.contest.IsAssigned(judge, at.entrant, module)) return absl::OkStatus();
  return MakeError(R::JUDGE_NOT_ASSIGNED, "", {},
                   {{"judge", std::string(judge)}, {"module", std::string(module)}});
}

absl::Status RoundWrong(std::string_view item, int present) {
  return MakeError(R::RESCORE_ROUND_WRONG, "", {},
                   {{"item", std::string(item)}, {"round", std::to_string(present)}});
}

// An incident that leaves nothing to mark at `path` in this attempt.
bool LiftsMarking(const Incident& incident, std::string_view path, int attempt) {
  switch (incident.kind) {
    case IncidentKind::kWithdrawn:
      return true;
    case IncidentKind::kSafetyZero:
    case IncidentKind::kDisqualified:
    case IncidentKind::kDidNotFinish:
    case IncidentKind::kDidNotStart:
      return Covers(incident.scope, path) && (incident.attempt == 0 || incident.attempt == attempt);
    case IncidentKind::kEquipmentFault:
    case IncidentKind::kRevoked:
      return false;
  }
  return false;
}

bool WasAttempted(const EntrantSheets& sheets, std::string_view module, int attempt) {
  return attempt == 1 ||
         std::any_of(sheets.cells().begin(), sheets.cells().end(), [&](const auto& entry) {
           return entry.first.attempt == attempt && entry.second.HasMark() &&
                  ModuleOf(entry.first.item) == module;
         });
}

void RequireText(const std::string& text, std::string field, std::vector<FieldViolation>& missing) {
  if (text.empty()) missing.push_back({"entry.incident." + std::move(field), "is required"});
}

std::vector<FieldViolation> MissingOf(const Situation& at, const Incident& incident) {
  using Kind = IncidentKind;
  std::vector<FieldViolation> missing;
  RequireText(incident.reason, "reason", missing);
  const bool grave = incident.kind == Kind::kSafetyZero || incident.kind == Kind::kDisqualified;
  if (grave || incident.kind == Kind::kEquipmentFault) RequireText(incident.rule, "rule", missing);
  if (grave) {
    if (at.contest.FindJudge(incident.judge) == nullptr) {
      missing.push_back({"entry.incident.judge", "must be a judge of the event"});
    }
    if (at.contest.FindJudge(incident.witness) == nullptr || incident.witness == incident.judge) {
      missing.push_back({"entry.incident.witness", "must be another judge of the event"});
    }
  }
  if (incident.kind == Kind::kSafetyZero) RequireText(incident.scope, "scope", missing);
  if (incident.kind == Kind::kRevoked) {
    const auto standing = at.sheets.Incidents();
    if (std::none_of(standing.begin(), standing.end(),
                     [&](const auto* past) { return past->entry_id == incident.revokes; })) {
      missing.push_back({"entry.incident.revokes", "must be an incident of this entrant"});
    }
  }
  return missing;
}

// As IsPanelComplete(), for sheets that a re-score may have opened since.
bool WasPanelComplete(const Situation& at, const SchemeModule& module, const Panel& panel) {
  const int sealed =
      static_cast<int>(std::count_if(panel.begin(), panel.end(), [&](const std::string& judge) {
        return at.sheets.WasSealed(module.path, judge);
      }));
  return sealed >= std::max(1, module.panel_size) &&
         (RulesOf(at).pack().panel_complete == PanelComplete::kPanelSize ||
          sealed == static_cast<int>(panel.size()));
}

}  // namespace

absl::StatusOr<const EntrantSetup*> EntrantWithCode(const Contest& contest,
                                                    std::string_view discipline,
                                                    std::string_view code) {
  const EntrantSetup* entrant = contest.FindEntrantByCode(discipline, code);
  if (entrant != nullptr && contest.FindDiscipline(discipline) != nullptr) return entrant;
  return MakeError(R::ENTRANT_UNKNOWN, "", {},
                   {{"discipline", std::string(discipline)}, {"entrant_code", std::string(code)}});
}

absl::StatusOr<Verdict> DecideMark(const Situation& at, const Mark& mark) {
  if (at.state == EventState::kDraft) return MakeError(R::EVENT_NOT_RUNNING);
  const SchemeItem* item = RulesOf(at).FindItem(mark.item);
  if (item == nullptr) return MakeError(R::ITEM_UNKNOWN, "", {}, {{"item", mark.item}});
  if (absl::Status s = CheckAssigned(at, mark.judge, ModuleOf(mark.item)); !s.ok()) return s;
  if (absl::Status s = CheckItemAndAttempt(at, mark.item, mark.attempt); !s.ok()) return s;
  if (mark.value && mark.not_attempted) return MakeError(R::MARK_NULL_NOT_ALLOWED);
  if (mark.value) {
    if (absl::Status s = CheckValue(*item, *mark.value); !s.ok()) return s;
  }
  const int round = at.sheets.RoundOf(mark.item, mark.attempt);
  if (mark.round > round) return RoundWrong(mark.item, round);

  const bool shared = RulesOf(at).RuleOf(item->kind).combine == Combine::kShared;
  const CellState& cell =
      at.sheets.Cell({mark.item, mark.attempt, mark.round, shared ? std::string() : mark.judge});
  Verdict verdict{Disposition::kCounted, cell.revision, cell.value};
  if (at.quarantined) {
    verdict.disposition = Disposition::kQuarantined;
  } else if (IsClosed(at.state) || !at.sheets.MayChange(mark.item, mark.attempt, mark.judge)) {
    verdict.disposition = Disposition::kLate;
  } else if (mark.round < round || mark.base_revision != cell.revision ||
             (!mark.replaces.empty() && mark.replaces != cell.entry_id)) {
    verdict.disposition = Disposition::kConflict;
  } else {
    verdict.revision += 1;
    verdict.current_value = mark.value;
  }
  return verdict;
}

absl::StatusOr<Verdict> DecideSeal(const Situation& at, const Seal& seal) {
  if (at.state == EventState::kDraft) return MakeError(R::EVENT_NOT_RUNNING);
  if (RulesOf(at).FindModule(seal.module) == nullptr) {
    return MakeError(R::ITEM_UNKNOWN, "", {}, {{"module", seal.module}});
  }
  if (absl::Status s = CheckAssigned(at, seal.judge, seal.module); !s.ok()) return s;
  if (at.quarantined) return Verdict{Disposition::kQuarantined, 0, std::nullopt};
  if (IsClosed(at.state)) return Verdict{Disposition::kLate, 0, std::nullopt};
  if (absl::Status s = CheckNoGaps(at, seal); !s.ok()) return s;
  return Verdict{};
}

absl::Status CheckNoGaps(const Situation& at, const Seal& seal) {
  std::vector<FieldViolation> gaps;
  for (std::string& path : GapsOf(at, seal)) gaps.push_back({std::move(path), "has no mark"});
  if (gaps.empty()) return absl::OkStatus();
  std::string items;
  for (const FieldViolation& gap : gaps) items += (items.empty() ? "" : ",") + gap.field;
  return MakeError(R::SHEET_HAS_GAPS, "", std::move(gaps), {{"items", std::move(items)}});
}

bool MayStayEmpty(const ScoringRules& rules, const EntrantSheets& sheets, const SchemeItem& item,
                  int attempt) {
  if (rules.RuleOf(item.kind).may_be_missing) return true;
  const auto incidents = sheets.Incidents();
  return std::any_of(incidents.begin(), incidents.end(), [&](const auto* recorded) {
    return LiftsMarking(recorded->incident, item.path, attempt);
  });
}

std::vector<std::string> GapsOf(const Situation& at, const Seal& seal) {
  const ScoringRules& rules = RulesOf(at);
  const SchemeModule& module = *rules.FindModule(seal.module);
  std::vector<std::string> gaps;
  for (int attempt = 1; attempt <= module.attempts; ++attempt) {
    if (!WasAttempted(at.sheets, module.path, attempt)) continue;
    for (const SchemeBlock& block : module.blocks) {
      for (const SchemeItem& item : block.items) {
        const ItemRule& rule = rules.RuleOf(item.kind);
        const std::string judge = rule.combine == Combine::kShared ? "" : seal.judge;
        const int round = at.sheets.RoundOf(item.path, attempt);
        if (at.sheets.Cell({item.path, attempt, round, judge}).HasMark()) continue;
        if (MayStayEmpty(rules, at.sheets, item, attempt)) continue;
        gaps.push_back(attempt == 1 ? item.path : item.path + "#" + std::to_string(attempt));
      }
    }
  }
  return gaps;
}

absl::Status CheckIncident(const Situation& at, const Incident& incident) {
  if (at.state == EventState::kPublished) return MakeError(R::EVENT_STATE_WRONG);
  if (!incident.scope.empty() && !RulesOf(at).HasScope(incident.scope)) {
    return MakeError(R::ITEM_UNKNOWN, "", {}, {{"scope", incident.scope}});
  }
  if (incident.attempt != 0) {
    const SchemeModule* module = RulesOf(at).FindModule(ModuleOf(incident.scope));
    if (module == nullptr || incident.attempt < 0 || incident.attempt > module->attempts) {
      return MakeError(R::ATTEMPT_UNKNOWN, "", {}, {{"attempt", std::to_string(incident.attempt)}});
    }
  }
  std::vector<FieldViolation> missing = MissingOf(at, incident);
  if (missing.empty()) return absl::OkStatus();
  return MakeError(R::INCIDENT_INCOMPLETE, "", std::move(missing));
}

absl::Status CheckRescore(const Situation& at, const Rescore& rescore) {
  if (at.state == EventState::kDraft) return MakeError(R::EVENT_NOT_RUNNING);
  if (IsClosed(at.state)) return MakeError(R::EVENT_STATE_WRONG);
  if (absl::Status s = CheckItemAndAttempt(at, rescore.item, rescore.attempt); !s.ok()) return s;
  const int round = at.sheets.RoundOf(rescore.item, rescore.attempt);
  if (rescore.round != round + 1) return RoundWrong(rescore.item, round);
  const SchemeModule& module = *RulesOf(at).FindModule(ModuleOf(rescore.item));
  const Panel panel = at.contest.PanelOf(at.entrant, module.path);
  const bool still_open = std::any_of(panel.begin(), panel.end(), [&](const std::string& judge) {
    return at.sheets.IsOpenForRescore(rescore.item, rescore.attempt, judge);
  });
  if (still_open || !WasPanelComplete(at, module, panel)) {
    return MakeError(R::PANEL_INCOMPLETE, "", {}, {{"module", module.path}});
  }
  return absl::OkStatus();
}

absl::Status CheckDecision(EventState state) {
  if (state == EventState::kDraft) return MakeError(R::EVENT_NOT_RUNNING);
  if (state == EventState::kPublished) return MakeError(R::EVENT_STATE_WRONG);
  return absl::OkStatus();
}

absl::Status CheckChainReader(EventState state, bool runs_event) {
  if (runs_event || IsClosed(state)) return absl::OkStatus();
  return MakeError(R::EVENT_STATE_WRONG, "the chain is open to readers after the lock");
}

absl::Status CheckStateChange(EventState event, const StateChange& change) {
  using State = EventState;
  if (!change.event_state && !change.board_state) {
    return MakeError(R::ENTRY_MALFORMED, "", {{"entry.state_change", "changes nothing"}});
  }
  State after = event;
  if (change.event_state) {
    after = *change.event_state;
    const bool unlock = event == State::kLocked && after == State::kRunning;
    const bool allowed = unlock || (event == State::kDraft && after == State::kRunning) ||
                         (event == State::kRunning && after == State::kLocked) ||
                         (event == State::kLocked && after == State::kPublished);
    if (!allowed) return MakeError(R::EVENT_STATE_WRONG);
    if (unlock && change.reason.empty()) {
      return MakeError(R::ENTRY_MALFORMED, "", {{"entry.state_change.reason", "is required"}});
    }
  }
  if (change.board_state &&
      (*change.board_state == BoardState::kPublished) != (after == State::kPublished)) {
    return MakeError(R::EVENT_STATE_WRONG);
  }
  return absl::OkStatus();
}

}  // namespace touchstone::judging
