// `touchstone import …` and `touchstone record export` of tables of records.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "services/training/certificate_type_convert.h"
#include "services/training/imports/import_columns_convert.h"
#include "tests/clients/cli/run_line.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/call_with.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/training.grpc.pb.h"

namespace touchstone::cli {
namespace {

using testing::CallWith;
using ::testing::HasSubstr;
using testing::TestServer;

constexpr int kWorkers = 25;

// A server with a company, its workers, sites and a batch, and the command line in front of it.
class Place {
 public:
  Place() {
    v1::CreateCompanyRequest company;
    company.set_company_id("acme");
    company.mutable_company()->set_display_name("样例矿建公司");
    Do<v1::Company, v1::EventsService>(&v1::EventsService::Stub::CreateCompany, company);
    for (int i = 0; i < kWorkers; ++i) {
      v1::CreateWorkerRequest worker;
      worker.set_worker_id("w" + std::to_string(i));
      worker.mutable_worker()->set_display_name("工人" + std::to_string(i));
      worker.mutable_worker()->set_company("companies/acme");
      worker.mutable_worker()->set_staff_number("K" + std::to_string(i));
      Do<v1::Worker, v1::EventsService>(&v1::EventsService::Stub::CreateWorker, worker);
    }
    using Training = v1::TrainingService::Stub;
    for (const char* id : {"kamoa", "home"}) {
      v1::CreateSiteRequest site;
      site.set_parent("companies/acme");
      site.set_site_id(id);
      site.mutable_site()->set_display_name(std::string("项目") + id);
      site.mutable_site()->set_country("CN");
      Do<v1::Site, v1::TrainingService>(&Training::CreateSite, site);
    }
    v1::CreateProgrammeRequest programme;
    programme.set_programme_id("drill");
    programme.mutable_programme()->mutable_display_name()->set_zh("凿岩");
    programme.mutable_programme()->set_trade("台车操作手");
    Do<v1::Programme, v1::TrainingService>(&Training::CreateProgramme, programme);
    v1::CreateBatchRequest batch;
    batch.set_batch_id("b1");
    batch.mutable_batch()->set_display_name("第1期");
    batch.mutable_batch()->set_programme("programmes/drill");
    batch.mutable_batch()->set_site("companies/acme/sites/kamoa");
    for (int i = 1; i <= 8; ++i) {
      v1::Session& session = *batch.mutable_batch()->add_sessions();
      session.set_id("s" + std::to_string(i));
      session.set_date("2025-0" + std::to_string(i) + "-10");
      session.set_class_hours("8");
    }
    Do<v1::Batch, v1::TrainingService>(&Training::CreateBatch, batch);
  }

  template <typename Response, typename Service, typename Method, typename Request>
  Response Do(Method method, const Request& request) {
    auto stub = server_.Stub<Service>();
    auto response = CallWith<Response>(*stub, method, token_, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : Response();
  }

  LineResult Run(std::vector<std::string> line) {
    return RunLine({AddImportCommand, AddRecordCommand}, server_.address(), token_,
                   std::move(line));
  }

  void Append(const v1::NewRecord& record) {
    v1::AppendRecordsRequest request;
    *request.add_records() = record;
    Do<v1::AppendRecordsResponse, v1::TrainingService>(&v1::TrainingService::Stub::AppendRecords,
                                                       request);
  }

  // The answer about a licence, without the names of records.
  std::string Licence(const std::string& worker, const std::string& type, const std::string& date) {
    v1::CheckLicenceRequest request;
    request.set_worker(worker);
    request.set_certificate_type("certificateTypes/" + type);
    request.set_date(date);
    auto licence =
        Do<v1::Licence, v1::TrainingService>(&v1::TrainingService::Stub::CheckLicence, request);
    licence.clear_records();
    licence.clear_known_time();
    return licence.DebugString();
  }

 private:
  TestServer server_;
  std::string token_ = server_.Organiser();
};

class RecordTablesTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = folder_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  storage::TempFolder folder_;
  Place place_;
};

TEST_F(RecordTablesTest, EveryProblemIsPrintedAndKeptAsATable) {
  std::string rows = "工号,日期,课时\n";
  for (int i = 0; i < 150; ++i) rows += "K0,2025-02-30,4\n";
  const std::string path = Write("bad.csv", rows);
  const std::string problems = folder_.path() + "/problems.csv";
  const auto result =
      place_.Run({"import", "hours", path, "--company", "acme", "--problems", problems});
  EXPECT_EQ(result.exit_code, 1);
  for (const char* where : {"bad.csv:2:B", "bad.csv:151:B"}) {
    EXPECT_THAT(result.err, HasSubstr(where));
  }
  std::ifstream in(problems);
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(in), {}, '\n'), 151);
}

