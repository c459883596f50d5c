#include "clients/cli/import_rows.h"

#include <algorithm>
#include <set>

#include "google/protobuf/util/message_differencer.h"
#include "services/tables/stable_id.h"

namespace touchstone::cli {
namespace {

using tables::StableId;

// As the resource limits of events.proto.
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestCompanyName = 200;
constexpr std::size_t kLongestWord = 64;

std::size_t CodePoints(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// A cell of at most `longest` characters.
std::string TextAt(const NamedTable& table, std::size_t row, std::string_view column,
                   std::size_t longest, Problems& problems) {
  const std::string text = table.Get(row, column);
  if (CodePoints(text) > longest)
    problems.Add(table.Place(row, column), "超过 " + std::to_string(longest) + " 个字",
                 "longer than " + std::to_string(longest) + " characters");
  return text;
}

std::string RequiredAt(const NamedTable& table, std::size_t row, std::string_view column,
                       std::size_t longest, Problems& problems) {
  std::string text = TextAt(table, row, column, longest, problems);
  if (text.empty()) problems.Add(table.Place(row, column), "不能为空", "may not be empty");
  return text;
}

// 15 or 18 digits, the last of 18 may be X.
bool LooksLikeIdentityCard(const std::string& text) {
  if (text.size() != 15 && text.size() != 18) return false;
  const std::size_t digits = text.size() == 18 ? 17 : 15;
  const bool plain = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(digits),
                                 [](char c) { return c >= '0' && c <= '9'; });
  const char last = text.back();
  return plain && ((last >= '0' && last <= '9') || last == 'X' || last == 'x');
}

// Resource name of the company with this name; a problem when there is none.
std::string CompanyAt(const NamedTable& table, std::size_t row, const Existing& existing,
                      Problems& problems) {
  const std::string name = table.Get(row, "company");
  if (name.empty()) return "";
  for (const v1::Company& company : existing.companies)
    if (company.display_name() == name) return company.name();
  problems.Add(table.Place(row, "company"), "没有这个单位，请先导入单位: " + name,
               "no such company, import companies first: " + name);
  return "";
}

const v1::Worker* FindWorker(const Existing& existing, const std::string& company,
                             const std::string& staff_number, const std::string& name) {
  const v1::Worker* found = nullptr;
  for (const v1::Worker& worker : existing.workers) {
    if (worker.company() != company) continue;
    const bool same = staff_number.empty()
                          ? worker.staff_number().empty() && worker.display_name() == name
                          : worker.staff_number() == staff_number;
    if (same && found != nullptr) return nullptr;
    if (same) found = &worker;
  }
  return found;
}

// The worker that a row of entrants means: by number, otherwise the only one of that name.
const v1::Worker* WorkerOfEntrant(const Existing& existing, const std::string& company,
                                  const std::string& staff_number, const std::string& name) {
  if (!staff_number.empty()) return FindWorker(existing, company, staff_number, "");
  const v1::Worker* found = nullptr;
  for (const v1::Worker& worker : existing.workers) {
    if (name.empty() || worker.company() != company || worker.display_name() != name) continue;
    if (found != nullptr) return nullptr;
    found = &worker;
  }
  return found;
}

// Plans `wanted` over `known` (nullptr: there is none).
template <typename Resource>
Planned<Resource> Plan(Resource wanted, const Resource* known, std::string id, std::string place) {
  Planned<Resource> planned{Action::kCreate, std::move(id), std::move(wanted), std::move(place)};
  if (known == nullptr) return planned;
  planned.resource.set_name(known->name());
  planned.resource.set_etag(known->etag());
  const bool same = google::protobuf::util::MessageDifferencer::Equals(planned.resource, *known);
  planned.action = same ? Action::kNone : Action::kChange;
  return planned;
}

// Says that a row repeats an earlier one.
bool IsRepeated(const NamedTable& table, std::size_t row, std::string_view column,
                const std::string& key, std::set<std::string>& seen, Problems& problems) {
  if (seen.insert(key).second) return false;
  problems.Add(table.Place(row, column), "与前面的行重复", "repeats an earlier row");
  return true;
}

const v1::Discipline* DisciplineAt(const NamedTable& table, std::size_t row,
                                   const Existing& existing, Problems& problems) {
  const std::string text = table.Get(row, "discipline");
  if (text.empty() && existing.disciplines.size() == 1) return &existing.disciplines[0];
  for (const v1::Discipline& discipline : existing.disciplines) {
    const bool by_id = discipline.name().ends_with("/" + text);
    const v1::Text& name = discipline.display_name();
    if (!text.empty() && (by_id || name.zh() == text || name.en() == text)) return &discipline;
  }
  problems.Add(table.Place(row, "discipline"), "没有这个赛项: " + text,
               "no such discipline: " + text);
  return nullptr;
}

// Resource name of the team, which is planned when there is none.
std::string TeamAt(const NamedTable& table, std::size_t row, const Existing& existing,
                   const std::string& event, const std::string& company, ImportPlan& plan) {
  const std::string name = TextAt(table, row, "team", kLongestCompanyName, plan.problems);
  if (name.empty()) return "";
  for (const v1::Team& team : existing.teams)
    if (team.display_name() == name) return team.name();
  const std::string id = StableId("t", name);
  const std::string resource_name = "events/" + event + "/teams/" + id;
  for (const Planned<v1::Team>& planned : plan.teams)
    if (planned.id == id) return resource_name;
  v1::Team team;
  team.set_display_name(name);
  team.set_company(company);
  plan.teams.push_back({Action::kCreate, id, std::move(team), table.Place(row, "team")});
  return resource_name;
}

}  // namespace

const std::vector<ColumnSpec>& CompanyColumns() {
  static const std::vector<ColumnSpec> columns = {
      {"name", {"company", "单位", "单位名称", "名称"}, true}};
  return columns;
}

ImportPlan PlanCompanies(const NamedTable& table, const Existing& existing) {
  ImportPlan plan;
  std::set<std::string> seen;
  for (std::size_t row = 0; row < table.size(); ++row) {
    v1::Company company;
    company.set_display_name(RequiredAt(table, row, "name", kLongestCompanyName, plan.problems));
    if (IsRepeated(table, row, "name", company.display_name(), seen, plan.problems)) continue;
    const v1::Company* known = nullptr;
    for (const v1::Company& candidate : existing.companies)
      if (candidate.display_name() == company.display_name()) known = &candidate;
    const std::string id = StableId("c", company.display_name());
    plan.companies.push_back(Plan(std::move(company), known, id, table.Place(row)));
  }
  return plan;
}

const std::vector<ColumnSpec>& WorkerColumns() {
  static const std::vector<ColumnSpec> columns = {{"name", {"姓名"}, true},
                                                  {"company", {"单位"}},
                                                  {"staff_number", {"工号"}},
                                                  {"trade", {"工种"}}};
  return columns;
}

ImportPlan PlanWorkers(const NamedTable& table, const Existing& existing) {
  ImportPlan plan;
  std::set<std::string> seen;
  for (std::size_t row = 0; row < table.size(); ++row) {
    v1::Worker worker;
    worker.set_display_name(RequiredAt(table, row, "name", kLongestName, plan.problems));
    worker.set_company(CompanyAt(table, row, existing, plan.problems));
    worker.set_staff_number(TextAt(table, row, "staff_number", kLongestWord, plan.problems));
    worker.set_trade(TextAt(table, row, "trade", kLongestWord, plan.problems));
    if (LooksLikeIdentityCard(worker.staff_number())) {
      plan.problems.Add(table.Place(row, "staff_number"), "这是身份证号，请填工号",
                        "this is an identity-card number, not a staff number");
      continue;
    }
    const bool numbered = !worker.staff_number().empty();
    const std::string key =
        worker.company() + "\n" + (numbered ? "#" + worker.staff_number() : worker.display_name());
    if (IsRepeated(table, row, numbered ? "staff_number" : "name", key, seen, plan.problems))
      continue;
    const v1::Worker* known =
        FindWorker(existing, worker.company(), worker.staff_number(), worker.display_name());
    plan.workers.push_back(Plan(std::move(worker), known, StableId("w", key), table.Place(row)));
  }
  return plan;
}

const std::vector<ColumnSpec>& EntrantImportColumns() {
  static const std::vector<ColumnSpec> columns = {
      {"discipline", {"赛项"}}, {"code", {"选手号", "编号"}, true}, {"name", {"姓名"}},
      {"company", {"单位"}},    {"staff_number", {"工号"}},         {"team", {"队伍"}}};
  return columns;
}

ImportPlan PlanEntrants(const NamedTable& table, const Existing& existing,
                        const std::string& event) {
  ImportPlan plan;
  std::set<std::string> seen;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const v1::Discipline* discipline = DisciplineAt(table, row, existing, plan.problems);
    const std::string code = table.Get(row, "code");
    if (!IsEntrantCode(code))
      plan.problems.Add(table.Place(row, "code"), "选手号须为 1-32 个字母、数字或连字符: " + code,
                        "a code is 1 to 32 letters, digits and hyphens: " + code);
    v1::Entrant entrant;
    entrant.set_company(CompanyAt(table, row, existing, plan.problems));
    entrant.set_team(TeamAt(table, row, existing, event, entrant.company(), plan));
    const std::string name = TextAt(table, row, "name", kLongestName, plan.problems);
    const std::string staff_number = table.Get(row, "staff_number");
    if (discipline == nullptr || !IsEntrantCode(code)) continue;
    entrant.set_discipline(discipline->name());
    entrant.set_code(code);
    const std::string key = discipline->name() + "/" + code;
    if (IsRepeated(table, row, "code", key, seen, plan.problems)) continue;
    const v1::Worker* worker = WorkerOfEntrant(existing, entrant.company(), staff_number, name);
    if (worker != nullptr) {
      entrant.set_worker(worker->name());
    } else if (!staff_number.empty()) {
      plan.problems.Add(table.Place(row, "staff_number"), "没有这个工号: " + staff_number,
                        "no worker has this staff number: " + staff_number);
    } else {
      entrant.set_display_name(name);
    }
    const v1::Entrant* known = nullptr;
    for (const v1::Entrant& candidate : existing.entrants)
      if (candidate.discipline() == entrant.discipline() && candidate.code() == code)
        known = &candidate;
    plan.entrants.push_back(Plan(std::move(entrant), known, StableId("e", key), table.Place(row)));
  }
  return plan;
}

}  // namespace touchstone::cli
