#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/training.grpc.pb.h"

namespace touchstone::cli {

void AddProgrammeCommand(CLI::App& app, Context& context) {
  const Noun programme = {
      "programme",
      "programmes",
      false,
      "培训项目 / programmes of training",
      {{"--name", "display_name", "名称 中文|English / name", "", false, true},
       {"--trade", "trade", "工种 / trade", "", false, true},
       {"--company", "company", "单位编号，不给则通用 / id of the company", "companies"},
       {"--certificate-types", "certificate_types", "课时计入的证书类型 / types it counts for",
        "certificateTypes"}},
      {{"name", "编号", "id"},
       {"display_name", "名称", "name"},
       {"trade", "工种", "trade"},
       {"company", "单位", "company"},
       {"certificate_types", "计入证书", "counts for"}}};
  using Stub = v1::TrainingService::Stub;
  AddNoun(app, context, programme, &Stub::CreateProgramme, &Stub::GetProgramme,
          &Stub::ListProgrammes, &Stub::UpdateProgramme);
}

}  // namespace touchstone::cli
