#include "services/training/training_access.h"

#include <functional>

#include "tests/services/training/training_fixture.h"

namespace touchstone::testing {
namespace {

// Everything that can be asked about a worker, with a name that may or may not exist.
class TrainingAccessTest : public TrainingFixture {
 protected:
  std::vector<absl::Status> AskAbout(const std::string& worker, const std::string& token) {
    std::vector<absl::Status> answers;
    v1::ListRecordsRequest records;
    records.set_parent("workers/" + worker);
    answers.push_back(Try<v1::ListRecordsResponse>(&Stub::ListRecords, records, token).status());
    v1::GetRecordRequest record;
    record.set_name("workers/" + worker + "/records/1");
    answers.push_back(Try<v1::Record>(&Stub::GetRecord, record, token).status());
    v1::CheckLicenceRequest licence;
    licence.set_worker("workers/" + worker);
    licence.set_certificate_type("certificateTypes/forklift-n1");
    answers.push_back(Try<v1::Licence>(&Stub::CheckLicence, licence, token).status());
    v1::SumHoursRequest hours;
    hours.set_worker("workers/" + worker);
    hours.set_certificate_type("certificateTypes/forklift-n1");
    hours.set_year(2025);
    answers.push_back(Try<v1::HoursSum>(&Stub::SumHours, hours, token).status());
    answers.push_back(TryAppend({NewAttendance(worker, "s1")}, token).status());
    answers.push_back(TryAppend({NewConfirmation(worker, "1")}, token).status());
    answers.push_back(
        TryAppend({NewAttendance("ann", "s1"), NewConfirmation(worker, "1")}, token).status());
    return answers;
  }

