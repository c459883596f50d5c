#include "services/events/event_rules.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "services/common/errors.h"
#include "services/judging/scoring.h"

namespace touchstone::events {
namespace {

constexpr std::size_t kMostNamed = 20;

using judging::EventState;

std::vector<FieldViolation> Named(std::string_view field, const std::vector<std::string>& values) {
  std::vector<FieldViolation> violations;
  for (const std::string& value : values) {
    if (violations.size() == kMostNamed) break;
    violations.push_back({std::string(field), value});
  }
  return violations;
}

// Judges of the panel who may mark the entrant, against the panel's size.
void AddPanelGaps(const judging::Contest& contest, const judging::DisciplineSetup& discipline,
                  const judging::EntrantSetup& entrant, std::vector<FieldViolation>& gaps) {
  for (const judging::SchemePart& part : discipline.rules->scheme().parts) {
    for (const judging::SchemeModule& module : part.modules) {
      std::size_t judges = contest.PanelOf(entrant, module.path).size();
      if (judges >= static_cast<std::size_t>(module.panel_size)) continue;
      gaps.push_back({"disciplines/" + discipline.id + "/modules/" + module.path,
                      "entrant " + entrant.code + " has " + std::to_string(judges) + " of " +
                          std::to_string(module.panel_size) + " judges"});
    }
  }
}

bool IsTextForPeople(std::string_view field) {
  return field == "display_name" || field == "trade" || field == "venue";
}

bool RestsOnMarks(std::string_view kind, std::string_view field) {
  return kind == "entrant" && (field == "discipline" || field == "code");
}

bool IsFixed(EventState state, std::string_view kind, std::string_view field, bool has_marks) {
  if (kind == "assignment" && (field == "judge" || field == "discipline")) return true;
  if (has_marks && RestsOnMarks(kind, field)) return true;
  if (state == EventState::kDraft) return false;
  if (kind == "discipline" && (field == "rule_pack" || field == "scheme")) return true;
  return state == EventState::kPublished && !IsTextForPeople(field);
}

}  // namespace

absl::Status CheckReadyToStart(const judging::Contest& contest) {
  std::vector<FieldViolation> gaps;
  if (contest.disciplines().empty()) gaps.push_back({"disciplines", "no discipline"});
  std::map<std::string_view, int> entrants;
  for (const auto& [id, entrant] : contest.entrants()) {
    ++entrants[entrant.discipline];
    const judging::DisciplineSetup* discipline = contest.FindDiscipline(entrant.discipline);
    if (discipline != nullptr) AddPanelGaps(contest, *discipline, entrant, gaps);
  }
  for (const auto& [id, discipline] : contest.disciplines()) {
    if (entrants[id] == 0) gaps.insert(gaps.begin(), {"disciplines/" + id, "no entrants"});
  }
  if (gaps.empty()) return absl::OkStatus();
  if (gaps.size() > kMostNamed) gaps.resize(kMostNamed);
  return MakeError(Reason::EVENT_NOT_READY, "", std::move(gaps));
}

std::vector<std::string> UnfinishedModules(const judging::Contest& contest,
                                           const judging::EntrantSetup& entrant,
                                           const judging::EntrantSheets& sheets) {
  using judging::EntrantStatus;
  using judging::NodeState;
  std::vector<std::string> modules;
  const judging::DisciplineSetup* discipline = contest.FindDiscipline(entrant.discipline);
  if (discipline == nullptr || sheets.IsWithdrawn()) return modules;
  const judging::Score score =
      judging::Evaluate(*discipline->rules, sheets, contest.PanelsOf(entrant));
  if (score.status != EntrantStatus::kProvisional && score.status != EntrantStatus::kWaiting &&
      score.status != EntrantStatus::kRescore) {
    return modules;
  }
  for (const judging::SchemePart& part : discipline->rules->scheme().parts) {
    for (const judging::SchemeModule& module : part.modules) {
      const judging::Derivation* node = judging::FindNode(score.total, module.path);
      if (node == nullptr || node->state == NodeState::kNotMarked ||
          node->state == NodeState::kPanelIncomplete || node->state == NodeState::kRescore) {
        modules.push_back(module.path);
      }
    }
  }
  return modules;
}

absl::Status CheckReadyToPublish(const Unfinished& unfinished, bool force) {
  if (force) return absl::OkStatus();
  if (!unfinished.sheets.empty()) {
    return MakeError(Reason::MARKS_PENDING, "", Named("sheets", unfinished.sheets),
                     {{"sheets", std::to_string(unfinished.sheets.size())}});
  }
  if (!unfinished.entries.empty()) {
    return MakeError(Reason::ENTRIES_WAITING, "", Named("entries", unfinished.entries),
                     {{"entries", std::to_string(unfinished.entries.size())}});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> GrantsUnlock(std::string_view requested_by, std::string_view person) {
  if (requested_by.empty()) return false;
  if (requested_by == person) return MakeError(Reason::SECOND_PERSON_NEEDED);
  return true;
}

absl::Status CheckCreate(EventState state, std::string_view kind) {
  EventState last = kind == "discipline"   ? EventState::kDraft
                    : kind == "assignment" ? EventState::kLocked
                                           : EventState::kRunning;
  return state <= last ? absl::OkStatus() : MakeError(Reason::EVENT_STATE_WRONG);
}

absl::Status CheckChange(EventState state, std::string_view kind,
                         const std::vector<std::string>& changed_fields, bool has_marks) {
  std::vector<FieldViolation> fixed;
  for (const std::string& field : changed_fields) {
    if (IsFixed(state, kind, field, has_marks)) fixed.push_back({field, "cannot change any more"});
  }
  if (fixed.empty()) return absl::OkStatus();
  return MakeError(Reason::FIELD_IMMUTABLE, "", std::move(fixed));
}

absl::Status CheckDeskChange(const std::vector<std::string>& changed_fields) {
  std::vector<FieldViolation> others;
  for (const std::string& field : changed_fields) {
    if (field != "check_in_time") others.push_back({field, "is not changed by the desk"});
  }
  if (others.empty()) return absl::OkStatus();
  return MakeError(Reason::ROLE_NOT_ALLOWED, "", std::move(others));
}

absl::Status CheckInterest(const judging::Contest& contest,
                           const judging::AssignmentSetup& assignment) {
  std::vector<FieldViolation> own;
  for (const std::string& id : assignment.entrants) {
    const judging::EntrantSetup* entrant = contest.FindEntrant(id);
    if (entrant == nullptr || !contest.HasInterest(assignment.judge, *entrant)) continue;
    own.push_back(
        {"assignment.entrants", "entrant " + entrant->code + " is of the judge's company"});
  }
  if (own.empty()) return absl::OkStatus();
  return MakeError(Reason::JUDGE_HAS_INTEREST, "", std::move(own));
}

}  // namespace touchstone::events
