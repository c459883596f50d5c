#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/output.h"
#include "clients/cli/record_input.h"

namespace touchstone::cli {
namespace {

struct ReportInput {
  std::string by = "trade";
  std::string company;
  std::string programme;
  std::string from;
  std::string to;
  std::string known;
};

std::string_view TitleOf(const Context& context, v1::CountTrainingRequest::Partition by) {
  switch (by) {
    case v1::CountTrainingRequest::PARTITION_BATCH:
      return context.Say("期次", "batch");
    case v1::CountTrainingRequest::PARTITION_PROGRAMME:
      return context.Say("项目", "programme");
    case v1::CountTrainingRequest::PARTITION_COMPANY:
      return context.Say("单位", "company");
    case v1::CountTrainingRequest::PARTITION_SITE:
      return context.Say("地点", "site");
    case v1::CountTrainingRequest::PARTITION_COUNTRY:
      return context.Say("国家", "country");
    case v1::CountTrainingRequest::PARTITION_TRADE:
      return context.Say("工种", "trade");
    case v1::CountTrainingRequest::PARTITION_MONTH:
      return context.Say("月份", "month");
    case v1::CountTrainingRequest::PARTITION_YEAR:
      return context.Say("年份", "year");
    default:
      return "";
  }
}

std::vector<std::string> CellsOf(const v1::TrainingCount& count, std::string part) {
  return {std::move(part), std::to_string(count.batches()), std::to_string(count.people()),
          std::to_string(count.person_times()), count.class_hours()};
}

void Show(Context& context, v1::CountTrainingRequest::Partition by,
          const v1::CountTrainingResponse& response) {
  TextTable table({{std::string(TitleOf(context, by))},
                   {std::string(context.Say("期数", "batches")), Align::kRight},
                   {std::string(context.Say("人数", "people")), Align::kRight},
                   {std::string(context.Say("人次", "person-times")), Align::kRight},
                   {std::string(context.Say("课时", "class hours")), Align::kRight}});
  for (const v1::TrainingCount& count : response.counts()) {
    table.AddRow(CellsOf(count, count.part().substr(count.part().rfind('/') + 1)));
  }
  table.AddRow(CellsOf(response.total(), std::string(context.Say("合计", "total"))));
  table.Print(context.out);
}

absl::Status Report(const Connection& connection, const ReportInput& input, Context& context) {
  v1::CountTrainingRequest request;
  if (absl::Status s = SetField(request, "by", input.by); !s.ok()) return s;
  if (!input.company.empty()) request.set_company(FullName("companies", input.company));
  if (!input.programme.empty()) request.set_programme(FullName("programmes", input.programme));
  request.set_from_date(input.from);
  request.set_to_date(input.to);
  if (!input.known.empty()) {
    auto known = ParseKnownTime(input.known);
    if (!known.ok()) return known.status();
    *request.mutable_known_time() = *known;
  }
  const auto response = connection.Call(&TrainingStub::CountTraining, request);
  if (!response.ok()) return response.status();
  if (context.json) {
    context.out << ToJson(*response);
  } else {
    Show(context, request.by(), *response);
  }
  return absl::OkStatus();
}

}  // namespace

void AddReportCommand(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("report", "期数、人数与人次 / batches, people and person-times");
  auto input = std::make_shared<ReportInput>();
  command
      ->add_option("--by", input->by, "all|batch|programme|trade|company|site|country|month|year")
      ->capture_default_str();
  command->add_option("--company", input->company, "只计此单位的人 / people of this company only");
  command->add_option("--programme", input->programme, "只计此项目 / this programme only");
  command->add_option("--from", input->from, "第一天 / first day");
  command->add_option("--to", input->to, "最后一天 / last day");
  command->add_option("--known", input->known, "截至何时所知 / as known at");
  command->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Report(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
