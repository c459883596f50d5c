#include "clients/cli/commands.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {

void AddTeamCommand(CLI::App& app, Context& context) {
  const Noun team = {
      "team",
      "teams",
      true,
      "团队 / teams",
      {{"--name", "display_name", "名称 / name", "", false, true},
       {"--company", "company", "单位编号 / id of the company", "companies"}},
      {{"name", "编号", "id"}, {"display_name", "名称", "name"}, {"company", "单位", "company"}}};
  using Stub = v1::EventsService::Stub;
  AddNoun(app, context, team, &Stub::CreateTeam, &Stub::GetTeam, &Stub::ListTeams,
          &Stub::UpdateTeam);
}

}  // namespace touchstone::cli
