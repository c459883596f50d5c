#include "clients/cli/archive_setup.h"

#include <algorithm>

#include "clients/cli/archive_scheme.h"
#include "clients/cli/rule_files.h"
#include "services/common/errors.h"
#include "services/judging/contest_convert.h"

namespace touchstone::cli {
namespace {

// The disciplines with their names and the packs and schemes that they name.
struct NamedDiscipline {
  BuildDiscipline discipline;
  std::string pack;
  std::string scheme;
  std::string folder;
};

std::vector<NamedDiscipline> ListDisciplines(const BuildTables& tables, const BuildOptions& options,
                                             Problems& problems) {
  std::vector<NamedDiscipline> list;
  IdMaker ids("discipline");
  const auto add = [&](const std::string& text, std::string place) -> NamedDiscipline& {
    NamedDiscipline& named = list.emplace_back();
    named.discipline.text = text;
    named.discipline.id = ids.IdOf(text.empty() ? "contest" : text);
    named.discipline.place = std::move(place);
    named.discipline.name.set_zh(!text.empty()                 ? text
                                 : !options.event_name.empty() ? options.event_name
                                                               : "比赛");
    named.pack = options.pack;
    named.scheme = options.scheme;
    return named;
  };
  const auto known = [&](const std::string& text) {
    return std::any_of(list.begin(), list.end(),
                       [&](const NamedDiscipline& d) { return d.discipline.text == text; });
  };
  if (!tables.disciplines) {
    for (std::size_t row = 0; row < tables.entrants.size(); ++row) {
      const std::string text = tables.entrants.Get(row, "discipline");
      if (!known(text)) add(text, tables.entrants.Place(row, "discipline"));
    }
    return list;
  }
  const NamedTable& table = *tables.disciplines;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::string text = table.Get(row, "id");
    if (text.empty() || known(text)) {
      problems.Add(table.Place(row, "id"), "赛项编号为空或重复", "the id is empty or repeated");
      continue;
    }
    NamedDiscipline& named = add(text, table.Place(row));
    if (const std::string name = table.Get(row, "name"); !name.empty())
      named.discipline.name.set_zh(name);
    named.discipline.name.set_en(table.Get(row, "name_en"));
    for (const auto& [column, field] : {std::pair("pack", &named.pack), {"scheme", &named.scheme}})
      if (const std::string cell = table.Get(row, column); !cell.empty()) {
        *field = cell;
        named.folder = options.folder;
      }
  }
  return list;
}

absl::Status AtPlace(const absl::Status& status, const std::string& place) {
  ErrorDetail detail = DetailOf(status);
  const Reason reason =
      detail.reason == Reason::kUnspecified ? Reason::REQUEST_INVALID : detail.reason;
  const std::string message(status.message().data(), status.message().size());
  return MakeError(reason, place + ": " + message, std::move(detail.fields));
}

void IndexItems(BuildDiscipline& discipline) {
  for (const auto& part : discipline.rules->scheme().parts)
    for (const auto& module : part.modules)
      for (const auto& block : module.blocks)
        for (const auto& item : block.items) {
          const std::string& path = item.path;
          for (std::size_t at = path.size(); at != std::string::npos && at > 0;) {
            at = path.rfind('/', at - 1);
            const std::string end = at == std::string::npos ? path : path.substr(at + 1);
            discipline.items_by_end[end].push_back(path);
          }
        }
}

// Reads pack and scheme of a discipline and holds them against each other.
absl::Status LoadRules(NamedDiscipline& named, const BuildTables& tables, Problems& problems) {
  BuildDiscipline& discipline = named.discipline;
  if (named.pack.empty())
    return MakeError(Reason::REQUEST_INVALID,
                     discipline.place + ": 没有指定评分规则（--pack） / no rule pack is named");
  absl::StatusOr<v1::RulePack> pack = LoadRulePack(named.pack, named.folder);
  if (!pack.ok()) return AtPlace(pack.status(), discipline.place);
  discipline.pack = *std::move(pack);
  if (!named.scheme.empty()) {
    absl::StatusOr<judging::CisImport> import = LoadScheme(named.scheme, named.folder);
    if (!import.ok()) return AtPlace(import.status(), discipline.place);
    discipline.scheme = std::move(import->scheme);
  } else if (tables.items) {
    const std::string only =
        discipline.pack.parts_size() == 1 ? discipline.pack.parts(0).part_id() : "";
    discipline.scheme = SchemeFromItems(*tables.items, discipline.text, only, problems);
    discipline.scheme.set_id(discipline.id);
    *discipline.scheme.mutable_display_name() = discipline.name;
  } else {
    return MakeError(Reason::REQUEST_INVALID,
                     discipline.place + ": 需要 --items 或 --scheme / needs --items or --scheme");
  }
  if (!problems.empty()) return problems.ToStatus();
  auto rules = judging::ToScoringRules(discipline.pack, discipline.scheme);
  if (!rules.ok()) return AtPlace(rules.status(), discipline.place);
  discipline.rules = *std::move(rules);
  IndexItems(discipline);
  return absl::OkStatus();
}

// Adds the message with this name once.
template <typename Messages>
void AddOnce(Messages& messages, const std::string& name, const std::string& display_name) {
  for (const auto& message : messages)
    if (message.name() == name) return;
  auto& added = *messages.Add();
  added.set_name(name);
  added.set_display_name(display_name);
}

void ReadEntrants(const NamedTable& table, BuildSetup& setup, v1::EventArchive& archive,
                  Problems& problems) {
  const std::string event = "events/" + setup.event;
  IdMaker companies("company");
  IdMaker teams("team");
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto discipline = setup.FindDiscipline(table.Get(row, "discipline"));
    const std::string code = table.Get(row, "code");
    if (!discipline) {
      problems.Add(table.Place(row, "discipline"), "没有这个赛项", "there is no such discipline");
      continue;
    }
    if (!IsEntrantCode(code)) {
      problems.Add(table.Place(row, "code"), "选手号须为 1-32 个字母、数字或连字符: " + code,
                   "a code is 1 to 32 letters, digits and hyphens: " + code);
      continue;
    }
    if (!setup.entrant_by_code.emplace(std::pair(*discipline, code), setup.entrants.size())
             .second) {
      problems.Add(table.Place(row, "code"), "选手号重复: " + code,
                   "the code occurs twice: " + code);
      continue;
    }
    const std::string id = "e" + std::to_string(setup.entrants.size() + 1);
    setup.entrants.push_back({*discipline, id, code, row});
    v1::Entrant& entrant = *archive.add_entrants();
    entrant.set_name(event + "/entrants/" + id);
    entrant.set_discipline(event + "/disciplines/" + setup.disciplines[*discipline].id);
    entrant.set_code(code);
    entrant.set_display_name(table.Get(row, "name"));
    if (const std::string company = table.Get(row, "company"); !company.empty()) {
      entrant.set_company("companies/" + companies.IdOf(company));
      AddOnce(*archive.mutable_companies(), entrant.company(), company);
    }
    if (const std::string team = table.Get(row, "team"); !team.empty()) {
      entrant.set_team(event + "/teams/" + teams.IdOf(team));
      AddOnce(*archive.mutable_teams(), entrant.team(), team);
    }
  }
}

}  // namespace

