#include "clients/cli/commands.h"
#include "clients/cli/documents.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"

namespace touchstone::cli {

void AddFileCommand(CLI::App& app, Context& context) {
  static const std::vector<Column> columns = {{"worker", "工人", "worker"},
                                              {"display_name", "姓名", "name"},
                                              {"staff_number", "工号", "number"},
                                              {"site", "地点", "site"},
                                              {"trade", "工种", "trade"},
                                              {"records", "记录数", "records"},
                                              {"record_time", "最近记录", "last recorded"}};
  CLI::App* command = app.add_subcommand("file", "工人档案 / files of workers");
  command->require_subcommand(1);
  struct Input {
    std::string company;
    std::string site;
  };
  auto input = std::make_shared<Input>();
  CLI::App* list = command->add_subcommand("list", "一个单位的档案 / files of a company");
  list->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  list->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  list->callback([&context, input] {
    Run(context, [&](const Connection& connection) {
      v1::ListFilesRequest request;
      request.set_parent(FullName("companies", input->company));
      request.set_site(SiteName(input->site));
      return ShowListOr(context, columns,
                        connection.CallAllPages(&TrainingStub::ListFiles, request));
    });
  });
  AddFileDocuments(*command, context);
}

}  // namespace touchstone::cli
