#include "services/events/events_service.h"

#include <gmock/gmock.h>

#include <map>

#include "storage/records.h"
#include "tests/services/events/events_fixture.h"
#include "touchstone/storage/v1/records.pb.h"

namespace touchstone {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using Stub = v1::EventsService::Stub;

class ResourceTest : public testing::EventsFixture {
 protected:
  v1::UpdateCompanyRequest Rename(const std::string& name, const std::string& etag = "") {
    v1::UpdateCompanyRequest request;
    request.mutable_company()->set_name("companies/acme");
    request.mutable_company()->set_display_name(name);
    request.mutable_company()->set_etag(etag);
    request.mutable_update_mask()->add_paths("display_name");
    return request;
  }
};

TEST_F(ResourceTest, KeepsAChineseNameUnderTheGivenId) {
  const v1::Company made = Do(&Stub::CreateCompany, NewCompany("acme", "开发区㻛𠮷机电有限公司"));
  EXPECT_EQ(made.name(), "companies/acme");
  v1::GetCompanyRequest request;
  request.set_name("companies/acme");
  EXPECT_EQ(Do(&Stub::GetCompany, request).SerializeAsString(), made.SerializeAsString());
  EXPECT_EQ(made.display_name(), "开发区㻛𠮷机电有限公司");
}

TEST_F(ResourceTest, MakesAnIdWhenNoneIsGiven) {
  const v1::Company one = Do(&Stub::CreateCompany, NewCompany("", "甲"));
  const v1::Company two = Do(&Stub::CreateCompany, NewCompany("", "乙"));
  EXPECT_THAT(one.name(), ::testing::MatchesRegex("companies/[a-z0-9-]+"));
  EXPECT_NE(one.name(), two.name());
}

TEST_F(ResourceTest, AnIdIsUsedOnce) {
  Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  const auto again = Try(&Stub::CreateCompany, NewCompany("acme", "乙"));
  EXPECT_EQ(ReasonOf(again.status()), Reason::RESOURCE_EXISTS);
  MakeEvent();
  v1::CreateEventRequest request;
  request.set_event_id("ev");
  request.mutable_event()->set_display_name("另一场");
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateEvent, request).status()), Reason::EVENT_EXISTS);
}

TEST_F(ResourceTest, WhatIsNotThereIsNotFound) {
  v1::GetCompanyRequest request;
  request.set_name("companies/nobody");
  EXPECT_EQ(ReasonOf(Try(&Stub::GetCompany, request).status()), Reason::RESOURCE_NOT_FOUND);
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateJudge, NewJudge("ann")).status()),
            Reason::RESOURCE_NOT_FOUND);
  v1::ListTeamsRequest teams;
  teams.set_parent("events/ev");
  EXPECT_EQ(ReasonOf(Try(&Stub::ListTeams, teams).status()), Reason::RESOURCE_NOT_FOUND);
}

TEST_F(ResourceTest, OutputOnlyFieldsOfARequestAreNotRead) {
  v1::CreateEventRequest request;
  request.set_event_id("ev");
  request.mutable_event()->set_display_name("比赛");
  request.mutable_event()->set_name("events/other");
  request.mutable_event()->set_state(v1::Event::STATE_PUBLISHED);
  const v1::Event event = Do(&Stub::CreateEvent, request);
  EXPECT_EQ(event.name(), "events/ev");
  EXPECT_EQ(event.state(), v1::Event::STATE_DRAFT);
  EXPECT_EQ(event.board_state(), v1::Event::BOARD_STATE_NUMBERS_ONLY);
}

TEST_F(ResourceTest, AListHasEveryResourceOnceInTheOrderOfIds) {
  for (char id = 'a'; id < 'h'; ++id) Do(&Stub::CreateCompany, NewCompany({id}, "甲"));
  v1::ListCompaniesRequest request;
  request.set_page_size(3);
  std::string ids;
  int pages = 0;
  do {
    const v1::ListCompaniesResponse page = Do(&Stub::ListCompanies, request);
    for (const v1::Company& company : page.companies()) ids += company.name().back();
    request.set_page_token(page.next_page_token());
    ASSERT_LT(++pages, 9);
  } while (!request.page_token().empty());
  EXPECT_EQ(ids, "abcdefg");
  EXPECT_EQ(pages, 3);
}

TEST_F(ResourceTest, APageTokenIsGoodForItsListOnly) {
  for (const char* id : {"a", "b"}) Do(&Stub::CreateCompany, NewCompany(id, "甲"));
  v1::ListCompaniesRequest companies;
  companies.set_page_size(1);
  v1::ListWorkersRequest workers;
  workers.set_page_token(Do(&Stub::ListCompanies, companies).next_page_token());
  ASSERT_FALSE(workers.page_token().empty());
  EXPECT_EQ(ReasonOf(Try(&Stub::ListWorkers, workers).status()), Reason::PAGE_TOKEN_INVALID);
}

