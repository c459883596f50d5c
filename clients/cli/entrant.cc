#include "clients/cli/commands.h"
#include "clients/cli/incident.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {

void AddEntrantCommand(CLI::App& app, Context& context) {
  const Noun entrant = {
      "entrant",
      "entrants",
      true,
      "选手 / entrants",
      {{"--code", "code", "选手号 / the number that judges see", "", false, true},
       {"--discipline", "discipline", "赛项编号 / id of the discipline", "disciplines", true, true},
       {"--worker", "worker", "工人编号 / id of the worker", "workers"},
       {"--name", "display_name", "榜上名字 / name on boards", ""},
       {"--company", "company", "单位编号 / id of the company", "companies"},
       {"--team", "team", "团队编号 / id of the team", "teams", true}},
      {{"name", "编号", "id"},
       {"code", "选手号", "code"},
       {"discipline", "赛项", "discipline"},
       {"display_name", "名字", "name"},
       {"worker", "工人", "worker"},
       {"company", "单位", "company"},
       {"team", "团队", "team"}}};
  using Stub = v1::EventsService::Stub;
  CLI::App& command = AddNoun(app, context, entrant, &Stub::CreateEntrant, &Stub::GetEntrant,
                              &Stub::ListEntrants, &Stub::UpdateEntrant);

  auto request = std::make_shared<v1::RecordIncidentRequest>();
  CLI::App* withdraw = command.add_subcommand("withdraw", "退赛 / withdraw an entrant");
  AddIncidentSubject(*withdraw, request);
  withdraw->callback([&context, request] {
    request->mutable_incident()->set_kind(v1::Incident::KIND_WITHDRAWN);
    Run(context, [&](const Connection& connection) {
      return RecordIncident(connection, *request, context);
    });
  });
}

}  // namespace touchstone::cli
