#include "clients/cli/archive_build.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "clients/cli/archive_entries.h"
#include "clients/cli/archive_marks.h"
#include "services/common/errors.h"
#include "services/judging/rule_pack_convert.h"
#include "services/ledger/archive.h"

namespace touchstone::cli {
namespace {

// A module that says nothing of its panel has as many judges as its largest panel; one if they
// share all cells.
void SetPanelSizes(const BuildMarks& marks, BuildSetup& setup) {
  std::map<std::pair<std::size_t, std::string>, std::size_t> largest;
  for (std::size_t i = 0; i < setup.entrants.size(); ++i)
    for (const auto& [module, judges] : marks.panels[i]) {
      std::size_t& size = largest[{setup.entrants[i].discipline, module}];
      size = std::max(size, judges.size());
    }
  for (std::size_t d = 0; d < setup.disciplines.size(); ++d) {
    BuildDiscipline& discipline = setup.disciplines[d];
    for (v1::SchemePart& part : *discipline.scheme.mutable_parts())
      for (v1::SchemeModule& module : *part.mutable_modules()) {
        const std::string path = part.id() + "/" + module.id();
        bool shared = true;
        for (const auto& block : discipline.rules->FindModule(path)->blocks)
          for (const auto& item : block.items)
            shared =
                shared && discipline.rules->RuleOf(item.kind).combine == judging::Combine::kShared;
        if (module.panel_size() == 0)
          module.set_panel_size(
              shared ? 1
                     : static_cast<std::uint32_t>(std::max<std::size_t>(largest[{d, path}], 1)));
      }
  }
}

// Names the modules of each entrant that too few judges marked.
void NoteSmallPanels(const BuildTables& tables, const BuildSetup& setup, const BuildPanels& panels,
                     std::vector<Problem>& notes) {
  for (std::size_t i = 0; i < setup.entrants.size(); ++i) {
    const BuildEntrant& entrant = setup.entrants[i];
    std::string modules;
    for (const v1::SchemePart& part : setup.disciplines[entrant.discipline].scheme.parts())
      for (const v1::SchemeModule& module : part.modules()) {
        const std::string path = part.id() + "/" + module.id();
        const auto judges = panels[i].find(path);
        const std::size_t size = judges == panels[i].end() ? 0 : judges->second.size();
        if (size >= module.panel_size()) continue;
        modules += (modules.empty() ? "" : ", ") + path + " " + std::to_string(size) + "/" +
                   std::to_string(module.panel_size());
      }
    if (modules.empty()) continue;
    notes.push_back({tables.entrants.Place(entrant.row),
                     entrant.code + " 的评委组人数不足，不计分: " + modules,
                     entrant.code + ": panels too small to count: " + modules});
  }
}

// Adds a pack or scheme once; returns its resource id.
template <typename Message>
std::string AddRules(const Message& message,
                     google::protobuf::RepeatedPtrField<Message>& messages) {
  const std::string id = judging::ResourceId(message.id(), judging::ContentHash(message));
  const bool known = std::any_of(messages.begin(), messages.end(), [&](const Message& other) {
    return judging::ResourceId(other.id(), judging::ContentHash(other)) == id;
  });
  if (!known) *messages.Add() = message;
  return id;
}

void AddDisciplines(const BuildSetup& setup, v1::EventArchive& archive) {
  for (const BuildDiscipline& discipline : setup.disciplines) {
    v1::Discipline& message = *archive.add_disciplines();
    message.set_name(archive.event().name() + "/disciplines/" + discipline.id);
    *message.mutable_display_name() = discipline.name;
    message.set_rule_pack("rulePacks/" + AddRules(discipline.pack, *archive.mutable_rule_packs()));
    message.set_scheme("schemes/" + AddRules(discipline.scheme, *archive.mutable_schemes()));
  }
}

// One assignment for each judge, discipline and set of entrants, with the modules.
void AddAssignments(const BuildSetup& setup, const BuildPanels& panels, v1::EventArchive& archive) {
  using Of = std::tuple<std::string, std::size_t>;  // judge, discipline
  std::map<Of, std::map<std::string, std::vector<std::size_t>>> entrants_by_module;
  std::vector<std::size_t> field(setup.disciplines.size());
  for (std::size_t i = 0; i < setup.entrants.size(); ++i) {
    const std::size_t discipline = setup.entrants[i].discipline;
    ++field[discipline];
    for (const auto& [module, judges] : panels[i])
      for (const std::string& judge : judges)
        entrants_by_module[{judge, discipline}][module].push_back(i);
  }
  const std::string& event = archive.event().name();
  for (const auto& [of, modules] : entrants_by_module) {
    const auto& [judge, discipline] = of;
    std::map<std::vector<std::size_t>, std::vector<std::string>> modules_by_entrants;
    for (const auto& [module, entrants] : modules) modules_by_entrants[entrants].push_back(module);
    for (const auto& [entrants, module_paths] : modules_by_entrants) {
      v1::Assignment& assignment = *archive.add_assignments();
      assignment.set_name(event + "/assignments/a" + std::to_string(archive.assignments_size()));
      assignment.set_judge(event + "/judges/" + judge);
      assignment.set_discipline(event + "/disciplines/" + setup.disciplines[discipline].id);
      for (const std::string& module : module_paths) assignment.add_modules(module);
      if (entrants.size() == field[discipline]) continue;
      for (const std::size_t entrant : entrants)
        assignment.add_entrants(event + "/entrants/" + setup.entrants[entrant].id);
    }
  }
}

void AddJudges(IdMaker& judges, v1::EventArchive& archive) {
  for (const std::string& text : judges.texts()) {
    v1::Judge& judge = *archive.add_judges();
    judge.set_name(archive.event().name() + "/judges/" + judges.IdOf(text));
    judge.set_display_name(text);
  }
}

// Lets the rules decide on the entries: refused seals are left out and noted, other refusals are
// problems of their rows.
absl::Status DecideEntries(const std::vector<EntryOrigin>& origins, BuiltArchive& built,
                           Problems& problems) {
  const absl::StatusOr<ledger::SealedArchive> sealed = ledger::SealArchive(built.archive);
  if (!sealed.ok()) return sealed.status();
  std::set<std::size_t> open;
  std::set<std::string> noted;
  for (const ledger::RefusedEntry& refused : sealed->refused) {
    const EntryOrigin& origin = origins[refused.index];
    const v1::Entry& entry = built.archive.entries(static_cast<int>(refused.index));
    const Reason reason = ReasonOf(refused.why);
    const std::string why(refused.why.message().data(), refused.why.message().size());
    if (!entry.has_seal()) {
      problems.Add(origin.table->Place(origin.row, origin.column),
                   std::string(ReasonTextZh(reason)), std::string(ReasonName(reason)) + " " + why);
      continue;
    }
    open.insert(refused.index);
    const std::string sheet = entry.seal().entrant_code() + " " + entry.seal().module();
    if (!noted.insert(entry.seal().discipline() + " " + sheet).second) continue;
    std::string gaps;
    for (const FieldViolation& field : DetailOf(refused.why).fields)
      gaps += (gaps.empty() ? "" : ", ") + field.field;
    built.notes.push_back(
        {origin.table->Place(origin.row),
         sheet + " 的评分表未封存: " + std::string(ReasonTextZh(reason)) + " " + gaps,
         "the sheet " + sheet + " stays open: " + std::string(ReasonTextEn(reason)) + " " + gaps});
  }
  google::protobuf::RepeatedPtrField<v1::Entry> kept;
  for (int i = 0; i < built.archive.entries_size(); ++i)
    if (open.count(static_cast<std::size_t>(i)) == 0)
      kept.Add(std::move(*built.archive.mutable_entries(i)));
  built.archive.mutable_entries()->Swap(&kept);
  return problems.ToStatus();
}

}  // namespace

absl::StatusOr<BuiltArchive> BuildArchive(const BuildTables& tables, const BuildOptions& options) {
  BuiltArchive built;
  Problems problems;
  absl::StatusOr<BuildSetup> setup = ReadSetup(tables, options, built.archive, problems);
  if (!setup.ok()) return setup.status();
  BuildMarks marks = ReadMarks(tables.marks, *setup, options.no_mark, problems);
  SetPanelSizes(marks, *setup);
  const std::vector<EntryOrigin> origins =
      WriteEntries(tables, *setup, marks, built.archive, problems);
  if (!problems.empty()) return problems.ToStatus();
  NoteSmallPanels(tables, *setup, marks.panels, built.notes);
  AddDisciplines(*setup, built.archive);
  AddJudges(marks.judges, built.archive);
  AddAssignments(*setup, marks.panels, built.archive);
  absl::Status status = DecideEntries(origins, built, problems);
  if (!status.ok()) return status;
  return built;
}

}  // namespace touchstone::cli
