#include <ostream>

#include "clients/cli/commands.h"
#include "clients/cli/message_fields.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

struct EvaluationInput {
  std::string worker;
  int year = 0;
  std::string subject;
  std::string team;
  std::string known;
};

absl::Status Sum(const Connection& connection, const EvaluationInput& input, Context& context) {
  static const std::vector<Column> months = {
      {"month", "月份", "month"},         {"checks", "周检查", "checks"},
      {"score", "月考评", "score"},       {"grade", "等次", "grade"},
      {"carried", "上月结转", "carried"}, {"found", "新问题", "found"},
      {"closed", "已整改", "closed"},     {"open", "未整改", "open"}};
  static const std::vector<Column> year = {{"mean_score", "月均分", "mean score"},
                                           {"overall", "年总评", "yearly overall"},
                                           {"score", "得分", "score"},
                                           {"grade", "等次", "grade"}};
  v1::SumEvaluationsRequest request;
  request.set_worker(FullName("workers", input.worker));
  request.set_year(input.year);
  request.set_team(input.team);
  if (!input.subject.empty()) {
    absl::Status subject = SetField(request, "subject", input.subject);
    if (!subject.ok()) return subject;
  }
  if (absl::Status s = SetKnownTime(input.known, request); !s.ok()) return s;
  const auto sum = connection.Call(&v1::ProgressService::Stub::SumEvaluations, request);
  if (!sum.ok()) return sum.status();
  ShowList(context, months, *sum);
  if (!context.json) ShowOne(context, year, *sum);
  return absl::OkStatus();
}

}  // namespace

void AddEvaluationCommand(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("evaluation", "周检查、月考评、年总评 / checks, reviews, evaluations");
  command->require_subcommand(1);
  auto input = std::make_shared<EvaluationInput>();
  CLI::App* sum = command->add_subcommand("sum", "一年，逐月 / a year, month by month");
  sum->add_option("WORKER", input->worker, "工人编号 / id of the worker")->required();
  sum->add_option("--year", input->year, "年份 / year")->required();
  sum->add_option("--subject", input->subject, "worker|team-leader|team");
  sum->add_option("--team", input->team, "班组 / team");
  sum->add_option("--known", input->known, "截至何时所知 / as known at");
  sum->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Sum(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
