#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/rule_files.h"
#include "services/judging/scheme_lint.h"

namespace touchstone::cli {
namespace {

struct SchemeOptions {
  std::string file;
  CisFiles cis;
  std::string out;
};

struct Extent {
  int items = 0;
  Number marks;
};

Extent ExtentOf(const v1::Scheme& scheme) {
  Extent extent;
  for (const auto& part : scheme.parts())
    for (const auto& module : part.modules())
      for (const auto& block : module.blocks())
        for (const auto& item : block.items()) {
          ++extent.items;
          extent.marks += Number::Parse(item.max()).value_or(0);
        }
  return extent;
}

nlohmann::ordered_json ToJson(const std::vector<judging::SchemeWarning>& warnings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const judging::SchemeWarning& warning : warnings)
    list.push_back(
        {{"code", warning.code}, {"path", warning.path}, {"zh", warning.zh}, {"en", warning.en}});
  return list;
}

// Reads a scheme, says what is in it and what the linter noticed, and writes it out when asked to.
absl::Status ShowScheme(const SchemeOptions& options, Context& context) {
  const absl::StatusOr<judging::CisImport> import = LoadScheme(options.file, "", options.cis);
  if (!import.ok()) return import.status();
  const std::vector<judging::SchemeWarning> warnings = judging::LintCisImport(*import);
  if (!options.out.empty()) {
    if (absl::Status status = WriteRules(import->scheme, options.out); !status.ok()) return status;
  }
  const Extent extent = ExtentOf(import->scheme);
  if (context.json) {
    const nlohmann::ordered_json result = {{"id", import->scheme.id()},
                                           {"name", import->scheme.display_name().zh()},
                                           {"items", extent.items},
                                           {"marks", extent.marks.ToString()},
                                           {"warnings", ToJson(warnings)}};
    context.out << result.dump(2) << "\n";
    return absl::OkStatus();
  }
  context.out << import->scheme.display_name().zh() << " (" << import->scheme.id() << ")\n"
              << extent.items << context.Say(" 个评分项，满分合计 ", " items, full marks ")
              << extent.marks.ToString() << "\n";
  for (const judging::SchemeWarning& warning : warnings)
    context.out << context.Say("注意", "warning") << " " << warning.code << " " << warning.path
                << ": " << context.Say(warning.zh, warning.en) << "\n";
  if (!options.out.empty())
    context.out << context.Say("已写入 ", "written to ") << options.out << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddSchemeCommand(CLI::App& app, Context& context) {
  CLI::App* scheme = app.add_subcommand("scheme", "评分表 / schemes");
  scheme->require_subcommand(1);
  const auto add = [&](const char* name, const char* description, bool writes) {
    CLI::App* command = scheme->add_subcommand(name, description);
    auto options = std::make_shared<SchemeOptions>();
    command->add_option("FILE", options->file, "CIS xlsx/csv, .json, .txtpb 或自带编号 / or id")
        ->required();
    command->add_option("--calculations", options->cis.calculations,
                        "CSV 形式的 Calculations 表 / the calculations as CSV");
    command->add_option("--criteria", options->cis.criteria,
                        "CSV 形式的标准与 WSOS 表 / criteria and WSOS as CSV");
    if (writes) command->add_option("--out", options->out, "写入 .json 或 .txtpb / write to");
    command->callback([options, &context] { context.Finish(ShowScheme(*options, context)); });
  };
  add("import", "读入评分表并可另存 / read a scheme and write it", true);
  add("lint", "检查评分表 / check a scheme", false);
}

}  // namespace touchstone::cli
