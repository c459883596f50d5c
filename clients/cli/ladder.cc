#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {

void AddLadderCommand(CLI::App& app, Context& context) {
  const Noun ladder = {
      "ladder",
      "ladders",
      true,
      "职业发展通道 / career ladders",
      {{"--name", "display_name", "名称 中文|English / name", "", false, true},
       {"--trade", "trade", "工种 / trade", "", false, true},
       {"--steps", "steps",
        "各级，JSON / steps: [{\"level\": \"SKILL_LEVEL_MIDDLE\", \"monthsBefore\": 24}]", "",
        false, true}},
      {{"name", "编号", "id"},
       {"display_name", "名称", "name"},
       {"trade", "工种", "trade"},
       {"steps", "各级", "steps"}},
      "companies"};
  using Stub = v1::ProgressService::Stub;
  AddNoun(app, context, ladder, &Stub::CreateLadder, &Stub::GetLadder, &Stub::ListLadders,
          &Stub::UpdateLadder);
}

}  // namespace touchstone::cli
