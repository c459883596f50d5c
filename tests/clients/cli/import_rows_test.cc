#include "clients/cli/import_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/tables/stable_id.h"
#include "tests/clients/cli/csv_tables.h"

namespace touchstone::cli {
namespace {

using tables::StableId;
using testing::ElementsAre;
using testing::IsEmpty;

v1::Company CompanyOf(const std::string& id, const std::string& name) {
  v1::Company company;
  company.set_name("companies/" + id);
  company.set_display_name(name);
  company.set_etag("1");
  return company;
}

// A server with two companies, one numbered worker and a discipline.
Existing SmallServer() {
  Existing existing;
  existing.companies = {CompanyOf("north", "北方电力"), CompanyOf("south", "南方物流")};
  v1::Worker& worker = existing.workers.emplace_back();
  worker.set_name("workers/w7");
  worker.set_display_name("张三");
  worker.set_company("companies/north");
  worker.set_staff_number("007");
  worker.set_trade("电工");
  worker.set_etag("5");
  v1::Discipline& discipline = existing.disciplines.emplace_back();
  discipline.set_name("events/e1/disciplines/electrician");
  discipline.mutable_display_name()->set_zh("电工");
  return existing;
}

template <typename Resource>
std::vector<Action> ActionsOf(const std::vector<Planned<Resource>>& plan) {
  std::vector<Action> actions;
  for (const auto& planned : plan) actions.push_back(planned.action);
  return actions;
}

// What the server holds after the plan was carried out.
template <typename Resource>
void Carry(const std::vector<Planned<Resource>>& plan, const std::string& prefix,
           std::vector<Resource>& existing) {
  for (const auto& planned : plan) {
    Resource resource = planned.resource;
    if (planned.action == Action::kCreate) {
      resource.set_name(prefix + planned.id);
      resource.set_etag("1");
      existing.push_back(resource);
    }
    for (Resource& known : existing)
      if (known.name() == resource.name()) known = resource;
  }
}

TEST(ImportCompaniesTest, NewOnesAreCreatedKnownOnesAreLeft) {
  const ImportPlan plan =
      PlanCompanies(TableOf("单位名称\n北方电力\n新建\n", CompanyColumns()), SmallServer());
  EXPECT_TRUE(plan.problems.empty());
  EXPECT_THAT(ActionsOf(plan.companies), ElementsAre(Action::kNone, Action::kCreate));
  EXPECT_EQ(plan.companies[1].id, StableId("c", "新建"));
}

TEST(ImportCompaniesTest, EmptyAndRepeatedNamesAreNamedWithRowAndColumn) {
  const ImportPlan plan =
      PlanCompanies(TableOf("name\n甲\n甲\n" + std::string(201, 'x') + "\n", CompanyColumns()), {});
  EXPECT_THAT(PlacesOf(plan.problems.ToStatus()), ElementsAre("t.csv:3:A", "t.csv:4:A"));
}

TEST(ImportWorkersTest, ANumberedWorkerIsKnownByCompanyAndNumber) {
  const ImportPlan plan = PlanWorkers(TableOf("姓名,单位,工号,工种\n"
                                              "张三,北方电力,007,电工\n"
                                              "张三,南方物流,007,电工\n"
                                              "李四,北方电力,008,叉车\n",
                                              WorkerColumns()),
                                      SmallServer());
  EXPECT_TRUE(plan.problems.empty());
  EXPECT_THAT(ActionsOf(plan.workers),
              ElementsAre(Action::kNone, Action::kCreate, Action::kCreate));
}

TEST(ImportWorkersTest, AnotherNameOrTradeIsAChangeWithTheEtag) {
  const ImportPlan plan = PlanWorkers(
      TableOf("姓名,单位,工号,工种\n张三丰,北方电力,007,电工\n", WorkerColumns()), SmallServer());
  ASSERT_THAT(ActionsOf(plan.workers), ElementsAre(Action::kChange));
  EXPECT_EQ(plan.workers[0].resource.name(), "workers/w7");
  EXPECT_EQ(plan.workers[0].resource.etag(), "5");
  EXPECT_EQ(plan.workers[0].resource.display_name(), "张三丰");
}

TEST(ImportWorkersTest, IdentityCardNumbersAndUnknownCompaniesAreRefused) {
  const ImportPlan plan = PlanWorkers(TableOf("姓名,单位,工号\n"
                                              "甲,北方电力,11010519491231002X\n"
                                              "乙,没有的单位,9\n"
                                              ",北方电力,10\n"
                                              "丙,北方电力,130503670401001\n",
                                              WorkerColumns()),
                                      SmallServer());
  EXPECT_THAT(PlacesOf(plan.problems.ToStatus()),
              ElementsAre("t.csv:2:C", "t.csv:3:B", "t.csv:4:A", "t.csv:5:C"));
}

TEST(ImportWorkersTest, TwoOfOneNameNeedStaffNumbers) {
  const ImportPlan plan = PlanWorkers(
      TableOf("姓名,单位\n王五,北方电力\n王五,北方电力\n王五,南方物流\n", WorkerColumns()),
      SmallServer());
  EXPECT_THAT(PlacesOf(plan.problems.ToStatus()), ElementsAre("t.csv:3:A"));
}

TEST(ImportEntrantsTest, RefersToWorkersAndMakesTeams) {
  const ImportPlan plan = PlanEntrants(TableOf("选手号,姓名,单位,工号,队伍\n"
                                               "101,张三,北方电力,007,一队\n"
                                               "102,张三,北方电力,,一队\n"
                                               "103,路人,南方物流,,\n",
                                               EntrantImportColumns()),
                                       SmallServer(), "e1");
  EXPECT_TRUE(plan.problems.empty());
  ASSERT_EQ(plan.entrants.size(), 3u);
  EXPECT_EQ(plan.entrants[0].resource.worker(), "workers/w7");
  EXPECT_EQ(plan.entrants[1].resource.worker(), "workers/w7");
  EXPECT_EQ(plan.entrants[2].resource.worker(), "");
  EXPECT_EQ(plan.entrants[2].resource.display_name(), "路人");
  ASSERT_EQ(plan.teams.size(), 1u);
  EXPECT_EQ(plan.entrants[0].resource.team(), "events/e1/teams/" + plan.teams[0].id);
}

TEST(ImportEntrantsTest, WrongCodesDisciplinesAndNumbersAreNamed) {
  const ImportPlan plan = PlanEntrants(TableOf("赛项,选手号,工号\n"
                                               "电工,一号,\n"
                                               "焊工,102,\n"
                                               "electrician,103,404\n"
                                               "电工,104,\n"
                                               "电工,104,\n",
                                               EntrantImportColumns()),
                                       SmallServer(), "e1");
  EXPECT_THAT(PlacesOf(plan.problems.ToStatus()),
              ElementsAre("t.csv:2:B", "t.csv:3:A", "t.csv:4:C", "t.csv:6:B"));
}

TEST(ImportTest, RepeatingAnImportAsksForNothing) {
  Existing server = SmallServer();
  const NamedTable workers = TableOf(
      "姓名,单位,工号,工种\n张三,北方电力,007,钳工\n赵六,南方物流,,叉车\n", WorkerColumns());
  const NamedTable entrants =
      TableOf("选手号,姓名,单位,队伍\n1,赵六,南方物流,二队\n2,外来,,\n", EntrantImportColumns());
  Carry(PlanWorkers(workers, server).workers, "workers/", server.workers);
  const ImportPlan first = PlanEntrants(entrants, server, "e1");
  EXPECT_THAT(ActionsOf(first.entrants), ElementsAre(Action::kCreate, Action::kCreate));
  Carry(first.teams, "events/e1/teams/", server.teams);
  Carry(first.entrants, "events/e1/entrants/", server.entrants);
  EXPECT_THAT(ActionsOf(PlanWorkers(workers, server).workers),
              ElementsAre(Action::kNone, Action::kNone));
  const ImportPlan second = PlanEntrants(entrants, server, "e1");
  EXPECT_THAT(second.teams, IsEmpty());
  EXPECT_THAT(ActionsOf(second.entrants), ElementsAre(Action::kNone, Action::kNone));
}

}  // namespace
}  // namespace touchstone::cli
