#include "services/training/file_queries.h"

#include "tests/services/training/training_fixture.h"

namespace touchstone::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kLowVoltage[] = "special-operation-electrician-low";

class FileQueriesTest : public TrainingFixture {
 protected:
  std::vector<std::string> Licensed(const std::string& site, const std::string& date,
                                    bool with_refused = false) {
    v1::ListLicencesRequest request;
    request.set_parent("companies/acme");
    request.set_certificate_type("certificateTypes/forklift-n1");
    if (!site.empty()) request.set_site("companies/acme/sites/" + site);
    request.set_date(date);
    request.set_with_refused(with_refused);
    std::vector<std::string> workers;
    const auto list = Do<v1::ListLicencesResponse>(&Stub::ListLicences, request, department_);
    for (const v1::Licence& licence : list.licences()) {
      workers.push_back(licence.worker().substr(8));
    }
    return workers;
  }
  v1::ListLapsesResponse Lapses(const std::string& from, int days, const std::string& site = "") {
    v1::ListLapsesRequest request;
    request.set_parent("companies/acme");
    request.set_from_date(from);
    request.set_days(days);
    if (!site.empty()) request.set_site("companies/acme/sites/" + site);
    return Do<v1::ListLapsesResponse>(&Stub::ListLapses, request, department_);
  }
};

