#include "services/judging/sheets.h"

#include <algorithm>
#include <utility>

namespace touchstone::judging {

std::string_view ModuleOf(std::string_view path) {
  const std::size_t part_end = path.find('/');
  if (part_end == std::string_view::npos) return path;
  return path.substr(0, path.find('/', part_end + 1));
}

void EntrantSheets::Apply(const Mark& mark, bool shared, std::uint64_t position) {
  CellKey key{mark.item, mark.attempt, mark.round, shared ? std::string() : mark.judge};
  CellState& cell = cells_[std::move(key)];
  cell.value = mark.value;
  cell.not_attempted = mark.not_attempted;
  cell.unsure = mark.unsure;
  cell.revision += 1;
  cell.position = position;
  cell.entry_id = mark.entry_id;
  AdvanceTo(position);
}

void EntrantSheets::Apply(const Seal& seal) {
  SheetState& sheet = sheets_[{seal.module, seal.judge}];
  sheet.sealed = true;
  sheet.sealed_before = true;
  sheet.reopened.clear();
}

void EntrantSheets::Apply(const Incident& incident, std::string entry_id, std::uint64_t position) {
  if (incident.kind == IncidentKind::kRevoked) {
    revoked_.insert(incident.revokes);
  } else {
    incidents_.push_back({std::move(entry_id), position, incident});
  }
  AdvanceTo(position);
}

void EntrantSheets::Apply(const Rescore& rescore, std::string_view module) {
  rounds_[{rescore.item, rescore.attempt}] = rescore.round;
  for (auto& [key, sheet] : sheets_) {
    if (key.module != module) continue;
    sheet.sealed = false;
    sheet.reopened.insert({rescore.item, rescore.attempt});
  }
}

const CellState& EntrantSheets::Cell(const CellKey& key) const {
  static const CellState kEmpty;
  const auto found = cells_.find(key);
  return found == cells_.end() ? kEmpty : found->second;
}

int EntrantSheets::RoundOf(std::string_view item, int attempt) const {
  const auto found = rounds_.find({std::string(item), attempt});
  return found == rounds_.end() ? 0 : found->second;
}

bool EntrantSheets::IsSealed(std::string_view module, std::string_view judge) const {
  const auto found = sheets_.find({std::string(module), std::string(judge)});
  return found != sheets_.end() && found->second.sealed;
}

bool EntrantSheets::WasSealed(std::string_view module, std::string_view judge) const {
  const auto found = sheets_.find({std::string(module), std::string(judge)});
  return found != sheets_.end() && found->second.sealed_before;
}

bool EntrantSheets::IsOpenForRescore(std::string_view item, int attempt,
                                     std::string_view judge) const {
  const auto found = sheets_.find({std::string(ModuleOf(item)), std::string(judge)});
  return found != sheets_.end() && !found->second.sealed &&
         found->second.reopened.count({std::string(item), attempt}) > 0;
}

bool EntrantSheets::MayChange(std::string_view item, int attempt, std::string_view judge) const {
  return !WasSealed(ModuleOf(item), judge) || IsOpenForRescore(item, attempt, judge);
}

std::vector<const RecordedIncident*> EntrantSheets::Incidents() const {
  std::vector<const RecordedIncident*> standing;
  for (const RecordedIncident& recorded : incidents_) {
    if (revoked_.count(recorded.entry_id) == 0) standing.push_back(&recorded);
  }
  return standing;
}

bool EntrantSheets::IsWithdrawn() const {
  const std::vector<const RecordedIncident*> standing = Incidents();
  return std::any_of(standing.begin(), standing.end(), [](const RecordedIncident* recorded) {
    return recorded->incident.kind == IncidentKind::kWithdrawn;
  });
}

void EntrantSheets::AdvanceTo(std::uint64_t position) {
  last_position_ = std::max(last_position_, position);
}

bool IsPanelComplete(const ScoringRules& rules, const SchemeModule& module, const Panel& panel,
                     const EntrantSheets& sheets) {
  const int sealed =
      static_cast<int>(std::count_if(panel.begin(), panel.end(), [&](const std::string& judge) {
        return sheets.IsSealed(module.path, judge);
      }));
  if (sealed < std::max(1, module.panel_size)) return false;
  return rules.pack().panel_complete == PanelComplete::kPanelSize ||
         sealed == static_cast<int>(panel.size());
}

}  // namespace touchstone::judging