TEST_F(ResourceTest, EventsDoNotSeeEachOthersResources) {
  MakeEvent("ev");
  MakeEvent("ev-2");
  Do(&Stub::CreateJudge, NewJudge("ann"));
  v1::ListJudgesRequest request;
  request.set_parent("events/ev-2");
  EXPECT_EQ(Do(&Stub::ListJudges, request).judges_size(), 0);
  request.set_parent("events/ev");
  EXPECT_EQ(Do(&Stub::ListJudges, request).judges_size(), 1);
}

TEST_F(ResourceTest, AnUpdateChangesOnlyTheFieldsOfItsMask) {
  Do(&Stub::CreateWorker, NewWorker("w1", "", "007"));
  v1::UpdateWorkerRequest request;
  request.mutable_worker()->set_name("workers/w1");
  request.mutable_worker()->set_trade("电工");
  request.mutable_update_mask()->add_paths("trade");
  const v1::Worker worker = Do(&Stub::UpdateWorker, request);
  EXPECT_EQ(worker.trade(), "电工");
  EXPECT_EQ(worker.display_name(), "张三");
  EXPECT_EQ(worker.staff_number(), "007");
}

TEST_F(ResourceTest, TheEtagChangesWithEveryChangeAndGuardsAgainstOld) {
  const v1::Company first = Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  const v1::Company second = Do(&Stub::UpdateCompany, Rename("乙", first.etag()));
  EXPECT_EQ(ReasonOf(Try(&Stub::UpdateCompany, Rename("丙", first.etag())).status()),
            Reason::ETAG_MISMATCH);
  const v1::Company third = Do(&Stub::UpdateCompany, Rename("甲", second.etag()));
  EXPECT_NE(first.etag(), second.etag());
  EXPECT_NE(first.etag(), third.etag()) << "the content is that of the first, the change is not";
}

TEST_F(ResourceTest, AnUpdateThatChangesNothingKeepsTheEtag) {
  const v1::Company made = Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  EXPECT_EQ(Do(&Stub::UpdateCompany, Rename("甲")).etag(), made.etag());
}

TEST_F(ResourceTest, WhatTheServerSetsCannotBeAskedFor) {
  Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  v1::UpdateCompanyRequest request = Rename("乙");
  request.mutable_update_mask()->add_paths("etag");
  EXPECT_EQ(ReasonOf(Try(&Stub::UpdateCompany, request).status()), Reason::REQUEST_INVALID);
}

TEST_F(ResourceTest, ARepeatedRequestGetsTheFirstAnswer) {
  v1::CreateCompanyRequest request = NewCompany("", "甲");
  request.set_request_id("request-0000000001");
  const v1::Company first = Do(&Stub::CreateCompany, request);
  EXPECT_EQ(Do(&Stub::CreateCompany, request).name(), first.name());
  EXPECT_EQ(Do(&Stub::ListCompanies, v1::ListCompaniesRequest()).companies_size(), 1);
  request.mutable_company()->set_display_name("乙");
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateCompany, request).status()), Reason::REQUEST_ID_REUSED);
}

TEST_F(ResourceTest, AChangeOfAnEventIsRepeatedSafelyToo) {
  MakeEvent();
  v1::CreateJudgeRequest request = NewJudge("");
  request.set_request_id("request-0000000002");
  const std::string name = Do(&Stub::CreateJudge, request).name();
  EXPECT_EQ(Do(&Stub::CreateJudge, request).name(), name);
}

TEST_F(ResourceTest, AReferenceMustExistAndItsFieldIsNamed) {
  const auto worker = Try(&Stub::CreateWorker, NewWorker("w1", "nowhere", ""));
  EXPECT_EQ(ReasonOf(worker.status()), Reason::REFERENCE_UNKNOWN);
  EXPECT_THAT(FieldsOf(worker.status()), ElementsAre("worker.company"));

  MakeEventWithDiscipline();
  v1::CreateEntrantRequest entrant = NewEntrant("e1", "7");
  entrant.mutable_entrant()->set_team("events/other/teams/t1");
  const auto refused = Try(&Stub::CreateEntrant, entrant);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::REFERENCE_UNKNOWN);
  EXPECT_THAT(FieldsOf(refused.status()), ElementsAre("entrant.team"));
}

TEST_F(ResourceTest, ANameOfAnotherKindIsNoReference) {
  v1::CreateWorkerRequest request = NewWorker("w1", "", "");
  request.mutable_worker()->set_company("workers/w2");
  const auto refused = Try(&Stub::CreateWorker, request);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::REQUEST_INVALID);
  EXPECT_THAT(FieldsOf(refused.status()), ElementsAre("worker.company"));
}

