#include "services/training/imports/imports_service.h"

#include "services/tables/xlsx_writer.h"
#include "storage/keys.h"
#include "tests/services/training/imports/import_fixture.h"

namespace touchstone::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kCertificates = v1::IMPORT_KIND_CERTIFICATES;
constexpr char kTwo[] =
    "工号,证书类型,证号,日期\nn-ann,forklift-n1,N1-1,2025-12-30\nn-bob,forklift-n1,N1-2,"
    "2025-12-30\n";

class ImportsServiceTest : public ImportFixture {};

TEST_F(ImportsServiceTest, ATableIsWrittenOnceHoweverOftenItIsImported) {
  const std::string name = Upload(kCertificates, kTwo);
  const Run run = RunOf(name);
  ASSERT_TRUE(run.status.ok()) << run.status;
  EXPECT_EQ(run.last.stage(), v1::ImportProgress::STAGE_DONE);
  EXPECT_EQ(run.last.added(), 2u);
  EXPECT_EQ(run.last.rows(), 2u);
  const auto history = History("ann");
  ASSERT_EQ(history.records_size(), 1);
  EXPECT_EQ(history.records(0).import(), name);
  EXPECT_EQ(history.records(0).certificate().number(), "N1-1");
  EXPECT_EQ(RunOf(name).last.added(), 2u) << "a written import answers with its result";
  const Run again = Import(kCertificates, kTwo);
  EXPECT_EQ(again.last.added(), 0u);
  EXPECT_EQ(again.last.same(), 2u);
  EXPECT_EQ(History("ann").records_size(), 1);
}

TEST_F(ImportsServiceTest, IdsAreThoseThatTheCommandLineOnceMade) {
  Import(kCertificates, kTwo);
  EXPECT_EQ(IdOf(History("ann").records(0)), "r-a688b295c9dc6292");
  Import(v1::IMPORT_KIND_ATTENDANCES, "工号,期次,课次\nn-bob,b1,s1\n");
  EXPECT_EQ(IdOf(History("bob").records(1)), "r-931dc1a5e98cc26c");
}

TEST_F(ImportsServiceTest, AWrongRowKeepsAllOutAndEveryOneIsNamed) {
  const std::string table =
      "单位,工号,姓名,证书类型,证号,事项,日期,至\n"
      "acme,n-ann,工人ann,forklift-n1,N1-1,发证,2025-12-30,\n"
      "acme,n-nobody,,forklift-n1,N1-2,,2025-12-30,\n"
      "acme,n-bob,工人cid,forklift-n1,N1-3,,2025-12-30,\n"
      "acme,n-bob,,no-such-type,N1-4,,2025-12-30,\n"
      "rival,n-ren,,forklift-n1,N1-5,,2025-12-30,\n"
      "acme,n-bob,,forklift-n1,,送证,2025-02-30,\n"
      "acme,n-ann,,forklift-n1,N1-1,issued,2025/12/30,\n"
      "acme,n-cid,,forklift-n1,N1-9,,2025-12-30,2026-12-30\n";
  const std::string name = Upload(kCertificates, table);
  const Run run = RunOf(name);
  ASSERT_TRUE(run.status.ok()) << run.status;
  EXPECT_THAT(run.Places(),
              ElementsAre("3:B REFERENCE_UNKNOWN", "4:C REFERENCE_UNKNOWN", "5:D REFERENCE_UNKNOWN",
                          "6:A REFERENCE_UNKNOWN", "7:E REQUEST_INVALID", "7:F REQUEST_INVALID",
                          "7:G REQUEST_INVALID", "8: ROW_REPEATED", "9:H REQUEST_INVALID"));
  EXPECT_EQ(run.last.problems_found(), 9u);
  EXPECT_EQ(run.problems[0].column_name(), "工号");
  EXPECT_THAT(run.problems[0].text().zh(), HasSubstr("n-nobody"));
  EXPECT_THAT(run.problems[8].text().zh(), HasSubstr("推算"));
  EXPECT_THAT(run.problems[8].text().en(), HasSubstr("computed"));
  EXPECT_EQ(History("ann").records_size(), 0);
  EXPECT_EQ(Get(name).state(), v1::Import::STATE_UPLOADED);
}

