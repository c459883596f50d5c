#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

struct CareerInput {
  std::string worker;
  std::string ladder;
  std::string at;
  std::string known;
};

absl::Status Check(const Connection& connection, const CareerInput& input, Context& context) {
  static const std::vector<Column> columns = {
      {"worker", "工人", "worker"},     {"date", "日期", "day"},
      {"level", "等级", "level"},       {"since", "自", "since"},
      {"next_level", "下一级", "next"}, {"months_reached", "满年限", "months reached"},
      {"missing", "还缺", "missing"},   {"steps", "记录", "records"}};
  v1::CheckCareerRequest request;
  request.set_worker(FullName("workers", input.worker));
  request.set_ladder(CompanyChildName("ladders", input.ladder));
  request.set_date(input.at);
  if (absl::Status s = SetKnownTime(input.known, request); !s.ok()) return s;
  return ShowOneOr(context, columns,
                   connection.Call(&v1::ProgressService::Stub::CheckCareer, request));
}

}  // namespace

void AddCareerCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("career", "职业发展 / careers");
  command->require_subcommand(1);
  auto input = std::make_shared<CareerInput>();
  CLI::App* check =
      command->add_subcommand("check", "在哪一级，还缺什么 / which step, and what is missing");
  check->add_option("WORKER", input->worker, "工人编号 / id of the worker")->required();
  check->add_option("LADDER", input->ladder, "通道 单位/通道 / ladder COMPANY/LADDER")->required();
  check->add_option("--at", input->at, "日期，默认今天 / day; default today");
  check->add_option("--known", input->known, "截至何时所知 / as known at");
  check->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return Check(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