TEST_F(ResourceTest, ACodeBelongsToOneEntrantOfTheDiscipline) {
  MakeEventWithDiscipline();
  Do(&Stub::CreateEntrant, NewEntrant("e1", "7"));
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateEntrant, NewEntrant("e2", "7")).status()),
            Reason::ENTRANT_CODE_TAKEN);
  v1::UpdateEntrantRequest request;
  request.mutable_entrant()->set_name("events/ev/entrants/e1");
  request.mutable_entrant()->set_code("8");
  request.mutable_update_mask()->add_paths("code");
  Do(&Stub::UpdateEntrant, request);
  Do(&Stub::CreateEntrant, NewEntrant("e2", "7"));
}

TEST_F(ResourceTest, AStaffNumberBelongsToOneWorkerOfTheCompany) {
  Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  Do(&Stub::CreateCompany, NewCompany("other", "乙"));
  Do(&Stub::CreateWorker, NewWorker("w1", "acme", "工-007/a"));
  const auto taken = Try(&Stub::CreateWorker, NewWorker("w2", "acme", "工-007/a"));
  EXPECT_EQ(ReasonOf(taken.status()), Reason::RESOURCE_EXISTS);
  EXPECT_THAT(FieldsOf(taken.status()), ElementsAre("worker.staff_number"));
  Do(&Stub::CreateWorker, NewWorker("w2", "other", "工-007/a"));
}

TEST_F(ResourceTest, AnEntrantHasTheCompanyOfHisWorker) {
  MakeEventWithDiscipline();
  Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  Do(&Stub::CreateWorker, NewWorker("w1", "acme", ""));
  v1::CreateEntrantRequest request = NewEntrant("e1", "7");
  request.mutable_entrant()->set_worker("workers/w1");
  EXPECT_EQ(Do(&Stub::CreateEntrant, request).company(), "companies/acme");
}

TEST_F(ResourceTest, AJudgeIsNotAssignedToAnEntrantOfTheOwnCompany) {
  MakeEventWithDiscipline();
  Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  v1::CreateEntrantRequest entrant = NewEntrant("e1", "7");
  entrant.mutable_entrant()->set_company("companies/acme");
  Do(&Stub::CreateEntrant, entrant);
  v1::CreateJudgeRequest judge = NewJudge("ann");
  judge.mutable_judge()->set_company("companies/acme");
  Do(&Stub::CreateJudge, judge);
  v1::CreateAssignmentRequest assignment = NewAssignment("ann");
  assignment.mutable_assignment()->add_entrants("events/ev/entrants/e1");
  EXPECT_EQ(ReasonOf(Try(&Stub::CreateAssignment, assignment).status()),
            Reason::JUDGE_HAS_INTEREST);
  assignment.mutable_assignment()->clear_entrants();
  EXPECT_EQ(Do(&Stub::CreateAssignment, assignment).state(), v1::Assignment::STATE_ACTIVE);
}

TEST_F(ResourceTest, AnAssignmentNamesModulesOfTheScheme) {
  MakeEventWithDiscipline();
  Do(&Stub::CreateJudge, NewJudge("ann"));
  v1::CreateAssignmentRequest request = NewAssignment("ann");
  request.mutable_assignment()->add_modules("work/m9");
  const auto refused = Try(&Stub::CreateAssignment, request);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::REFERENCE_UNKNOWN);
  EXPECT_THAT(FieldsOf(refused.status()), ElementsAre("assignment.modules"));
}

TEST_F(ResourceTest, AnEventDoesNotEndBeforeItStarts) {
  v1::CreateEventRequest request;
  request.mutable_event()->set_display_name("比赛");
  request.mutable_event()->mutable_start_time()->set_seconds(2000);
  request.mutable_event()->mutable_end_time()->set_seconds(1000);
  const auto refused = Try(&Stub::CreateEvent, request);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::REQUEST_INVALID);
  EXPECT_THAT(FieldsOf(refused.status()), Contains("event.end_time"));
}

TEST_F(ResourceTest, EveryChangeIsToldToTheFeedOnce) {
  const std::uint64_t before = server_.store().FeedEnd();
  Do(&Stub::CreateCompany, NewCompany("acme", "甲"));
  Do(&Stub::UpdateCompany, Rename("乙"));
  Try(&Stub::CreateCompany, NewCompany("acme", "丙")).IgnoreError();
  const auto feed = server_.store().ReadFeed(before, 10);
  ASSERT_TRUE(feed.ok());
  ASSERT_EQ(feed->size(), 2u);
  for (const storage::FeedEvent& event : *feed) {
    EXPECT_EQ(event.type, static_cast<std::uint32_t>(storage::FeedEventType::kResourceChanged));
    touchstone::storage::v1::ResourceChanged changed;
    ASSERT_TRUE(changed.ParseFromString(event.payload));
    EXPECT_EQ(changed.name(), "companies/acme");
  }
}

TEST_F(ResourceTest, ResourcesSurviveARestart) {
  MakeReadyEvent();
  server_.Restart();
  v1::GetEntrantRequest request;
  request.set_name("events/ev/entrants/e1");
  EXPECT_EQ(Do(&Stub::GetEntrant, request).code(), "7");
}

}  // namespace
}  // namespace touchstone