TEST_F(FileQueriesTest, TheHistoryComesInPagesThatStayWhenRecordsAreAdded) {
  for (int i = 0; i < 7; ++i) Append(NewPosting("ann", "2026-01-01", "kamoa"));
  v1::ListRecordsRequest request;
  request.set_parent("workers/ann");
  request.set_page_size(3);
  std::vector<std::uint64_t> positions;
  do {
    const auto page = Do<v1::ListRecordsResponse>(&Stub::ListRecords, request);
    for (const v1::Record& record : page.records()) positions.push_back(record.position());
    request.set_page_token(page.next_page_token());
    server_.clock().Advance(std::chrono::hours(1));
    Append(NewPosting("ann", "2026-01-01", "home"));
  } while (!request.page_token().empty());
  EXPECT_THAT(positions, ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

TEST_F(FileQueriesTest, APageTokenIsOfOneQuestion) {
  for (int i = 0; i < 3; ++i) Append(NewPosting("ann", "2026-01-01", "kamoa"));
  v1::ListRecordsRequest request;
  request.set_parent("workers/ann");
  request.set_page_size(1);
  request.set_page_token(
      Do<v1::ListRecordsResponse>(&Stub::ListRecords, request).next_page_token());
  request.set_parent("workers/bob");
  EXPECT_EQ(
      ReasonOf(Try<v1::ListRecordsResponse>(&Stub::ListRecords, request, organiser_).status()),
      Reason::PAGE_TOKEN_INVALID);
}

TEST_F(FileQueriesTest, FactsAreChosenByTheirNames) {
  Append(NewPosting("ann", "2026-01-01", "kamoa"));
  v1::NewRecord honour = New("ann", "2025-05-01");
  honour.mutable_record()->mutable_honour()->set_title("劳动奖章");
  Append(honour);
  v1::NewRecord result = New("ann", "2025-09-01");
  result.mutable_record()->mutable_contest_result()->set_contest("技能大赛");
  Append(result);
  v1::ListRecordsRequest request;
  request.set_parent("workers/ann");
  request.add_facts("honour");
  request.add_facts("contest_result");
  EXPECT_EQ(Do<v1::ListRecordsResponse>(&Stub::ListRecords, request).records_size(), 2);
  request.add_facts("position");
  EXPECT_EQ(
      ReasonOf(Try<v1::ListRecordsResponse>(&Stub::ListRecords, request, organiser_).status()),
      Reason::REQUEST_INVALID);
}

TEST_F(FileQueriesTest, ALicenceHasAReasonARuleAndItsRecords) {
  EXPECT_EQ(Licence("ann", "2026-01-01").reason(), v1::LICENCE_REASON_NEVER_ISSUED);
  Append(NewCertificate("ann", "2025-06-01", v1::CertificateFact::KIND_ISSUED));
  const v1::Licence yes = Licence("ann", "2026-01-01");
  EXPECT_TRUE(yes.licensed());
  EXPECT_EQ(yes.number(), "N1-7");
  EXPECT_EQ(yes.valid_from(), "2025-06-01");
  EXPECT_EQ(yes.valid_to(), "2029-05-31");
  EXPECT_EQ(yes.lapse_date(), "2029-05-31");
  EXPECT_THAT(yes.records(), ElementsAre("workers/ann/records/1"));
  EXPECT_EQ(Licence("ann", "2025-05-31").reason(), v1::LICENCE_REASON_NOT_YET_VALID);
  const v1::Licence no = Licence("ann", "2029-06-01");
  EXPECT_EQ(no.reason(), v1::LICENCE_REASON_EXPIRED);
  EXPECT_EQ(no.reason_date(), "2029-05-31");
  EXPECT_NE(no.rule().zh(), "");
  EXPECT_NE(no.rule().en(), "");
  EXPECT_NE(no.explanation().zh().find("2029-05-31"), std::string::npos);
}

TEST_F(FileQueriesTest, ALicenceSaysWhenItMayBeRenewedAndWhatIsMissing) {
  Append(NewCertificate("ann", "2024-06-01", v1::CertificateFact::KIND_ISSUED, "T-1", kLowVoltage));
  const v1::Licence before = Licence("ann", "2025-12-01", nullptr, kLowVoltage);
  ASSERT_TRUE(before.licensed());
  const v1::Renewal& missing = before.next_renewal();
  EXPECT_EQ(missing.due_date(), "2027-05-31");
  EXPECT_EQ(missing.apply_from(), "2027-04-01");
  EXPECT_EQ(missing.apply_to(), "2027-05-31");
  EXPECT_FALSE(missing.extension()) << "a review within the six years";
  EXPECT_EQ(missing.hours_required(), "8");
  EXPECT_EQ(missing.hours_done(), "0");
  EXPECT_TRUE(missing.exam_required());
  EXPECT_FALSE(missing.exam_passed());
  EXPECT_EQ(missing.violations_limit(), 2U);
  EXPECT_FALSE(missing.ready());
  EXPECT_FALSE(before.has_year_hours()) << "this card asks for no hours of a year";

  v1::NewRecord hours = New("ann", "2025-12-30");
  hours.mutable_record()->mutable_hours()->set_class_hours("8.5");
  Append(hours);
  v1::NewRecord exam = New("ann", "2025-12-31");
  exam.mutable_record()->mutable_assessment()->set_kind(v1::Assessment::KIND_EXAM);
  exam.mutable_record()->mutable_assessment()->set_passed(true);
  Append(exam);
  const v1::Renewal ready = Licence("ann", "2026-01-01", nullptr, kLowVoltage).next_renewal();
  EXPECT_EQ(ready.hours_done(), "8.5");
  EXPECT_TRUE(ready.exam_passed());
  EXPECT_TRUE(ready.ready());
}

TEST_F(FileQueriesTest, WhatIsOverHasNoNextRenewal) {
  Append(NewCertificate("ann", "2020-06-01", v1::CertificateFact::KIND_ISSUED));
  EXPECT_FALSE(Licence("ann", "2025-12-01").has_next_renewal());
}

TEST_F(FileQueriesTest, FilesAreFoundByNameAndStaffNumberPageByPage) {
  const auto find = [this](const std::string& search, std::int32_t page_size) {
    v1::ListFilesRequest request;
    request.set_parent("companies/acme");
    request.set_search(search);
    request.set_page_size(page_size);
    std::vector<std::string> workers;
    do {
      const auto page = Do<v1::ListFilesResponse>(&Stub::ListFiles, request, department_);
      EXPECT_LE(page.files_size(), page_size);
      for (const v1::File& file : page.files()) workers.push_back(file.worker().substr(8));
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return workers;
  };
  for (const char* worker : {"ann", "bob", "cid"}) Append(NewPosting(worker, "2025-01-01", "home"));
  EXPECT_THAT(find("", 1), ElementsAre("ann", "bob", "cid"));
  EXPECT_THAT(find("N-BOB", 1), ElementsAre("bob"));
  EXPECT_THAT(find("工人c", 10), ElementsAre("cid"));
  EXPECT_THAT(find("工人", 2), ElementsAre("ann", "bob", "cid"));
  EXPECT_THAT(find("ren", 10), IsEmpty()) << "a worker of another company";
}

TEST_F(FileQueriesTest, WhatWasKnownThenDoesNotChangeByWhatIsRecordedLater) {
  Append(NewCertificate("ann", "2025-06-01", v1::CertificateFact::KIND_ISSUED));
  const auto then = Licence("ann", "2026-01-01").known_time();
  const v1::Licence before = Licence("ann", "2026-01-01", &then);
  server_.clock().Advance(std::chrono::hours(24));
  Append(NewCertificate("ann", "2025-12-01", v1::CertificateFact::KIND_REVOKED));
  Append(NewWithdrawal("ann", "1"));
  EXPECT_FALSE(Licence("ann", "2026-01-01").licensed());
  EXPECT_EQ(Licence("ann", "2026-01-01", &then).SerializeAsString(), before.SerializeAsString());
}

TEST_F(FileQueriesTest, NobodyKnowsWhatWillBeRecorded) {
  google::protobuf::Timestamp tomorrow;
  tomorrow.set_seconds(1767225600 + 86400);
  v1::CheckLicenceRequest request;
  request.set_worker("workers/ann");
  request.set_certificate_type("certificateTypes/forklift-n1");
  *request.mutable_known_time() = tomorrow;
  EXPECT_EQ(ReasonOf(Try<v1::Licence>(&Stub::CheckLicence, request, organiser_).status()),
            Reason::REQUEST_INVALID);
}

TEST_F(FileQueriesTest, WhoMayWorkAtASiteIsAskedOfThoseWhoWereThereThatDay) {
  Append(NewCertificate("ann", "2025-06-01", v1::CertificateFact::KIND_ISSUED));
  Append(NewCertificate("bob", "2025-06-01", v1::CertificateFact::KIND_ISSUED, "N1-8"));
  Append(NewCertificate("cid", "2020-06-01", v1::CertificateFact::KIND_ISSUED, "N1-9"));
  Append(NewPosting("ann", "2025-07-01", "kamoa"));
  Append(NewPosting("ann", "2025-11-01", "home"));
  Append(NewPosting("bob", "2025-07-01", "home"));
  EXPECT_THAT(Licensed("", "2025-08-01"), ElementsAre("ann", "bob"));
  EXPECT_THAT(Licensed("", "2025-08-01", true), ElementsAre("ann", "bob", "cid"));
  EXPECT_THAT(Licensed("kamoa", "2025-08-01"), ElementsAre("ann"));
  EXPECT_THAT(Licensed("kamoa", "2025-12-01"), IsEmpty());
  EXPECT_THAT(Licensed("home", "2025-12-01"), ElementsAre("ann", "bob"));
}

TEST_F(FileQueriesTest, WhatLapsesIsReadByDayAndSite) {
  Append(NewCertificate("ann", "2022-01-15", v1::CertificateFact::KIND_ISSUED));
  Append(NewCertificate("bob", "2022-01-05", v1::CertificateFact::KIND_ISSUED, "N1-8"));
  Append(NewCertificate("cid", "2022-06-01", v1::CertificateFact::KIND_ISSUED, "N1-9"));
  Append(NewPosting("ann", "2022-01-01", "kamoa"));
  const auto soon = Lapses("2026-01-01", 30);
  ASSERT_EQ(soon.lapses_size(), 2);
  EXPECT_EQ(soon.lapses(0).worker(), "workers/bob");
  EXPECT_EQ(soon.lapses(0).date(), "2026-01-04");
  EXPECT_EQ(soon.lapses(1).number(), "N1-7");
  EXPECT_TRUE(soon.lapses(1).renewal());
  EXPECT_EQ(soon.lapses(1).site(), "companies/acme/sites/kamoa");
  EXPECT_EQ(Lapses("2026-01-01", 30, "kamoa").lapses_size(), 1);
  EXPECT_EQ(Lapses("2026-01-01", 4).lapses_size(), 1);
  EXPECT_EQ(Lapses("2026-01-01", 3).lapses_size(), 0);
}

TEST_F(FileQueriesTest, ARenewalARevocationAndAWithdrawalMoveTheLapse) {
  Append(NewCertificate("ann", "2022-01-15", v1::CertificateFact::KIND_ISSUED));
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_EXTENDED));
  EXPECT_EQ(Lapses("2026-01-01", 30).lapses_size(), 0);
  EXPECT_EQ(Lapses("2030-01-01", 30).lapses_size(), 1);
  Append(NewWithdrawal("ann", "2"));
  EXPECT_EQ(Lapses("2026-01-01", 30).lapses_size(), 1);
  EXPECT_EQ(Lapses("2030-01-01", 30).lapses_size(), 0);
  Append(NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_REVOKED));
  EXPECT_EQ(Lapses("2026-01-01", 3000).lapses_size(), 0);
}

