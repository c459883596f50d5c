#include "clients/cli/commands.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {

void AddAssignmentCommand(CLI::App& app, Context& context) {
  const Noun assignment = {
      "assignment",
      "assignments",
      true,
      "裁判分工 / who marks what",
      {{"--judge", "judge", "裁判编号 / id of the judge", "judges", true, true},
       {"--discipline", "discipline", "赛项编号 / id of the discipline", "disciplines", true, true},
       {"--modules", "modules", "模块 part/module，逗号分隔；不给为全部 / modules; default all",
        ""},
       {"--entrants", "entrants", "选手编号，逗号分隔；不给为全部 / entrants; default all",
        "entrants", true},
       {"--state", "state", "active|ended", ""}},
      {{"name", "编号", "id"},
       {"judge", "裁判", "judge"},
       {"discipline", "赛项", "discipline"},
       {"modules", "模块", "modules"},
       {"entrants", "选手", "entrants"},
       {"state", "状态", "state"}}};
  using Stub = v1::EventsService::Stub;
  AddNoun(app, context, assignment, &Stub::CreateAssignment, &Stub::GetAssignment,
          &Stub::ListAssignments, &Stub::UpdateAssignment);
}

}  // namespace touchstone::cli
