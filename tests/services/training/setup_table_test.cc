#include "services/training/setup_table.h"

#include "tests/services/training/training_fixture.h"

namespace touchstone::testing {
namespace {

class SetupTableTest : public TrainingFixture {
 protected:
  v1::Batch Batch(const std::string& id) {
    v1::GetBatchRequest request;
    request.set_name("batches/" + id);
    return Do<v1::Batch>(&Stub::GetBatch, request);
  }
};

TEST_F(SetupTableTest, AnIdIsUsedOnce) {
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::CreateBatch, NewBatch("b1", "companies/acme/sites/home"),
                                    organiser_)
                         .status()),
            Reason::RESOURCE_EXISTS);
}

TEST_F(SetupTableTest, ABatchIsOfASiteAndAProgrammeThatExist) {
  auto request = NewBatch("b9", "companies/acme/sites/nowhere");
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::CreateBatch, request, organiser_).status()),
            Reason::REFERENCE_UNKNOWN);
  request = NewBatch("b9", "companies/acme/sites/home");
  request.mutable_batch()->set_programme("programmes/nothing");
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::CreateBatch, request, organiser_).status()),
            Reason::REFERENCE_UNKNOWN);
}

TEST_F(SetupTableTest, SessionsAreDaysOfTheCalendarAndAtMostADayLong) {
  auto request = NewBatch("b9", "companies/acme/sites/home");
  request.mutable_batch()->mutable_sessions(0)->set_date("2025-02-29");
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::CreateBatch, request, organiser_).status()),
            Reason::REQUEST_INVALID);
  for (const char* hours : {"0", "24.5"}) {
    request = NewBatch("b9", "companies/acme/sites/home");
    request.mutable_batch()->mutable_sessions(0)->set_class_hours(hours);
    EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::CreateBatch, request, organiser_).status()),
              Reason::REQUEST_INVALID);
  }
}

TEST_F(SetupTableTest, ASessionThatSomebodyAttendedStays) {
  Append(NewAttendance("ann", "s1"));
  v1::UpdateBatchRequest request;
  *request.mutable_batch() = Batch("b1");
  request.mutable_batch()->mutable_sessions()->DeleteSubrange(1, 1);
  const v1::Batch fewer = Do<v1::Batch>(&Stub::UpdateBatch, request, trainer_);
  EXPECT_EQ(fewer.sessions_size(), 1);
  *request.mutable_batch() = fewer;
  request.mutable_batch()->mutable_sessions(0)->set_class_hours("7");
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::UpdateBatch, request, trainer_).status()),
            Reason::FIELD_IMMUTABLE);
}

TEST_F(SetupTableTest, AnOldEtagIsRefused) {
  v1::UpdateBatchRequest request;
  *request.mutable_batch() = Batch("b1");
  request.mutable_batch()->set_display_name("第一期");
  Do<v1::Batch>(&Stub::UpdateBatch, request);
  request.mutable_batch()->set_display_name("又一期");
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::UpdateBatch, request, organiser_).status()),
            Reason::ETAG_MISMATCH);
}

TEST_F(SetupTableTest, ARequestIdMakesOne) {
  auto request = NewBatch("", "companies/acme/sites/home");
  request.set_request_id("fedcba9876543210");
  const auto first = Do<v1::Batch>(&Stub::CreateBatch, request, trainer_);
  EXPECT_EQ(Do<v1::Batch>(&Stub::CreateBatch, request, trainer_).name(), first.name());
}

TEST_F(SetupTableTest, ACompanySetsUpItsOwnAndSeesItsOwn) {
  MakeBatch("r1", "companies/rival/sites/far");
  EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::CreateBatch, NewBatch("b9", "companies/rival/sites/far"),
                                    department_)
                         .status()),
            Reason::NOT_YOURS);
  const auto own =
      Do<v1::ListBatchesResponse>(&Stub::ListBatches, v1::ListBatchesRequest(), rival_);
  ASSERT_EQ(own.batches_size(), 1);
  EXPECT_EQ(own.batches(0).name(), "batches/r1");
  const auto all = Do<v1::ListBatchesResponse>(&Stub::ListBatches, v1::ListBatchesRequest());
  EXPECT_EQ(all.batches_size(), 2);
  v1::CreateProgrammeRequest everybodys;
  everybodys.mutable_programme()->mutable_display_name()->set_zh("通用");
  everybodys.mutable_programme()->set_trade("电工");
  EXPECT_EQ(ReasonOf(Try<v1::Programme>(&Stub::CreateProgramme, everybodys, department_).status()),
            Reason::NOT_YOURS);
  const auto shared =
      Do<v1::ListProgrammesResponse>(&Stub::ListProgrammes, v1::ListProgrammesRequest(), rival_);
  EXPECT_EQ(shared.programmes_size(), 1);
}

TEST_F(SetupTableTest, ListsComeInPages) {
  for (const char* id : {"c1", "c2", "c3"}) MakeBatch(id, "companies/acme/sites/home");
  v1::ListBatchesRequest request;
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = Do<v1::ListBatchesResponse>(&Stub::ListBatches, request, department_);
    for (const v1::Batch& batch : page.batches()) names.push_back(batch.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names,
              ::testing::ElementsAre("batches/b1", "batches/c1", "batches/c2", "batches/c3"));
}

TEST_F(SetupTableTest, ASiteHasATimeZoneOfTheDataBase) {
  v1::CreateSiteRequest request;
  request.set_parent("companies/acme");
  request.mutable_site()->set_display_name("月球");
  request.mutable_site()->set_country("CN");
  EXPECT_EQ(Do<v1::Site>(&Stub::CreateSite, request, department_).time_zone(), "Asia/Shanghai");
  request.mutable_site()->set_time_zone("Moon/Tycho");
  EXPECT_EQ(ReasonOf(Try<v1::Site>(&Stub::CreateSite, request, department_).status()),
            Reason::REQUEST_INVALID);
}

}  // namespace
}  // namespace touchstone::testing