TEST_F(FileQueriesTest, HoursOfAYearAreThoseOfAttendancesAndOtherTraining) {
  Append(NewAttendance("ann", "s1"));
  v1::NewRecord hours = New("ann", "2025-10-01");
  hours.mutable_record()->mutable_hours()->set_class_hours("12.5");
  Append(hours);
  Append(NewAttendance("ann", "s2"));
  Append(NewWithdrawal("ann", "3"));
  v1::SumHoursRequest request;
  request.set_worker("workers/ann");
  request.set_certificate_type("certificateTypes/non-coal-mine-worker");
  request.set_year(2025);
  auto sum = Do<v1::HoursSum>(&Stub::SumHours, request);
  EXPECT_EQ(sum.class_hours(), "20.5");
  EXPECT_EQ(sum.required(), "20");
  EXPECT_TRUE(sum.enough());
  EXPECT_NE(sum.rule().zh(), "");
  request.set_year(2024);
  sum = Do<v1::HoursSum>(&Stub::SumHours, request);
  EXPECT_EQ(sum.class_hours(), "0");
  EXPECT_FALSE(sum.enough());
}

TEST_F(FileQueriesTest, FilesOfASiteAreOfThoseWhoWorkThereNow) {
  Append(NewPosting("ann", "2025-07-01", "kamoa"));
  Append(NewPosting("ann", "2025-11-01", "home"));
  Append(NewPosting("bob", "2025-07-01", "kamoa"));
  v1::ListFilesRequest request;
  request.set_parent("companies/acme");
  while (Do<v1::ListFilesResponse>(&Stub::ListFiles, request).files_size() < 3) {
  }
  request.set_site("companies/acme/sites/kamoa");
  const auto files = Do<v1::ListFilesResponse>(&Stub::ListFiles, request);
  ASSERT_EQ(files.files_size(), 1);
  EXPECT_EQ(files.files(0).worker(), "workers/bob");
  EXPECT_EQ(files.files(0).staff_number(), "n-bob");
  EXPECT_EQ(files.files(0).records(), 1u);
}

TEST_F(FileQueriesTest, EveryShippedTypeIsListed) {
  const auto types = Do<v1::ListCertificateTypesResponse>(&Stub::ListCertificateTypes,
                                                          v1::ListCertificateTypesRequest());
  EXPECT_GE(types.certificate_types_size(), 14);
  v1::ListCertificateTypesRequest request;
  request.set_page_size(5);
  int pages = 0;
  int seen = 0;
  do {
    const auto page = Do<v1::ListCertificateTypesResponse>(&Stub::ListCertificateTypes, request);
    seen += page.certificate_types_size();
    request.set_page_token(page.next_page_token());
    ASSERT_LT(++pages, 10);
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, types.certificate_types_size());
}

}  // namespace
}  // namespace touchstone::testing
