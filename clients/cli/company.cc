#include "clients/cli/commands.h"
#include "clients/cli/noun.h"

namespace touchstone::cli {

void AddCompanyCommand(CLI::App& app, Context& context) {
  const Noun company = {"company",
                        "companies",
                        false,
                        "单位 / companies",
                        {{"--name", "display_name", "名称 / name", "", false, true}},
                        {{"name", "编号", "id"}, {"display_name", "名称", "name"}}};
  using Stub = v1::EventsService::Stub;
  AddNoun(app, context, company, &Stub::CreateCompany, &Stub::GetCompany, &Stub::ListCompanies,
          &Stub::UpdateCompany);
}

}  // namespace touchstone::cli
