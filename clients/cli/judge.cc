#include "clients/cli/commands.h"
#include "clients/cli/noun.h"

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
  AddNoun(app, context, judge, &Stub::CreateJudge, &Stub::GetJudge, &Stub::ListJudges,
          &Stub::UpdateJudge);
}

}  // namespace touchstone::cli