TEST_F(ImportsServiceTest, ADryRunWritesNothingAndSaysWhatIsNew) {
  const std::string name = Upload(kCertificates, kTwo);
  EXPECT_EQ(RunOf(name, true).last.added(), 2u);
  EXPECT_EQ(History("ann").records_size(), 0);
  EXPECT_EQ(RunOf(name).last.added(), 2u);
}

TEST_F(ImportsServiceTest, EveryKindBecomesItsRecords) {
  const std::pair<v1::ImportKind, std::string> tables[] = {
      {v1::IMPORT_KIND_ATTENDANCES, "工号,期次,课次,课时\nn-ann,b1,s1,4.5\n"},
      {v1::IMPORT_KIND_HOURS,
       "工号,日期,证书类型,内容,课时\nn-ann,2025-12-30,forklift-n1,安全,8\n"},
      {v1::IMPORT_KIND_POSTINGS, "工号,日期,项目,工种,班组\nn-ann,2025-12-30,kamoa,电工,一班\n"},
      {v1::IMPORT_KIND_ASSESSMENTS,
       "staff_number,date,kind,batch,score,passed,attempt\nn-ann,2025-12-30,theory,b1,87.5,yes,"
       "1\n"},
      {v1::IMPORT_KIND_HONOURS,
       "工号,日期,荣誉,级别,授予单位\nn-ann,2025-12-30,标兵,省级,总工会\n"}};
  for (const auto& [kind, table] : tables) {
    const Run run = Import(kind, table);
    ASSERT_TRUE(run.status.ok()) << run.status;
    EXPECT_EQ(run.last.added(), 1u) << table << ::testing::PrintToString(run.Places());
    EXPECT_EQ(Import(kind, table).last.same(), 1u) << table;
  }
  const auto history = History("ann");
  ASSERT_EQ(history.records_size(), 5);
  EXPECT_EQ(history.records(0).date(), "2025-12-30");
  EXPECT_EQ(history.records(0).attendance().class_hours(), "4.5");
  EXPECT_EQ(history.records(1).hours().certificate_type(), "certificateTypes/forklift-n1");
  EXPECT_EQ(history.records(2).posting().site(), "companies/acme/sites/kamoa");
  EXPECT_EQ(history.records(3).assessment().attempt(), 1u);
  EXPECT_TRUE(history.records(3).assessment().passed());
  EXPECT_EQ(history.records(4).honour().level(), v1::Honour::LEVEL_PROVINCE);
}

TEST_F(ImportsServiceTest, RowsThatSayTheSameOnPurposeCountTheirTimes) {
  const Run run = Import(v1::IMPORT_KIND_HOURS,
                         "工号,日期,课时,第几次\nn-ann,2025-12-30,4,\nn-ann,2025-12-30,4,2\n");
  EXPECT_EQ(run.last.added(), 2u) << ::testing::PrintToString(run.Places());
}

TEST_F(ImportsServiceTest, WhatAnImportAddedIsTakenBackAndMayBeImportedAgain) {
  Append(NewCertificate("ann", "2025-12-31", v1::CertificateFact::KIND_ISSUED, "N1-0"));
  const std::string name = Upload(kCertificates, kTwo);
  RunOf(name);
  EXPECT_TRUE(Licence("bob", "2025-12-31").licensed());
  auto reverted = Revert(name, department_);
  ASSERT_TRUE(reverted.ok()) << reverted.status();
  EXPECT_EQ(reverted->state(), v1::Import::STATE_REVERTED);
  EXPECT_EQ(reverted->revert_reason(), "导错了表");
  const auto history = History("ann");
  ASSERT_EQ(history.records_size(), 3);
  EXPECT_EQ(history.records(0).state(), v1::Record::STATE_COUNTED);
  EXPECT_EQ(history.records(1).state(), v1::Record::STATE_WITHDRAWN);
  EXPECT_EQ(history.records(2).withdrawal().reason(), "导错了表");
  EXPECT_FALSE(Licence("bob", "2025-12-31").licensed());
  EXPECT_EQ(ReasonOf(Revert(name).status()), Reason::IMPORT_STATE_WRONG);
  EXPECT_EQ(ReasonOf(RunOf(name).status), Reason::IMPORT_STATE_WRONG);
  EXPECT_EQ(Import(kCertificates, kTwo).last.added(), 2u);
  EXPECT_TRUE(Licence("bob", "2025-12-31").licensed());
  EXPECT_EQ(Import(kCertificates, kTwo).last.same(), 2u);
}

