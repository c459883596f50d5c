#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/connection.h"
#include "clients/cli/import_records.h"
#include "clients/cli/import_rows.h"
#include "clients/cli/output.h"
#include "touchstone/v1/events.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Stub = v1::EventsService::Stub;

struct ImportOptions {
  std::string file;
  std::string event;
  bool dry_run = false;
};

template <typename Items>
auto Listed(const Items& items) {
  return std::vector<typename Items::value_type>(items.begin(), items.end());
}

absl::Status ReadPeople(const Connection& connection, Existing& existing) {
  const auto companies = connection.CallAllPages(&Stub::ListCompanies, v1::ListCompaniesRequest());
  if (!companies.ok()) return companies.status();
  existing.companies = Listed(companies->companies());
  const auto workers = connection.CallAllPages(&Stub::ListWorkers, v1::ListWorkersRequest());
  if (!workers.ok()) return workers.status();
  existing.workers = Listed(workers->workers());
  return absl::OkStatus();
}

absl::Status ReadEvent(const Connection& connection, const std::string& event, Existing& existing) {
  const std::string parent = "events/" + event;
  v1::ListDisciplinesRequest list_disciplines;
  list_disciplines.set_parent(parent);
  const auto disciplines = connection.CallAllPages(&Stub::ListDisciplines, list_disciplines);
  if (!disciplines.ok()) return disciplines.status();
  existing.disciplines = Listed(disciplines->disciplines());
  v1::ListTeamsRequest list_teams;
  list_teams.set_parent(parent);
  const auto teams = connection.CallAllPages(&Stub::ListTeams, list_teams);
  if (!teams.ok()) return teams.status();
  existing.teams = Listed(teams->teams());
  v1::ListEntrantsRequest list_entrants;
  list_entrants.set_parent(parent);
  const auto entrants = connection.CallAllPages(&Stub::ListEntrants, list_entrants);
  if (!entrants.ok()) return entrants.status();
  existing.entrants = Listed(entrants->entrants());
  return absl::OkStatus();
}

// Creates or changes one resource, or leaves it.
template <typename Resource, typename Create, typename Update>
absl::Status Carry(const Planned<Resource>& planned, Create create, Update update) {
  if (planned.action == Action::kCreate) return create(planned);
  if (planned.action == Action::kChange) return update(planned);
  return absl::OkStatus();
}

