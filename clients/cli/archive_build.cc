#include "clients/cli/archive_build.h"

#include <algorithm>
#include <cstdio>

#include "clients/cli/archive_marks.h"
#include "services/common/errors.h"
#include "services/judging/rule_pack_convert.h"
#include "services/ledger/archive.h"

namespace touchstone::cli {
namespace {

constexpr char kOfficial[] = "archive";  // author of what no judge enters

std::string EntryId(const char* kind, std::size_t number) {
  char id[64];
  std::snprintf(id, sizeof id, "%s-%010zu", kind, number);
  return id;
}

// Writes entries in the order in which a contest makes them: of each entrant the marks, the
// incidents, the seals, then each re-score with its marks and seals.
class EntryWriter {
 public:
  // Where an entry comes from: a row of a table, or the seal of a judge's sheet.
  struct Origin {
    const NamedTable* table;
    std::size_t row;
    std::string column;  // empty: a seal, which may be refused
  };

  EntryWriter(const BuildTables& tables, const BuildSetup& setup, BuildMarks& marks,
              v1::EventArchive& archive, Problems& problems)
      : tables_(tables), setup_(setup), marks_(marks), archive_(archive), problems_(problems) {}

  void Write() {
    std::vector<std::vector<const BuildMark*>> by_entrant(setup_.entrants.size());
    for (const BuildMark& mark : marks_.marks) by_entrant[mark.entrant].push_back(&mark);
    std::vector<std::vector<std::size_t>> incidents(setup_.entrants.size());
    if (tables_.incidents)
      for (std::size_t row = 0; row < tables_.incidents->size(); ++row)
        if (const auto entrant = EntrantOfIncident(row)) incidents[*entrant].push_back(row);
    for (std::size_t i = 0; i < setup_.entrants.size(); ++i) {
      WriteRound(i, 0, by_entrant[i]);
      for (const std::size_t row : incidents[i]) WriteIncident(i, row);
      for (const auto& [module, judges] : marks_.panels[i]) WriteSeals(i, module);
      WriteRescores(i, by_entrant[i]);
    }
  }

  const std::vector<Origin>& origins() const { return origins_; }

 private:
  v1::Entry& Add(const char* kind, std::size_t number, const std::string& author, Origin origin) {
    v1::Entry& entry = *archive_.add_entries();
    entry.set_entry_id(EntryId(kind, number));
    entry.set_event(setup_.event);
    entry.set_author(author);
    origins_.push_back(std::move(origin));
    return entry;
  }

  const std::string& DisciplineId(std::size_t entrant) const {
    return setup_.disciplines[setup_.entrants[entrant].discipline].id;
  }

  void WriteRound(std::size_t entrant, int round, const std::vector<const BuildMark*>& marks) {
    for (const BuildMark* mark : marks) {
      if (mark->round != round || (mark->value.empty() && !mark->not_attempted)) continue;
      v1::Mark& body =
          *Add("mark-row", mark->row + 1, mark->judge, {&tables_.marks, mark->row, "value"})
               .mutable_mark();
      body.set_discipline(DisciplineId(entrant));
      body.set_entrant_code(setup_.entrants[entrant].code);
      body.set_item(mark->item);
      body.set_attempt(static_cast<std::uint32_t>(mark->attempt));
      body.set_round(static_cast<std::uint32_t>(mark->round));
      if (!mark->not_attempted) body.set_value(mark->value);
      body.set_not_attempted(mark->not_attempted);
    }
  }

  void WriteSeals(std::size_t entrant, const std::string& module) {
    for (const std::string& judge : marks_.panels[entrant][module]) {
      v1::Seal& seal = *Add("seal-number", ++seals_, judge,
                            {&tables_.entrants, setup_.entrants[entrant].row, ""})
                            .mutable_seal();
      seal.set_discipline(DisciplineId(entrant));
      seal.set_entrant_code(setup_.entrants[entrant].code);
      seal.set_module(module);
    }
  }

  void WriteRescores(std::size_t entrant, const std::vector<const BuildMark*>& marks) {
    int last = 0;
    for (const BuildMark* mark : marks) last = std::max(last, mark->round);
    for (int round = 1; round <= last; ++round) {
      std::set<std::pair<std::string, int>> items;
      std::set<std::string> modules;
      for (const BuildMark* mark : marks) {
        if (mark->round != round || !items.emplace(mark->item, mark->attempt).second) continue;
        modules.insert(mark->module);
        v1::Rescore& rescore =
            *Add("rescore-row", mark->row + 1, kOfficial, {&tables_.marks, mark->row, "round"})
                 .mutable_rescore();
        rescore.set_discipline(DisciplineId(entrant));
        rescore.set_entrant_code(setup_.entrants[entrant].code);
        rescore.set_item(mark->item);
        rescore.set_attempt(static_cast<std::uint32_t>(mark->attempt));
        rescore.set_round(static_cast<std::uint32_t>(round));
        rescore.set_reason("重评 / re-score");
      }
      WriteRound(entrant, round, marks);
      for (const std::string& module : modules) WriteSeals(entrant, module);
    }
  }