TEST_F(ImportsServiceTest, WhatSomebodyWithdrewByHandStaysWithdrawn) {
  Import(kCertificates, kTwo);
  Append(NewWithdrawal("ann", IdOf(History("ann").records(0))));
  EXPECT_EQ(Import(kCertificates, kTwo).last.same(), 2u);
  EXPECT_FALSE(Licence("ann", "2025-12-31").licensed());
}

TEST_F(ImportsServiceTest, PartsMayComeAgainAndNeverLeaveAGap) {
  const std::string content = kTwo;
  auto made = Ask<v1::Import>(&Imports::CreateImport,
                              NewImport(kCertificates, content, "companies/acme"), "");
  ASSERT_TRUE(made.ok());
  const std::string& name = made->name();
  EXPECT_EQ(ReasonOf(UploadPart(name, 5, content.substr(5, 5)).status()),
            Reason::UPLOAD_OFFSET_WRONG);
  EXPECT_EQ(UploadPart(name, 0, content.substr(0, 10))->received(), 10u);
  EXPECT_EQ(UploadPart(name, 0, content.substr(0, 10))->received(), 10u);
  EXPECT_EQ(ReasonOf(RunOf(name).status), Reason::IMPORT_STATE_WRONG);
  EXPECT_EQ(UploadPart(name, 5, content.substr(5, 10))->received(), 15u) << "they may overlap";
  EXPECT_FALSE(UploadPart(name, 15, content.substr(15) + "x").ok());
  auto last = UploadPart(name, 15, content.substr(15));
  EXPECT_EQ(last->state(), v1::Import::STATE_UPLOADED);
  EXPECT_EQ(RunOf(name).last.added(), 2u);
  EXPECT_EQ(ReasonOf(UploadPart(name, 0, "x").status()), Reason::IMPORT_STATE_WRONG);
}

TEST_F(ImportsServiceTest, BytesThatWereNotAnnouncedAreRefused) {
  const std::string content = kTwo;
  auto request = NewImport(kCertificates, content, "companies/acme");
  request.mutable_import()->set_sha256(Sha256("another file"));
  auto made = Ask<v1::Import>(&Imports::CreateImport, request, "");
  ASSERT_TRUE(UploadPart(made->name(), 0, content).ok());
  EXPECT_EQ(ReasonOf(RunOf(made->name()).status), Reason::IMPORT_MALFORMED);
  EXPECT_EQ(History("ann").records_size(), 0);
}

TEST_F(ImportsServiceTest, WhatIsNotWrittenIsForgottenAfterADay) {
  const std::string open = Upload(kCertificates, kTwo);
  const std::string written = Upload(kCertificates, kTwo);
  RunOf(written);
  server_.clock().Advance(std::chrono::hours(24));
  v1::GetImportRequest get;
  get.set_name(open);
  EXPECT_EQ(ReasonOf(Ask<v1::Import>(&Imports::GetImport, get, "").status()),
            Reason::RESOURCE_NOT_FOUND);
  Upload(v1::IMPORT_KIND_HOURS, "工号,日期,课时\n");
  std::size_t blocks = 0;
  (void)server_.store().Scan("import_block/", storage::PrefixEnd("import_block/"),
                             [&](std::string_view, std::string_view) { return ++blocks > 0; });
  EXPECT_EQ(blocks, 1u) << "the blocks of the first are gone";
  v1::ListImportsRequest list;
  list.set_parent("companies/acme");
  auto listed = Ask<v1::ListImportsResponse>(&Imports::ListImports, list, "");
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->imports_size(), 2);
  EXPECT_EQ(listed->imports(0).kind(), v1::IMPORT_KIND_HOURS) << "newest first";
  EXPECT_EQ(listed->imports(1).name(), written);
  list.set_page_size(1);
  auto page = Ask<v1::ListImportsResponse>(&Imports::ListImports, list, "");
  list.set_page_token(page->next_page_token());
  EXPECT_EQ(Ask<v1::ListImportsResponse>(&Imports::ListImports, list, "")->imports(0).name(),
            written);
}

