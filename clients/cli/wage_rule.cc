#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {

void AddWageRuleCommand(CLI::App& app, Context& context) {
  const Noun rule = {
      "wage_rule",
      "wageRules",
      true,
      "技能工资表 / tables of skill wages",
      {{"--name", "display_name", "名称 中文|English / name", "", false, true},
       {"--trade", "trade", "工种 / trade", "", false, true},
       {"--currency", "currency", "货币 CNY / currency", "", false, true},
       {"--levels", "levels",
        "等级金额，JSON / amounts: [{\"level\": \"SKILL_LEVEL_JUNIOR\", \"amount\": \"800\"}]", "",
        false, true},
       {"--grades", "grades",
        "等次百分比，JSON / percents: [{\"grade\": \"GRADE_EXCELLENT\", \"percent\": 120}]", ""},
       {"--places", "places", "名次金额，JSON / amounts: [{\"toPlace\": 3, \"amount\": \"500\"}]",
        ""}},
      {{"name", "编号", "id"},
       {"display_name", "名称", "name"},
       {"trade", "工种", "trade"},
       {"currency", "货币", "currency"},
       {"levels", "等级", "levels"},
       {"grades", "等次", "grades"},
       {"places", "名次", "places"}},
      "companies"};
  using Stub = v1::ProgressService::Stub;
  AddNoun(app, context, rule, &Stub::CreateWageRule, &Stub::GetWageRule, &Stub::ListWageRules,
          &Stub::UpdateWageRule);
}

}  // namespace touchstone::cli
