#include "clients/cli/commands.h"
#include "clients/cli/noun.h"
#include "clients/cli/record_input.h"
#include "touchstone/v1/training_progress.grpc.pb.h"

namespace touchstone::cli {
namespace {

const std::vector<Column>& LineColumns() {
  static const auto* const columns = new std::vector<Column>{
      {"month", "月份", "month"},  {"site", "地点", "site"},    {"trade", "工种", "trade"},
      {"unit", "单位", "counted"}, {"planned", "计划", "plan"}, {"done", "完成", "done"},
      {"item", "计划项", "item"}};
  return *columns;
}

const std::vector<Column>& OfferColumns() {
  static const auto* const columns = new std::vector<Column>{
      {"plan_item.site", "地点", "site"}, {"plan_item.trade", "工种", "trade"},
      {"aspect", "评分点", "aspect"},     {"marks_lost", "失分", "marks lost"},
      {"marks_possible", "满分", "of"},   {"plan_item.quantity", "人次", "person-times"},
      {"event", "赛事", "event"},         {"discipline", "工种（赛）", "discipline"}};
  return *columns;
}

struct OffersInput {
  std::string company;
  std::string month;
  std::string site;
  int most = 0;
};

void AddOffers(CLI::App& command, Context& context) {
  auto input = std::make_shared<OffersInput>();
  CLI::App* offers = command.add_subcommand(
      "offers", "竞赛失分最多处，可列入下月计划 / what contests say should be planned");
  offers->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  offers->add_option("--month", input->month, "月份 2024-05 / month")->required();
  offers->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  offers->add_option("--most", input->most, "每个地点最多几项，默认3 / offers for each site");
  offers->callback([&context, input] {
    Run(context, [&](const Connection& connection) {
      v1::OfferPlanItemsRequest request;
      request.set_parent(FullName("companies", input->company));
      request.set_month(input->month);
      request.set_site(SiteName(input->site));
      request.set_offers_per_site(input->most);
      return ShowListOr(context, OfferColumns(),
                        connection.Call(&v1::ProgressService::Stub::OfferPlanItems, request));
    });
  });
}

struct CompareInput {
  std::string company;
  std::string site;
  int year = 0;
};

}  // namespace

void AddPlanCommand(CLI::App& app, Context& context) {
  const Noun item = {"plan_item",
                     "planItems",
                     true,
                     "年度培训计划，按月分解 / the yearly plan, by month",
                     {{"--site", "site", "地点编号 / id of the site", "sites", true, true},
                      {"--trade", "trade", "工种 / trade", "", false, true},
                      {"--month", "month", "月份 2024-05 / month", "", false, true},
                      {"--unit", "unit", "batches|people|person-times|hours", "", false, true},
                      {"--quantity", "quantity", "数量 / how much", "", false, true}},
                     {{"name", "编号", "id"},
                      {"month", "月份", "month"},
                      {"site", "地点", "site"},
                      {"trade", "工种", "trade"},
                      {"unit", "单位", "counted"},
                      {"quantity", "数量", "quantity"}},
                     "companies"};
  using Stub = TrainingStub;
  CLI::App& command = AddNoun(app, context, item, &Stub::CreatePlanItem, &Stub::GetPlanItem,
                              &Stub::ListPlanItems, &Stub::UpdatePlanItem);
  auto input = std::make_shared<CompareInput>();
  CLI::App* compare = command.add_subcommand("compare", "计划与完成 / plan against done");
  compare->add_option("COMPANY", input->company, "单位编号 / id of the company")->required();
  compare->add_option("--year", input->year, "年份 / year")->required();
  compare->add_option("--site", input->site, "地点 单位/地点 / site COMPANY/SITE");
  AddOffers(command, context);
  compare->callback([&context, input] {
    Run(context, [&](const Connection& connection) {
      v1::ComparePlanRequest request;
      request.set_parent(FullName("companies", input->company));
      request.set_year(input->year);
      request.set_site(SiteName(input->site));
      return ShowListOr(context, LineColumns(), connection.Call(&Stub::ComparePlan, request));
    });
  });
}

}  // namespace touchstone::cli
