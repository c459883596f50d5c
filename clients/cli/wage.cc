#include <fstream>
#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
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

// A cell of a CSV file. Spreadsheet programs take what begins like a formula as text then.
std::string CsvCell(std::string text) {
  if (text.find_first_of("=+-@") == 0) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string ToCsv(const Context& context, const v1::ProposeWagesResponse& wages) {
  std::string csv = "\xEF\xBB\xBF";  // so that spreadsheet programs read UTF-8
  const auto add_row = [&csv](const auto& cell_of) {
    for (const Column& column : WageColumns()) {
      if (&column != &WageColumns().front()) csv += ',';
      csv += CsvCell(cell_of(column));
    }
    csv += "\r\n";
  };
  add_row([&](const Column& column) { return std::string(context.Say(column.zh, column.en)); });
  for (const v1::WageProposal& wage : wages.proposals()) {
    add_row([&](const Column& column) { return ShowField(context, wage, column.field); });
  }
  return csv;
}

absl::Status Propose(const Connection& connection, const WageInput& input, Context& context) {
  v1::ProposeWagesRequest request;
  request.set_wage_rule(CompanyChildName("wageRules", input.rule));
  request.set_site(SiteName(input.site));
  request.set_date(input.at);
  if (absl::Status s = SetKnownTime(input.known, request); !s.ok()) return s;
  const auto wages = connection.CallAllPages(&v1::ProgressService::Stub::ProposeWages, request);
  if (!wages.ok() || input.file.empty()) return ShowListOr(context, WageColumns(), wages);
  std::ofstream file(input.file, std::ios::binary);
  file << ToCsv(context, *wages);
  file.close();
  if (!file) return absl::UnavailableError("cannot write " + input.file);
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
  propose->add_option("--export", input->file, "写入 CSV 文件 / write to a CSV file");
  propose->callback([&context, input] {
    Run(context,
        [&](const Connection& connection) { return Propose(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