  v1::ListLapsesResponse Lapses(const std::string& company, const std::string& token) {
    v1::ListLapsesRequest request;
    request.set_parent(company);
    request.set_days(3000);
    return Do<v1::ListLapsesResponse>(&Stub::ListLapses, request, token);
  }
  void ChangeAnn(v1::Worker ann, const std::string& field) {
    v1::UpdateWorkerRequest request;
    *request.mutable_worker() = std::move(ann);
    request.mutable_worker()->set_name("workers/ann");
    request.mutable_update_mask()->add_paths(field);
    auto events = server_.Stub<v1::EventsService>();
    ASSERT_TRUE(
        CallWith<v1::Worker>(*events, &v1::EventsService::Stub::UpdateWorker, organiser_, request)
            .ok());
  }
};

TEST_F(TrainingAccessTest, AnotherCompanysWorkerAnswersAsOneWhoDoesNotExist) {
  Append(NewAttendance("ann", "s1"));
  for (const std::string& token :
       {rival_, Token(v1::ROLE_TRAINER, "rival"), Token(v1::ROLE_WORKER, "rival", "ren"),
        Token(v1::ROLE_WORKER, "acme", "bob")}) {
    const auto there = AskAbout("ann", token);
    const auto not_there = AskAbout("nobody", token);
    ASSERT_EQ(there.size(), not_there.size());
    for (std::size_t i = 0; i < there.size(); ++i) {
      EXPECT_EQ(ReasonOf(there[i]), Reason::NOT_YOURS) << i;
      EXPECT_EQ(there[i].code(), not_there[i].code()) << i;
      EXPECT_EQ(there[i].message(), not_there[i].message()) << i;
      EXPECT_EQ(DetailOf(there[i]).fields.size(), DetailOf(not_there[i]).fields.size()) << i;
    }
  }
}

// Planted fault: a caller who is held to no company. The comparison above must tell the two apart.
TEST_F(TrainingAccessTest, PlantedFaultACallerWhoIsHeldToNoCompanyIsNoticed) {
  Append(NewAttendance("ann", "s1"));
  const auto there = AskAbout("ann", organiser_);
  const auto not_there = AskAbout("nobody", organiser_);
  for (std::size_t i = 0; i < 6; ++i) {  // the last fails at its first record either way
    EXPECT_NE(ReasonOf(there[i]), Reason::NOT_YOURS) << i;
    EXPECT_TRUE(there[i].code() != not_there[i].code() ||
                there[i].message() != not_there[i].message())
        << i;
  }
}

TEST_F(TrainingAccessTest, TheSameQuestionsOfTheOwnCompanyAreAnswered) {
  Append(NewAttendance("ann", "s1"));
  const auto answers = AskAbout("ann", department_);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(answers[i].ok()) << i << answers[i];
  for (const absl::Status& answer : answers) EXPECT_NE(ReasonOf(answer), Reason::NOT_YOURS);
}

TEST_F(TrainingAccessTest, AnOrganiserIsToldThatThereIsNoSuchWorker) {
  EXPECT_EQ(ReasonOf(AskAbout("nobody", organiser_)[0]), Reason::RESOURCE_NOT_FOUND);
}

TEST_F(TrainingAccessTest, ListsOfAnotherCompanyAreRefusedWhetherItExistsOrNot) {
  for (const char* company : {"acme", "nowhere"}) {
    const std::string parent = std::string("companies/") + company;
    v1::ListFilesRequest files;
    files.set_parent(parent);
    EXPECT_EQ(ReasonOf(Try<v1::ListFilesResponse>(&Stub::ListFiles, files, rival_).status()),
              Reason::NOT_YOURS);
    v1::ListLapsesRequest lapses;
    lapses.set_parent(parent);
    lapses.set_days(30);
    EXPECT_EQ(ReasonOf(Try<v1::ListLapsesResponse>(&Stub::ListLapses, lapses, rival_).status()),
              Reason::NOT_YOURS);
    v1::ListLicencesRequest licences;
    licences.set_parent(parent);
    licences.set_certificate_type("certificateTypes/forklift-n1");
    EXPECT_EQ(
        ReasonOf(Try<v1::ListLicencesResponse>(&Stub::ListLicences, licences, rival_).status()),
        Reason::NOT_YOURS);
    v1::ComparePlanRequest plan;
    plan.set_parent(parent);
    plan.set_year(2025);
    EXPECT_EQ(ReasonOf(Try<v1::ComparePlanResponse>(&Stub::ComparePlan, plan, rival_).status()),
              Reason::NOT_YOURS);
    v1::CountTrainingRequest count;
    count.set_company(parent);
    EXPECT_EQ(
        ReasonOf(Try<v1::CountTrainingResponse>(&Stub::CountTraining, count, rival_).status()),
        Reason::NOT_YOURS);
  }
  for (const char* batch : {"b1", "nowhere"}) {
    v1::ListAttendancesRequest attendances;
    attendances.set_parent(std::string("batches/") + batch);
    EXPECT_EQ(
        ReasonOf(
            Try<v1::ListAttendancesResponse>(&Stub::ListAttendances, attendances, rival_).status()),
        Reason::NOT_YOURS);
    v1::GetBatchRequest get;
    get.set_name(attendances.parent());
    EXPECT_EQ(ReasonOf(Try<v1::Batch>(&Stub::GetBatch, get, rival_).status()), Reason::NOT_YOURS);
  }
}

TEST_F(TrainingAccessTest, CountsOfACompanyHoldItsOwnPeopleOnly) {
  Append(NewAttendance("ann", "s1"));
  Append(NewAttendance("ren", "s1"));
  EXPECT_EQ(Total(department_).person_times(), 1u);
  EXPECT_EQ(Total(rival_).person_times(), 1u);
  EXPECT_EQ(Total().person_times(), 2u);
}

TEST_F(TrainingAccessTest, AWorkerWhoLeftIsUnknownToTheOldCompany) {
  Append(NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_ISSUED));
  v1::Worker ann;
  ann.set_company("companies/rival");
  ChangeAnn(ann, "company");
  EXPECT_EQ(ReasonOf(AskAbout("ann", department_)[0]), Reason::NOT_YOURS);
  EXPECT_TRUE(AskAbout("ann", rival_)[0].ok());
  v1::ListFilesRequest files;
  files.set_parent("companies/acme");
  v1::ListFilesResponse left;
  do {  // bob and cid stay
    left = Do<v1::ListFilesResponse>(&Stub::ListFiles, files, department_);
  } while (left.files_size() < 2);
  EXPECT_EQ(left.files(0).worker(), "workers/bob");
  EXPECT_EQ(left.files_size(), 2);
  files.set_parent("companies/rival");
  while (Do<v1::ListFilesResponse>(&Stub::ListFiles, files, rival_).files_size() < 2) {
  }
  EXPECT_EQ(Lapses("companies/rival", rival_).lapses_size(), 1);
}

// The index of lapses follows a little later; the company that he left does not see that.
TEST_F(TrainingAccessTest, WhoLeftOrHasANewNameIsSoInTheListOfLapsesAtOnce) {
  Append(NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_ISSUED));
  v1::Worker ann;
  for (int i = 0; i < 50; ++i) {
    ann.set_company("companies/rival");
    ChangeAnn(ann, "company");
    EXPECT_EQ(Lapses("companies/acme", department_).lapses_size(), 0);
    ann.set_company("");
    ChangeAnn(ann, "company");
    EXPECT_EQ(Lapses("companies/rival", rival_).lapses_size(), 0);
    ann.set_company("companies/acme");
    ChangeAnn(ann, "company");
    EXPECT_EQ(Lapses("companies/rival", rival_).lapses_size(), 0);
    v1::ListLapsesResponse back;
    while (back.lapses_size() == 0) back = Lapses("companies/acme", department_);
    ann.set_display_name("Ann " + std::to_string(i));
    ChangeAnn(ann, "display_name");
    ASSERT_EQ(Lapses("companies/acme", department_).lapses_size(), 1);
    EXPECT_EQ(Lapses("companies/acme", department_).lapses(0).display_name(), ann.display_name());
  }
}

TEST_F(TrainingAccessTest, ATokenOfOneEventReadsNoFile) {
  for (const auto role : {v1::ROLE_ORGANISER, v1::ROLE_AUDITOR}) {
    const std::string token = server_.Token(role, "events/e1");
    EXPECT_EQ(ReasonOf(AskAbout("ann", token)[0]), Reason::NOT_YOURS);
  }
}

}  // namespace
}  // namespace touchstone::testing
