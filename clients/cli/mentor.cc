#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

struct MentorInput {
  std::string company;
  std::string mentor;
  std::string known;
  bool open = false;
};

absl::Status List(const Connection& connection, const MentorInput& input, Context& context) {
  static const std::vector<Column> columns = {{"worker", "学徒", "apprentice"},
                                              {"display_name", "姓名", "name"},
                                              {"contract.mentor", "师傅", "mentor"},
                                              {"mentor_name", "姓名", "name"},
                                              {"contract.trade", "工种", "trade"},
                                              {"from_date", "自", "from"},
                                              {"to_date", "至", "to"},
                                              {"outcome.result", "结果", "outcome"},
                                              {"overdue", "超期", "overdue"}};
  v1::ListMentorContractsRequest request;
  request.set_parent(FullName("companies", input.company));
  if (!input.mentor.empty()) request.set_mentor(FullName("workers", input.mentor));
  request.set_open_only(input.open);
  if (absl::Status s = SetKnownTime(input.known, request); !s.ok()) return s;
  return ShowListOr(
      context, columns,
      connection.CallAllPages(&v1::ProgressService::Stub::ListMentorContracts, request));
}

}  // namespace

void AddMentorCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("mentor", "师徒协议 / mentor contracts");
  command->require_subcommand(1);
  auto input = std::make_shared<MentorInput>();
  CLI::App* list = command->add_subcommand("list", "列出 / list");
  list->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  list->add_option("--mentor", input->mentor, "师傅的工人编号 / id of the mentor");
  list->add_flag("--open", input->open, "只要未结束的 / only those without an outcome");
  list->add_option("--known", input->known, "截至何时所知 / as known at");
  list->callback([&context, input] {
    Run(context, [&](const Connection& connection) { return List(connection, *input, context); });
  });
}

}  // namespace touchstone::cli
