#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/output.h"
#include "clients/cli/rule_files.h"
#include "services/judging/contest_convert.h"
#include "services/judging/rule_pack_convert.h"
#include "services/judging/shipped_packs.h"

namespace touchstone::cli {
namespace {

std::string_view NameOf(const v1::Text& text, const Context& context) {
  return text.en().empty() ? text.zh() : context.Say(text.zh(), text.en());
}

absl::Status ListPacks(Context& context) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  TextTable table({{std::string(context.Say("编号", "id"))},
                   {std::string(context.Say("版本", "version"))},
                   {std::string(context.Say("名称", "name"))}});
  for (const v1::RulePack& pack : judging::ShippedRulePacks()) {
    list.push_back({{"id", pack.id()},
                    {"version", pack.version()},
                    {"zh", pack.display_name().zh()},
                    {"en", pack.display_name().en()},
                    {"content_hash", judging::ContentHash(pack)}});
    table.AddRow({pack.id(), pack.version(), std::string(NameOf(pack.display_name(), context))});
  }
  if (context.json) {
    context.out << list.dump(2) << "\n";
  } else {
    table.Print(context.out);
  }
  return absl::OkStatus();
}

absl::Status ShowPack(const std::string& name, Context& context) {
  const absl::StatusOr<v1::RulePack> pack = LoadRulePack(name);
  if (!pack.ok()) return pack.status();
  if (!context.json) {
    context.out << judging::ToText(*pack);
    return absl::OkStatus();
  }
  const absl::StatusOr<std::string> json = ToProtoJson(*pack);
  if (!json.ok()) return json.status();
  context.out << *json;
  return absl::OkStatus();
}

// Whether the pack is valid and, with a scheme, whether they fit.
absl::Status CheckPack(const std::string& name, const std::string& scheme_name, Context& context) {
  const absl::StatusOr<v1::RulePack> pack = LoadRulePack(name);
  if (!pack.ok()) return pack.status();
  if (!scheme_name.empty()) {
    const absl::StatusOr<judging::CisImport> import = LoadScheme(scheme_name);
    if (!import.ok()) return import.status();
    const auto rules = judging::ToScoringRules(*pack, import->scheme);
    if (!rules.ok()) return rules.status();
  }
  if (context.json) {
    context.out << nlohmann::ordered_json{{"id", pack->id()},
                                          {"content_hash", judging::ContentHash(*pack)}}
                       .dump(2)
                << "\n";
  } else {
    context.out << pack->id() << ": " << context.Say("规则有效", "the pack is valid") << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddPackCommand(CLI::App& app, Context& context) {
  CLI::App* pack = app.add_subcommand("pack", "评分规则 / rule packs");
  pack->require_subcommand(1);
  pack->add_subcommand("list", "自带的规则 / the shipped packs")->callback([&context] {
    context.Finish(ListPacks(context));
  });
  auto name = std::make_shared<std::string>();
  auto scheme = std::make_shared<std::string>();
  CLI::App* show = pack->add_subcommand("show", "显示一套规则 / show one");
  show->add_option("PACK", *name, "编号或文件 / id or file")->required();
  show->callback([name, &context] { context.Finish(ShowPack(*name, context)); });
  CLI::App* check = pack->add_subcommand("check", "检查一套规则 / check one");
  check->add_option("PACK", *name, "编号或文件 / id or file")->required();
  check->add_option("--scheme", *scheme, "是否与此评分表相符 / whether it fits this scheme");
  check->callback([name, scheme, &context] { context.Finish(CheckPack(*name, *scheme, context)); });
}

}  // namespace touchstone::cli