TEST_F(ImportsServiceTest, OfMoreThanSixteenThatWaitTheOldestIsForgotten) {
  const std::string first = Upload(kCertificates, kTwo);
  for (int i = 0; i < 15; ++i) {
    server_.clock().Advance(std::chrono::seconds(1));
    Upload(kCertificates, kTwo);
  }
  EXPECT_EQ(Get(first).state(), v1::Import::STATE_UPLOADED);
  Upload(kCertificates, kTwo);
  v1::GetImportRequest get;
  get.set_name(first);
  EXPECT_FALSE(Ask<v1::Import>(&Imports::GetImport, get, "").ok());
}

TEST_F(ImportsServiceTest, ACompanyImportsForItselfAndLearnsNothingOfOthers) {
  const std::string own =
      Upload(kCertificates, "工号,证书类型,证号,日期\nn-ren,forklift-n1,N1-1,2025-12-30\n",
             "companies/rival", rival_);
  EXPECT_EQ(RunOf(own, false, rival_).last.added(), 1u);
  const std::string there = Upload(kCertificates, kTwo);
  v1::GetImportRequest get;
  get.set_name(there);
  const absl::Status others = Ask<v1::Import>(&Imports::GetImport, get, rival_).status();
  get.set_name("companies/acme/imports/none");
  const absl::Status none = Ask<v1::Import>(&Imports::GetImport, get, rival_).status();
  EXPECT_EQ(ReasonOf(others), Reason::NOT_YOURS);
  EXPECT_EQ(others, none);
  EXPECT_EQ(RunOf(there, false, rival_).status, none);
  EXPECT_EQ(UploadPart(there, 0, "x", rival_).status(), none);
  for (const char* parent : {"companies/acme", "companies/-", "companies/nobody"}) {
    auto made =
        Ask<v1::Import>(&Imports::CreateImport, NewImport(kCertificates, kTwo, parent), rival_);
    EXPECT_EQ(ReasonOf(made.status()), Reason::NOT_YOURS) << parent;
  }
  // A worker of another company, nobody, another company and none are told alike.
  const auto text_of = [&](const std::string& row) {
    const Run run = Import(
        kCertificates, "单位,工号,证书类型,证号,日期\n" + row + ",forklift-n1,N1-1,2025-12-30\n",
        "companies/rival", rival_);
    EXPECT_EQ(run.problems.size(), 1u);
    return run.problems.empty() ? "" : run.problems[0].text().zh();
  };
  EXPECT_EQ(text_of(",n-ann"), "没有这个工号: n-ann");
  EXPECT_EQ(text_of(",n-xxx"), "没有这个工号: n-xxx");
  EXPECT_EQ(text_of("acme,n-ren"), "不是这次导入的单位: acme");
  EXPECT_EQ(text_of("xxxx,n-ren"), "不是这次导入的单位: xxxx");
}

TEST_F(ImportsServiceTest, AnothersBatchIsNoBatch) {
  const auto problem_of = [&](const std::string& batch) {
    const Run run = Import(v1::IMPORT_KIND_ATTENDANCES, "工号,期次,课次\nn-ren," + batch + ",s1\n",
                           "companies/rival", rival_);
    return run.problems.empty() ? std::string() : run.problems[0].text().zh();
  };
  EXPECT_EQ(problem_of("b1"), "没有这期培训: b1");
  EXPECT_EQ(problem_of("b9"), "没有这期培训: b9");
}

