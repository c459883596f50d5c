#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/tablets.grpc.pb.h"

namespace touchstone::cli {

void AddJudgeCommand(CLI::App& app, Context& context) {
  const Noun judge = {
      "judge",
      "judges",
      true,
      "裁判 / judges",
      {{"--name", "display_name", "姓名 / name", "", false, true},
       {"--company", "company", "所在单位，回避用 / own company, not marked by him", "companies"}},
      {{"name", "编号", "id"}, {"display_name", "姓名", "name"}, {"company", "单位", "company"}}};
  using Stub = v1::EventsService::Stub;
  CLI::App& command = AddNoun(app, context, judge, &Stub::CreateJudge, &Stub::GetJudge,
                              &Stub::ListJudges, &Stub::UpdateJudge);
  auto input = std::make_shared<NounInput>();
  CLI::App* pin =
      command.add_subcommand("pin", "发新 PIN，只显示这一次 / make a new PIN, shown this once");
  AddId(*pin, judge, input);
  pin->callback([&context, judge, input] {
    Run(context, [&](const Connection& connection) {
      v1::ResetJudgePinRequest request;
      request.set_name(NameOf(judge, *input));
      return ShowOneOr(context, {{"pin", "PIN", "PIN"}},
                       connection.Call(&v1::TabletsService::Stub::ResetJudgePin, request));
    });
  });
}

}  // namespace touchstone::cli