const std::string& IdMaker::IdOf(const std::string& text) {
  const auto [found, added] = ids_.emplace(text, Slug(text));
  if (!added) return found->second;
  texts_.push_back(text);
  std::string& id = found->second;
  for (std::size_t n = texts_.size(); id.empty() || !used_.insert(id).second; ++n)
    id = prefix_ + "-" + std::to_string(n);
  return id;
}

std::optional<std::size_t> BuildSetup::FindDiscipline(const std::string& text) const {
  if (text.empty() && disciplines.size() == 1) return 0;
  for (std::size_t i = 0; i < disciplines.size(); ++i)
    if (disciplines[i].text == text) return i;
  return std::nullopt;
}

std::optional<std::size_t> BuildSetup::FindEntrant(std::size_t discipline,
                                                   const std::string& code) const {
  const auto found = entrant_by_code.find({discipline, code});
  if (found == entrant_by_code.end()) return std::nullopt;
  return found->second;
}

absl::StatusOr<BuildSetup> ReadSetup(const BuildTables& tables, const BuildOptions& options,
                                     v1::EventArchive& archive, Problems& problems) {
  BuildSetup setup;
  setup.event = options.event_id.empty() ? Slug(options.event_name) : options.event_id;
  if (setup.event.empty()) setup.event = "contest";
  archive.set_format(1);
  archive.mutable_event()->set_name("events/" + setup.event);
  archive.mutable_event()->set_display_name(options.event_name.empty() ? "比赛 / Contest"
                                                                       : options.event_name);
  archive.mutable_event()->set_state(v1::Event::STATE_RUNNING);
  archive.mutable_event()->set_board_state(v1::Event::BOARD_STATE_LIVE);
  for (NamedDiscipline& named : ListDisciplines(tables, options, problems)) {
    if (absl::Status status = LoadRules(named, tables, problems); !status.ok()) return status;
    setup.disciplines.push_back(std::move(named.discipline));
  }
  ReadEntrants(tables.entrants, setup, archive, problems);
  return setup;
}

const std::vector<ColumnSpec>& DisciplineColumns() {
  static const std::vector<ColumnSpec> columns = {{"id", {"discipline", "赛项"}, true},
                                                  {"name", {"名称"}},
                                                  {"name_en", {"英文名称"}},
                                                  {"pack", {"规则"}},
                                                  {"scheme", {"评分表"}}};
  return columns;
}

const std::vector<ColumnSpec>& EntrantColumns() {
  static const std::vector<ColumnSpec> columns = {{"discipline", {"赛项"}},
                                                  {"code", {"entrant", "选手号", "编号"}, true},
                                                  {"name", {"姓名"}},
                                                  {"company", {"单位"}},
                                                  {"team", {"队伍"}}};
  return columns;
}

}  // namespace touchstone::cli
