#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "touchstone/v1/training.grpc.pb.h"

namespace touchstone::cli {

void AddSiteCommand(CLI::App& app, Context& context) {
  const Noun site = {"site",
                     "sites",
                     true,
                     "分公司、矿山等工作地点 / branches and workplaces",
                     {{"--name", "display_name", "名称 / name", "", false, true},
                      {"--country", "country", "国家代码 CN|CD|… / country", "", false, true},
                      {"--time-zone", "time_zone", "时区 Asia/Shanghai / time zone", ""}},
                     {{"name", "编号", "id"},
                      {"display_name", "名称", "name"},
                      {"country", "国家", "country"},
                      {"time_zone", "时区", "time zone"}},
                     "companies"};
  using Stub = v1::TrainingService::Stub;
  AddNoun(app, context, site, &Stub::CreateSite, &Stub::GetSite, &Stub::ListSites,
          &Stub::UpdateSite);
}

}  // namespace touchstone::cli
