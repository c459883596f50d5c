#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

struct FindingInput {
  std::string company;
  std::string worker;
  std::string site;
  std::string known;
  bool closed = false;
};

absl::Status List(const Connection& connection, const FindingInput& input, Context& context) {
  static const std::vector<Column> columns = {
      {"worker", "工人", "worker"},     {"display_name", "姓名", "name"},
      {"site", "地点", "site"},         {"evaluation", "考评", "evaluation"},
      {"date", "日期", "date"},         {"finding.id", "问题", "finding"},
      {"finding.text", "内容", "what"}, {"finding.due_date", "限期", "due"},
      {"overdue", "超期", "overdue"},   {"close_date", "整改", "closed"}};
  v1::ListFindingsRequest request;
  request.set_parent(FullName("companies", input.company));
  if (!input.worker.empty()) request.set_worker(FullName("workers", input.worker));
  request.set_site(SiteName(input.site));
  request.set_with_closed(input.closed);
  if (absl::Status s = SetKnownTime(input.known, request); !s.ok()) return s;
  return ShowListOr(context, columns,
                    connection.CallAllPages(&v1::ProgressService::Stub::ListFindings, request));
}

}  // namespace

void AddFindingCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("finding", "考评中发现的问题 / findings of evaluations");
  command->require_subcommand(1);
  auto input = std::make_shared<FindingInput>();
  CLI::App* list = command->add_subcommand("list", "尚未整改的 / those that are open");
  list->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  list->add_option("--worker", input->worker, "工人编号 / id of the worker");
  list->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  list->add_option("--known", input->known, "截至何时所知 / as known at");
  list->add_flag("--closed", input->closed, "也列出已整改的 / also those that are closed");
  list->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return List(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