  std::optional<std::size_t> EntrantOfIncident(std::size_t row) {
    const NamedTable& table = *tables_.incidents;
    const auto discipline = setup_.FindDiscipline(table.Get(row, "discipline"));
    const auto entrant =
        discipline ? setup_.FindEntrant(*discipline, table.Get(row, "entrant")) : std::nullopt;
    if (!entrant)
      problems_.Add(table.Place(row, "entrant"), "没有这个选手号: " + table.Get(row, "entrant"),
                    "no entrant has this code: " + table.Get(row, "entrant"));
    return entrant;
  }

  void WriteIncident(std::size_t entrant, std::size_t row) {
    const NamedTable& table = *tables_.incidents;
    std::string kind_name = table.Get(row, "kind");
    if (kind_name == "DNF") kind_name = "DID_NOT_FINISH";
    if (kind_name == "DNS") kind_name = "DID_NOT_START";
    v1::Incident::Kind kind = v1::Incident::KIND_UNSPECIFIED;
    if (!v1::Incident::Kind_Parse("KIND_" + kind_name, &kind) ||
        kind == v1::Incident::KIND_REVOKED || kind == v1::Incident::KIND_UNSPECIFIED) {
      problems_.Add(table.Place(row, "kind"), "不认识的类型: " + kind_name,
                    "unknown kind: " + kind_name);
      return;
    }
    v1::Incident& incident =
        *Add("incident-row", row + 1, kOfficial, {&table, row, "kind"}).mutable_incident();
    incident.set_kind(kind);
    incident.set_discipline(DisciplineId(entrant));
    incident.set_entrant_code(setup_.entrants[entrant].code);
    incident.set_scope(table.Get(row, "scope"));
    incident.set_attempt(
        static_cast<std::uint32_t>(table.GetCount(row, "attempt", 0, 20, 0, problems_)));
    incident.set_rule(table.Get(row, "rule"));
    incident.set_reason(table.Get(row, "reason"));
    if (const std::string judge = table.Get(row, "judge"); !judge.empty())
      incident.set_judge(marks_.judges.IdOf(judge));
    if (const std::string witness = table.Get(row, "witness"); !witness.empty())
      incident.set_witness(marks_.judges.IdOf(witness));
  }

  const BuildTables& tables_;
  const BuildSetup& setup_;
  BuildMarks& marks_;
  v1::EventArchive& archive_;
  Problems& problems_;
  std::vector<Origin> origins_;
  std::size_t seals_ = 0;
};

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
absl::Status DecideEntries(const std::vector<EntryWriter::Origin>& origins, BuiltArchive& built,
                           Problems& problems) {
  const absl::StatusOr<ledger::SealedArchive> sealed = ledger::SealArchive(built.archive);
  if (!sealed.ok()) return sealed.status();
  std::set<std::size_t> open;
  std::set<std::string> noted;
  for (const ledger::RefusedEntry& refused : sealed->refused) {
    const EntryWriter::Origin& origin = origins[refused.index];
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
  EntryWriter writer(tables, *setup, marks, built.archive, problems);
  writer.Write();
  if (!problems.empty()) return problems.ToStatus();
  NoteSmallPanels(tables, *setup, marks.panels, built.notes);
  AddDisciplines(*setup, built.archive);
  AddJudges(marks.judges, built.archive);
  AddAssignments(*setup, marks.panels, built.archive);
  absl::Status status = DecideEntries(writer.origins(), built, problems);
  if (!status.ok()) return status;
  return built;
}

const std::vector<ColumnSpec>& IncidentColumns() {
  static const std::vector<ColumnSpec> columns = {
      {"discipline", {"赛项"}}, {"entrant", {"code", "选手号"}, true},
      {"kind", {"类型"}, true}, {"scope", {"范围"}},
      {"attempt", {"轮次"}},    {"rule", {"依据"}},
      {"judge", {"裁判"}},      {"witness", {"见证人"}},
      {"reason", {"原因"}}};
  return columns;
}

}  // namespace touchstone::cli
