#include "clients/cli/archive_entries.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>

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
  EntryWriter(const BuildTables& tables, const BuildSetup& setup, BuildMarks& marks,
              v1::EventArchive& archive, Problems& problems)
      : tables_(tables), setup_(setup), marks_(marks), archive_(archive), problems_(problems) {}

  std::vector<EntryOrigin> Write() {
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
    return std::move(origins_);
  }

 private:
  v1::Entry& Add(const char* kind, std::size_t number, const std::string& author,
                 EntryOrigin origin) {
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
  std::vector<EntryOrigin> origins_;
  std::size_t seals_ = 0;
};

}  // namespace

std::vector<EntryOrigin> WriteEntries(const BuildTables& tables, const BuildSetup& setup,
                                      BuildMarks& marks, v1::EventArchive& archive,
                                      Problems& problems) {
  return EntryWriter(tables, setup, marks, archive, problems).Write();
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