TEST_F(RecordTablesTest, AnImportIsListedAndTakenBack) {
  const std::string path = Write("hours.csv", "工号,日期,课时\nK0,2025-02-01,4\n");
  const auto made = place_.Run({"import", "hours", path, "--company", "acme"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_EQ(nlohmann::json::parse(made.out)["create"], 1);
  const std::string name = nlohmann::json::parse(made.out)["import"];
  EXPECT_THAT(place_.Run({"import", "list", "--company", "acme"}).out, HasSubstr(name));
  const auto reverted = place_.Run({"import", "revert", name, "--reason", "错了"});
  EXPECT_EQ(reverted.exit_code, 0) << reverted.err;
  EXPECT_EQ(nlohmann::json::parse(
                place_.Run({"import", "hours", path, "--company", "acme"}).out)["create"],
            1);
}

TEST_F(RecordTablesTest, ATemplateIsWrittenAndTakenBackIn) {
  for (const char* kind : {"certificates", "postings"}) {
    for (const char* end : {".xlsx", ".csv"}) {
      const std::string path = folder_.path() + "/" + kind + end;
      ASSERT_EQ(place_.Run({"import", "template", kind, "--out", path}).exit_code, 0);
      const auto result = place_.Run({"import", kind, path, "--dry-run", "--company", "acme"});
      EXPECT_EQ(result.exit_code, 0) << result.err;
    }
  }
}

// Random facts of the kinds that tables have.
v1::NewRecord RandomRecord(std::mt19937& dice) {
  const auto roll = [&dice](unsigned sides) { return static_cast<unsigned>(dice() % sides); };
  v1::NewRecord asked;
  asked.set_worker("workers/w" + std::to_string(roll(kWorkers)));
  v1::Record& record = *asked.mutable_record();
  char date[16];
  std::snprintf(date, sizeof date, "20%02u-%02u-%02u", 18 + roll(8), 1 + roll(12), 1 + roll(28));
  record.set_date(date);
  const auto& types = training::ShippedCertificateTypes();
  const std::string type =
      "certificateTypes/" + types[roll(static_cast<unsigned>(types.size()))].id();
  switch (roll(8)) {
    case 0:
      record.mutable_hours()->set_class_hours(std::to_string(roll(40) + 1) + (roll(2) ? ".5" : ""));
      if (roll(2) == 0) record.mutable_hours()->set_certificate_type(type);
      if (roll(2) == 0) record.mutable_hours()->set_subject("=安全" + std::to_string(roll(3)));
      break;
    case 1:
      record.mutable_assessment()->set_kind(static_cast<v1::Assessment::Kind>(roll(5) + 1));
      record.mutable_assessment()->set_passed(roll(3) > 0);
      record.mutable_assessment()->set_certificate_type(type);
      break;
    case 2:
      record.mutable_posting()->set_site(std::string("companies/acme/sites/") +
                                         (roll(2) ? "kamoa" : "home"));
      break;
    case 3:
      record.mutable_honour()->set_title("标兵" + std::to_string(roll(3)));
      record.mutable_honour()->set_level(static_cast<v1::Honour::Level>(roll(6)));
      break;
    default: {
      v1::CertificateFact& fact = *record.mutable_certificate();
      fact.set_type(type);
      fact.set_number("N-" + std::to_string(roll(2)));
      fact.set_kind(static_cast<v1::CertificateFact::Kind>(roll(2) ? 1 : roll(8) + 1));
      fact.set_basis(static_cast<v1::CertificateBasis>(roll(5)));
      if (roll(2) == 0) fact.set_class_hours(std::to_string(roll(60)));
      if (fact.kind() == v1::CertificateFact::KIND_SUSPENDED && roll(2) == 0) {
        record.set_end_date("2026-06-30");
      }
    }
  }
  return asked;
}

TEST_F(RecordTablesTest, ExportThenImportGivesTheSameAnswers) {
  std::mt19937 dice(20261122);
  for (int i = 0; i < 600; ++i) place_.Append(RandomRecord(dice));
  for (int i = 0; i < 40; ++i) {
    v1::NewRecord asked;
    asked.set_worker("workers/w" + std::to_string(i % kWorkers));
    const std::string session = std::to_string(i / kWorkers + 1);
    asked.mutable_record()->set_date("2025-0" + session + "-10");
    asked.mutable_record()->mutable_attendance()->set_batch("batches/b1");
    asked.mutable_record()->mutable_attendance()->set_session("s" + session);
    place_.Append(asked);
  }
  Place fresh;
  for (const training::ImportTable& table : training::ImportTables()) {
    const std::string kind(table.name);
    const std::string path =
        folder_.path() + "/" + kind + (table.columns.size() % 2 == 0 ? ".xlsx" : ".csv");
    const auto saved = place_.Run({"record", "export", path, "--company", "acme", "--kind", kind});
    ASSERT_EQ(saved.exit_code, 0) << saved.err;
    const auto loaded = fresh.Run({"import", kind, path, "--company", "acme"});
    ASSERT_EQ(loaded.exit_code, 0) << kind << loaded.err;
    EXPECT_EQ(nlohmann::json::parse(loaded.out)["create"], nlohmann::json::parse(saved.out)["rows"])
        << kind;
    EXPECT_GT(nlohmann::json::parse(saved.out)["rows"], 20) << kind;
  }
  int licensed = 0;
  for (int i = 0; i < kWorkers; ++i) {
    const std::string worker = "workers/w" + std::to_string(i);
    for (const v1::CertificateType& type : training::ShippedCertificateTypes()) {
      for (const char* date : {"2021-06-01", "2024-02-29", "2026-01-01"}) {
        const std::string answer = place_.Licence(worker, type.id(), date);
        EXPECT_EQ(fresh.Licence(worker, type.id(), date), answer) << worker << " " << type.id();
        licensed += answer.find("licensed: true") != std::string::npos;
      }
    }
  }
  EXPECT_GT(licensed, 50) << "hardly anybody has a licence: the comparison says little";
}

}  // namespace
}  // namespace touchstone::cli