TEST_F(ImportsServiceTest, OrganisersImportForSeveralCompaniesAtOnce) {
  const std::string rows =
      "单位,工号,证书类型,证号,日期\nacme,n-ann,forklift-n1,N1-1,2025-12-30\nrival,n-ren,"
      "forklift-n1,N1-2,2025-12-30\n";
  EXPECT_EQ(Import(kCertificates, rows, "companies/-").last.added(), 2u);
  const Run unnamed = Import(kCertificates, kTwo, "companies/-");
  EXPECT_THAT(unnamed.problems.size(), 2u);
}

TEST_F(ImportsServiceTest, WhatIsNoTableOfTheKindIsMalformed) {
  EXPECT_EQ(ReasonOf(Import(kCertificates, "工号,证号\nn-ann,1\n").status),
            Reason::IMPORT_MALFORMED);
  EXPECT_EQ(ReasonOf(Import(kCertificates, std::string(kTwo).replace(0, 6, "鞋号")).status),
            Reason::IMPORT_MALFORMED);
  EXPECT_EQ(ReasonOf(Import(kCertificates, "\n\n").status), Reason::IMPORT_MALFORMED);
  EXPECT_EQ(ReasonOf(Import(kCertificates, "PK\x03\x04 no zip").status), Reason::IMPORT_MALFORMED);
}

TEST_F(ImportsServiceTest, TemplatesComeBackAsEmptyTablesOfTheirKind) {
  for (int kind = 1; kind <= 6; ++kind) {
    for (int format = 1; format <= 2; ++format) {
      v1::GetImportTemplateRequest request;
      request.set_kind(static_cast<v1::ImportKind>(kind));
      request.set_format(static_cast<v1::GetImportTemplateRequest::Format>(format));
      auto made = Ask<v1::Document>(&Imports::GetImportTemplate, request, trainer_);
      ASSERT_TRUE(made.ok()) << made.status();
      const Run run = Import(static_cast<v1::ImportKind>(kind), made->content(), "companies/acme",
                             "", made->file_name());
      EXPECT_TRUE(run.status.ok()) << run.status;
      EXPECT_EQ(run.last.rows(), 0u);
      EXPECT_THAT(run.problems, IsEmpty());
    }
  }
}

TEST_F(ImportsServiceTest, OneIsReadAtATime) {
  std::string rows = "工号,日期,课时,内容\n";
  for (int i = 0; i < 20000; ++i) {
    rows += "n-" + std::string(i % 2 == 0 ? "ann" : "bob") + ",2025-12-30,1,x" + std::to_string(i) +
            "\n";
  }
  const std::string big = Upload(v1::IMPORT_KIND_HOURS, rows);
  const std::string small = Upload(kCertificates, kTwo);
  v1::RunImportRequest request;
  request.set_name(big);
  auto context = TestServer::Context(organiser_);
  auto reader = imports_->RunImport(context.get(), request);
  v1::ImportProgress progress;
  ASSERT_TRUE(reader->Read(&progress));
  EXPECT_EQ(ReasonOf(RunOf(small).status), Reason::TOO_MANY_RUNS);
  context->TryCancel();  // the client goes away
  while (reader->Read(&progress)) {
  }
  EXPECT_FALSE(reader->Finish().ok());
  Run later;
  do {
    later = RunOf(small);
  } while (ReasonOf(later.status) == Reason::TOO_MANY_RUNS);
  EXPECT_EQ(later.last.added(), 2u);
  EXPECT_EQ(Get(big).state(), v1::Import::STATE_UPLOADED);
  EXPECT_EQ(History("cid").records_size(), 0);
  EXPECT_EQ(History("bob").records_size(), 1) << "nothing of the one that was left";
}

}  // namespace
}  // namespace touchstone::testing
