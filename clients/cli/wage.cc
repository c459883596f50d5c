#include <fstream>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "services/tables/csv.h"
#include "services/tables/xlsx_writer.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

struct WageInput {
  std::string rule;
  std::string site;
  std::string at;
  std::string known;
  std::string file;
};

const std::vector<Column>& WageColumns() {
  static const auto* const columns = new std::vector<Column>{
      {"worker", "工人", "worker"},           {"display_name", "姓名", "name"},
      {"staff_number", "工号", "number"},     {"level", "等级", "level"},
      {"level_amount", "等级金额", "amount"}, {"grade", "年总评", "grade"},
      {"percent", "百分比", "percent"},       {"place", "名次", "place"},
      {"place_amount", "名次金额", "amount"}, {"amount", "建议月额", "proposed"}};
  return *columns;
}

std::vector<std::vector<std::string>> RowsOf(const Context& context,
                                             const v1::ProposeWagesResponse& wages) {
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : WageColumns()) {
    rows.front().emplace_back(context.Say(column.zh, column.en));
  }
  for (const v1::WageProposal& wage : wages.proposals()) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const Column& column : WageColumns()) {
      row.push_back(ShowField(context, wage, column.field));
    }
  }
  return rows;
}

// An xlsx file by its name, otherwise CSV.
absl::Status Save(const std::string& path, std::vector<std::vector<std::string>> rows) {
  std::string content = "\xEF\xBB\xBF";  // so that spreadsheet programs read UTF-8
  if (path.ends_with(".xlsx")) {
    auto made = tables::WriteXlsx({{"技能工资", std::move(rows)}});
    if (!made.ok()) return made.status();
    content = *std::move(made);
  } else {
    for (const auto& row : rows) content += tables::CsvLine(row);
  }
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError("cannot write " + path);
}

absl::Status Propose(const Connection& connection, const WageInput& input, Context& context) {
  v1::ProposeWagesRequest request;
  request.set_wage_rule(CompanyChildName("wageRules", input.rule));
  request.set_site(SiteName(input.site));
  request.set_date(input.at);
  if (absl::Status s = SetKnownTime(input.known, request); !s.ok()) return s;
  const auto wages = connection.CallAllPages(&v1::ProgressService::Stub::ProposeWages, request);
  if (!wages.ok() || input.file.empty()) return ShowListOr(context, WageColumns(), wages);
  absl::Status saved = Save(input.file, RowsOf(context, *wages));
  if (!saved.ok()) return saved;
  context.out << context.Say("已写入 ", "written: ") << input.file
              << context.Say("，人数 ", ", people ") << wages->proposals_size() << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddWageCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "wage", "技能工资建议，不发放 / proposals of skill wages; nothing is paid");
  command->require_subcommand(1);
  auto input = std::make_shared<WageInput>();
  CLI::App* propose = command->add_subcommand("propose", "按工资表 / by a table");
  propose->add_option("RULE", input->rule, "工资表 单位/工资表 / table COMPANY/RULE")->required();
  propose->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  propose->add_option("--at", input->at, "日期，默认今天 / day; default today");
  propose->add_option("--known", input->known, "截至何时所知 / as known at");
  propose->add_option("--export", input->file,
                      "写入 .xlsx 或 .csv 文件 / write to an .xlsx or .csv file");
  propose->callback([&context, input] {
    Run(context,
        [&](const Connection& connection) { return Propose(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