absl::Status ApplyPeople(const Connection& connection, const ImportPlan& plan) {
  for (const auto& planned : plan.companies) {
    if (planned.action != Action::kCreate) continue;  // a company has nothing but its name
    v1::CreateCompanyRequest request;
    request.set_company_id(planned.id);
    *request.mutable_company() = planned.resource;
    const auto made = connection.Call(&Stub::CreateCompany, request);
    if (!made.ok()) return made.status();
  }
  for (const auto& planned : plan.workers) {
    const absl::Status status = Carry(
        planned,
        [&](const Planned<v1::Worker>& worker) {
          v1::CreateWorkerRequest request;
          request.set_worker_id(worker.id);
          *request.mutable_worker() = worker.resource;
          return connection.Call(&Stub::CreateWorker, request).status();
        },
        [&](const Planned<v1::Worker>& worker) {
          v1::UpdateWorkerRequest request;
          *request.mutable_worker() = worker.resource;
          return connection.Call(&Stub::UpdateWorker, request).status();
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ApplyEntrants(const Connection& connection, const ImportPlan& plan,
                           const std::string& event) {
  const std::string parent = "events/" + event;
  for (const auto& planned : plan.teams) {
    v1::CreateTeamRequest request;
    request.set_parent(parent);
    request.set_team_id(planned.id);
    *request.mutable_team() = planned.resource;
    const auto made = connection.Call(&Stub::CreateTeam, request);
    if (!made.ok()) return made.status();
  }
  for (const auto& planned : plan.entrants) {
    const absl::Status status = Carry(
        planned,
        [&](const Planned<v1::Entrant>& entrant) {
          v1::CreateEntrantRequest request;
          request.set_parent(parent);
          request.set_entrant_id(entrant.id);
          *request.mutable_entrant() = entrant.resource;
          return connection.Call(&Stub::CreateEntrant, request).status();
        },
        [&](const Planned<v1::Entrant>& entrant) {
          v1::UpdateEntrantRequest request;
          *request.mutable_entrant() = entrant.resource;
          return connection.Call(&Stub::UpdateEntrant, request).status();
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string_view ActionText(Action action, const Context& context) {
  switch (action) {
    case Action::kCreate:
      return context.Say("新增", "create");
    case Action::kChange:
      return context.Say("修改", "change");
    case Action::kNone:
      break;
  }
  return context.Say("不变", "same");
}

// The lines of the plan: what is done to what, with the place of its row.
class Lines {
 public:
  explicit Lines(Context& context) : context_(context) {}

  template <typename Resource, typename NameOf>
  void Add(const std::vector<Planned<Resource>>& plan, std::string_view kind, NameOf name_of) {
    for (const Planned<Resource>& planned : plan) {
      rows_.push_back({std::string(ActionText(planned.action, context_)), std::string(kind),
                       name_of(planned.resource), planned.place});
      ++counts_[static_cast<std::size_t>(planned.action)];
    }
  }

  void Print(bool dry_run) {
    if (context_.json) {
      PrintJson(dry_run);
      return;
    }
    TextTable table({{std::string(context_.Say("动作", "action"))},
                     {std::string(context_.Say("类别", "kind"))},
                     {std::string(context_.Say("名称", "name"))},
                     {std::string(context_.Say("位置", "place"))}});
    for (const auto& row : rows_)
      if (row[0] != ActionText(Action::kNone, context_)) table.AddRow(row);
    table.Print(context_.out);
    context_.out << context_.Say("新增 ", "create ") << counts_[0]
                 << context_.Say("，修改 ", ", change ") << counts_[1]
                 << context_.Say("，不变 ", ", same ") << counts_[2]
                 << (dry_run ? context_.Say("（试运行，未写入）", " (dry run, nothing written)")
                             : std::string_view())
                 << "\n";
  }

 private:
  void PrintJson(bool dry_run) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& row : rows_)
      rows.push_back({{"action", row[0]}, {"kind", row[1]}, {"name", row[2]}, {"place", row[3]}});
    context_.out << nlohmann::ordered_json{{"dry_run", dry_run},
                                           {"create", counts_[0]},
                                           {"change", counts_[1]},
                                           {"same", counts_[2]},
                                           {"rows", rows}}
                        .dump(2)
                 << "\n";
  }

  Context& context_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t counts_[3] = {0, 0, 0};
};

void Show(const ImportPlan& plan, bool dry_run, Context& context) {
  const auto name_of = [](const auto& resource) { return resource.display_name(); };
  Lines lines(context);
  lines.Add(plan.companies, context.Say("单位", "company"), name_of);
  lines.Add(plan.workers, context.Say("职工", "worker"), name_of);
  lines.Add(plan.teams, context.Say("队伍", "team"), name_of);
  lines.Add(plan.entrants, context.Say("选手", "entrant"),
            [](const v1::Entrant& entrant) { return entrant.code(); });
  lines.Print(dry_run);
}

enum class Kind { kCompanies, kWorkers, kEntrants };

absl::Status Import(Kind kind, const ImportOptions& options, Context& context) {
  const auto& columns = kind == Kind::kCompanies ? CompanyColumns()
                        : kind == Kind::kWorkers ? WorkerColumns()
                                                 : EntrantImportColumns();
  const absl::StatusOr<NamedTable> table = NamedTable::Read(options.file, columns);
  if (!table.ok()) return table.status();
  const absl::StatusOr<Connection> connection = Connection::Open(context);
  if (!connection.ok()) return connection.status();
  Existing existing;
  absl::Status status = ReadPeople(*connection, existing);
  if (status.ok() && kind == Kind::kEntrants)
    status = ReadEvent(*connection, options.event, existing);
  if (!status.ok()) return status;
  const ImportPlan plan = kind == Kind::kCompanies ? PlanCompanies(*table, existing)
                          : kind == Kind::kWorkers ? PlanWorkers(*table, existing)
                                                   : PlanEntrants(*table, existing, options.event);
  if (!plan.problems.empty()) return plan.problems.ToStatus();
  if (!options.dry_run) {
    status = ApplyPeople(*connection, plan);
    if (status.ok()) status = ApplyEntrants(*connection, plan, options.event);
    if (!status.ok()) return status;
  }
  Show(plan, options.dry_run, context);
  return absl::OkStatus();
}

}  // namespace

void AddImportCommand(CLI::App& app, Context& context) {
  CLI::App* import = app.add_subcommand("import", "从 CSV/xlsx 导入 / import from CSV or xlsx");
  import->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, Kind kind) {
    CLI::App* command = import->add_subcommand(name, help);
    auto options = std::make_shared<ImportOptions>();
    command->add_option("FILE", options->file, "CSV 或 xlsx 文件 / CSV or xlsx file")->required();
    command->add_flag("--dry-run", options->dry_run, "只检查，不写入 / check and write nothing");
    if (kind == Kind::kEntrants)
      command->add_option("--event", options->event, "比赛编号 / id of the event")->required();
    command->callback(
        [kind, options, &context] { context.Finish(Import(kind, *options, context)); });
  };
  add("companies", "单位 / companies", Kind::kCompanies);
  add("workers", "职工 / workers", Kind::kWorkers);
  add("entrants", "选手 / entrants", Kind::kEntrants);
  AddRecordImports(*import, context);
}

}  // namespace touchstone::cli
