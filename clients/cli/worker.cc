#include "clients/cli/commands.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {

void AddWorkerCommand(CLI::App& app, Context& context) {
  const Noun worker = {"worker",
                       "workers",
                       false,
                       "工人 / workers",
                       {{"--name", "display_name", "姓名 / name", "", false, true},
                        {"--company", "company", "单位编号 / id of the company", "companies"},
                        {"--staff-number", "staff_number", "工号 / staff number", ""},
                        {"--trade", "trade", "工种 / trade", ""}},
                       {{"name", "编号", "id"},
                        {"display_name", "姓名", "name"},
                        {"company", "单位", "company"},
                        {"staff_number", "工号", "staff number"},
                        {"trade", "工种", "trade"}}};
  using Stub = v1::EventsService::Stub;
  AddNoun(app, context, worker, &Stub::CreateWorker, &Stub::GetWorker, &Stub::ListWorkers,
          &Stub::UpdateWorker);
}

}  // namespace touchstone::cli
