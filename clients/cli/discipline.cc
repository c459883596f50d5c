#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/rule_files.h"

namespace touchstone::cli {
namespace {

using Stub = v1::EventsService::Stub;

struct DisciplineInput {
  NounInput noun;
  std::string pack;
  std::string scheme;
  std::string name;
};

// Name of the stored pack: given as such, or stored now from a shipped one or a file.
absl::StatusOr<std::string> StorePack(const Connection& connection, const std::string& pack) {
  if (pack.starts_with("rulePacks/")) return pack;
  absl::StatusOr<v1::RulePack> loaded = LoadRulePack(pack);
  if (!loaded.ok()) return loaded.status();
  v1::CreateRulePackRequest request;
  *request.mutable_rule_pack() = *std::move(loaded);
  auto stored = connection.Call(&Stub::CreateRulePack, request);
  if (!stored.ok()) return stored.status();
  return stored->name();
}

absl::StatusOr<std::string> StoreScheme(const Connection& connection, const std::string& scheme,
                                        Context& context) {
  if (scheme.starts_with("schemes/")) return scheme;
  absl::StatusOr<judging::CisImport> loaded = LoadScheme(scheme);
  if (!loaded.ok()) return loaded.status();
  v1::CreateSchemeRequest request;
  *request.mutable_scheme() = std::move(loaded->scheme);
  auto stored = connection.Call(&Stub::CreateScheme, request);
  if (!stored.ok()) return stored.status();
  for (const std::string& warning : stored->warnings()) {
    context.err << context.Say("提示", "Note") << ": " << warning << "\n";
  }
  return stored->name();
}

const std::vector<Column>& DisciplineColumns() {
  static const auto* const columns = new std::vector<Column>{{"name", "编号", "id"},
                                                             {"display_name", "名称", "name"},
                                                             {"rule_pack", "评分规则", "rule pack"},
                                                             {"scheme", "评分表", "scheme"}};
  return *columns;
}

absl::Status Create(const Connection& connection, const DisciplineInput& input, Context& context) {
  absl::StatusOr<std::string> pack = StorePack(connection, input.pack);
  if (!pack.ok()) return pack.status();
  absl::StatusOr<std::string> scheme = StoreScheme(connection, input.scheme, context);
  if (!scheme.ok()) return scheme.status();
  v1::CreateDisciplineRequest request;
  request.set_parent(FullName("events", input.noun.event));
  request.set_discipline_id(input.noun.id);
  request.mutable_discipline()->mutable_display_name()->set_zh(input.name);
  request.mutable_discipline()->set_rule_pack(*pack);
  request.mutable_discipline()->set_scheme(*scheme);
  request.set_request_id(NewRequestId());
  return ShowOneOr(context, DisciplineColumns(), connection.Call(&Stub::CreateDiscipline, request));
}

}  // namespace

void AddDisciplineCommand(CLI::App& app, Context& context) {
  const Noun discipline = {"discipline",
                           "disciplines",
                           true,
                           "赛项 / disciplines",
                           {{"--name", "display_name", "名称，\"中文|English\" / name", ""}},
                           DisciplineColumns()};
  CLI::App& command =
      AddNoun(app, context, discipline, &Stub::CreateDiscipline, &Stub::GetDiscipline,
              &Stub::ListDisciplines, &Stub::UpdateDiscipline);
  command.remove_subcommand(command.get_subcommand("create"));

  auto input = std::make_shared<DisciplineInput>();
  CLI::App* create = command.add_subcommand("create", "新建 / create");
  create->add_option("EVENT", input->noun.event, "比赛 / event")->required();
  create->add_option("--id", input->noun.id, "编号 / id");
  create->add_option("--name", input->name, "名称 / name")->required();
  create
      ->add_option("--pack", input->pack,
                   "自带规则的编号、文件或 rulePacks/… / shipped id, file or name")
      ->required();
  create
      ->add_option("--scheme", input->scheme,
                   "评分表编号、文件或 schemes/… / shipped id, file or name")
      ->required();
  create->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Create(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
