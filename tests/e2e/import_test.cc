// Imports of many rows into touchstoned as people run it: every planted error is named, memory
// stays bounded, and a server that is killed in the middle has all of a table or nothing.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "services/common/hash.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/wire_text.h"
#include "tests/e2e/import_tables.h"
#include "tests/e2e/running_server.h"
#include "tests/services/gateway/browser.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/training.grpc.pb.h"
#include "touchstone/v1/training_import.grpc.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kWorkers = 1000;

class ImportTest : public ::testing::Test {
 protected:
  struct Result {
    grpc::Status status;
    std::vector<Planted> problems;
    v1::ImportProgress last;
    std::size_t told = 0;  // answers
  };

  ImportTest() {
    auto events = v1::EventsService::NewStub(server_.Channel());
    v1::CreateCompanyRequest company;
    company.set_company_id("acme");
    company.mutable_company()->set_display_name("样例矿建公司");
    v1::Company made;
    EXPECT_TRUE(events->CreateCompany(server_.Context().get(), company, &made).ok());
    for (std::size_t i = 0; i < kWorkers; ++i) {
      v1::CreateWorkerRequest worker;
      worker.set_worker_id("w" + std::to_string(i));
      worker.mutable_worker()->set_display_name("工人" + std::to_string(i));
      worker.mutable_worker()->set_company("companies/acme");
      worker.mutable_worker()->set_staff_number("n-" + std::to_string(i));
      v1::Worker answer;
      EXPECT_TRUE(events->CreateWorker(server_.Context().get(), worker, &answer).ok());
    }
  }

  std::string Upload(const std::string& content) {
    auto imports = v1::ImportsService::NewStub(server_.Channel());
    v1::CreateImportRequest create;
    create.set_parent("companies/acme");
    create.mutable_import()->set_kind(v1::IMPORT_KIND_CERTIFICATES);
    create.mutable_import()->set_file_name("certificates.xlsx");
    create.mutable_import()->set_size(content.size());
    create.mutable_import()->set_sha256(Sha256(content));
    v1::Import import;
    EXPECT_TRUE(imports->CreateImport(server_.Context().get(), create, &import).ok());
    for (std::size_t at = 0; at < content.size(); at += 131072) {
      v1::UploadImportRequest part;
      part.set_name(import.name());
      part.set_offset(at);
      part.set_content(content.substr(at, 131072));
      EXPECT_TRUE(imports->UploadImport(server_.Context().get(), part, &import).ok());
    }
    return import.name();
  }

  Result Run(const std::string& name) {
    auto imports = v1::ImportsService::NewStub(server_.Channel());
    v1::RunImportRequest request;
    request.set_name(name);
    auto context = server_.Context();
    context->set_deadline(std::chrono::system_clock::now() + 300s);
    auto reader = imports->RunImport(context.get(), request);
    Result result;
    while (reader->Read(&result.last)) {
      ++result.told;
      if (result.last.stage() == v1::ImportProgress::STAGE_WRITING) writing_ = true;
      for (const auto& problem : result.last.problems()) {
        result.problems.push_back({problem.row(), problem.column(), problem.reason()});
        EXPECT_FALSE(problem.text().zh().empty());
        EXPECT_FALSE(problem.text().en().empty());
      }
    }
    result.status = reader->Finish();
    return result;
  }

  // Records in all files of the company.
  std::uint64_t Records() {
    auto training = v1::TrainingService::NewStub(server_.Channel());
    v1::ListFilesRequest request;
    request.set_parent("companies/acme");
    request.set_page_size(1000);
    std::uint64_t records = 0;
    do {
      v1::ListFilesResponse page;
      EXPECT_TRUE(training->ListFiles(server_.Context().get(), request, &page).ok());
      for (const v1::File& file : page.files()) records += file.records();
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return records;
  }

  // Kills the server after `time` of what `import` does, or of its commit, and starts it again.
  template <typename Import>
  void KillDuring(std::chrono::milliseconds time, bool from_commit, Import import) {
    writing_ = false;
    std::thread client(import);
    if (from_commit) {
      EXPECT_TRUE(Eventually(60s, [&] { return writing_.load(); }));
    }
    std::this_thread::sleep_for(time);
    server_.Kill();
    client.join();
    server_.Start();
  }

  RunningServer server_;
  std::atomic<bool> writing_ = false;  // the run has come to its commit
};

// Makes small commits, on the executor of judges, until it is asked how long they took.
class Waiting {
 public:
  explicit Waiting(const RunningServer& server)
      : thread_([this, &server] {
          auto identity = v1::IdentityService::NewStub(server.Channel());
          v1::CreateTokenRequest request;
          request.mutable_token()->set_role(v1::ROLE_AUDITOR);
          while (!over_) {
            v1::CreateTokenResponse response;
            const auto begun = std::chrono::steady_clock::now();
            EXPECT_TRUE(identity->CreateToken(server.Context().get(), request, &response).ok());
            took_.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now() - begun));
            std::this_thread::sleep_for(10ms);
          }
        }) {}
  ~Waiting() { Stop(); }

  std::chrono::milliseconds Longest() {
    Stop();
    return took_.back();
  }
  std::chrono::milliseconds Usual() {
    Stop();
    return took_[took_.size() / 2];
  }

 private:
  void Stop() {
    over_ = true;
    if (!thread_.joinable()) return;
    thread_.join();
    std::sort(took_.begin(), took_.end());
  }

  std::atomic<bool> over_ = false;
  std::vector<std::chrono::milliseconds> took_;
  std::thread thread_;
};

TEST_F(ImportTest, OfAHundredThousandRowsEveryPlantedErrorIsNamedAndMemoryStaysBounded) {
  constexpr std::size_t kRows = 100'000;
  const CertificateTable wrong = MakeCertificates(kRows, kWorkers, 500, 20261122, "N-");
  ASSERT_EQ(wrong.planted.size(), 500u);
  const double before = server_.process().ResidentBytes();
  std::atomic<bool> over = false;
  double most = before;
  std::thread watch([&] {
    for (; !over; std::this_thread::sleep_for(10ms)) {
      most = std::max(most, server_.process().ResidentBytes());
    }
  });
  auto begun = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  const Result refused = Run(Upload(wrong.xlsx));
  std::cout << "checked in " << seconds() << " s, " << refused.told << " answers\n";
  EXPECT_TRUE(refused.status.ok()) << refused.status.error_message();
  EXPECT_EQ(refused.problems, wrong.planted);
  EXPECT_EQ(refused.last.problems_found(), 500u);
  EXPECT_EQ(Records(), 0u);
  const CertificateTable right = MakeCertificates(kRows, kWorkers, 0, 20261122, "N-");
  const std::string name = Upload(right.xlsx);
  begun = std::chrono::steady_clock::now();
  Waiting others(server_);
  const Result written = Run(name);
  std::cout << "written in " << seconds() << " s; others' commits took at most "
            << others.Longest().count() << " ms, " << others.Usual().count() << " ms usually\n";
  EXPECT_TRUE(written.status.ok()) << written.status.error_message();
  EXPECT_EQ(written.last.added(), kRows);
  EXPECT_EQ(Records(), kRows);
  EXPECT_EQ(Run(name).last.added(), kRows) << "repeated, it answers with its result";
  EXPECT_EQ(Records(), kRows);
  over = true;
  watch.join();
  std::cout << "memory " << before / 1e6 << " MB, at most " << most / 1e6 << " MB\n";
  EXPECT_LT(most - before, 300e6);
}

TEST_F(ImportTest, AServerThatIsKilledHasAllOfATableOrNothing) {
  constexpr std::size_t kRows = 5'000;
  constexpr int kRounds = 8;
  std::mt19937 dice(7);
  int cut = 0;
  // How long a run takes on this machine, so that kills fall everywhere in it.
  const std::string whole = Upload(MakeCertificates(kRows, kWorkers, 0, 1, "R-").xlsx);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(Run(whole).status.ok());
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  for (int round = 0; round < kRounds; ++round) {
    const std::string numbers = "R" + std::to_string(round) + "-";
    const std::string name = Upload(MakeCertificates(kRows, kWorkers, 0, 1, numbers).xlsx);
    const std::uint64_t before = Records();
    // Every second kill falls near the commit.
    const bool near = round % 2 == 1;
    const auto time =
        near ? std::chrono::milliseconds(dice() % 60) : took * static_cast<int>(dice() % 120) / 100;
    KillDuring(time, near, [&] { (void)Run(name); });
    const std::uint64_t found = Records() - before;
    EXPECT_TRUE(found == 0 || found == kRows) << found << " of " << kRows;
    cut += found == 0;
    const Result repeated = Run(name);
    EXPECT_TRUE(repeated.status.ok()) << repeated.status.error_message();
    EXPECT_EQ(repeated.last.added(), kRows);
    EXPECT_EQ(Records(), before + kRows);
  }
  std::cout << cut << " of " << kRounds << " kills came before the commit\n";
  EXPECT_GT(cut, 0);
}

// The fault that the test above is there for: an import that commits in parts.
TEST_F(ImportTest, AnImportInPartsIsFoundHalfDone) {
  constexpr int kParts = 400;
  constexpr std::uint64_t kPart = 20;
  KillDuring(400ms, false, [&] {
    auto training = v1::TrainingService::NewStub(server_.Channel());
    for (int part = 0; part < kParts; ++part) {
      v1::AppendRecordsRequest request;
      for (std::uint64_t i = 0; i < kPart; ++i) {
        v1::NewRecord& asked = *request.add_records();
        asked.set_worker("workers/w" + std::to_string(i));
        asked.mutable_record()->set_date("2026-01-01");
        asked.mutable_record()->mutable_honour()->set_title("标兵" + std::to_string(part));
      }
      v1::AppendRecordsResponse response;
      if (!training->AppendRecords(server_.Context().get(), request, &response).ok()) return;
    }
  });
  const std::uint64_t found = Records();
  EXPECT_GT(found, 0u);
  EXPECT_LT(found, kParts * kPart) << "the kill came too late to see anything";
}

// What the pages do: parts of 128 KiB and the stream of a run as gRPC-Web.
TEST_F(ImportTest, ABrowserImportsThroughTheGateway) {
  using gateway::Header;
  using gateway::testing::Frames;
  using gateway::testing::Trailer;
  std::string rows = "工号,日期,课时,内容\n";
  for (int i = 0; rows.size() < 200'000; ++i) {
    rows += "n-" + std::to_string(i % 1000) + ",2025-12-01,4,课" + std::to_string(i) + "\n";
  }
  std::string secret;
  std::ifstream(server_.folder() + "/data/first-token") >> secret;
  const auto call = [&](const std::string& method, const google::protobuf::Message& request,
                        bool as_text) {
    const std::string body = gateway::MessageFrame(request.SerializeAsString());
    const Header type{"content-type",
                      as_text ? "application/grpc-web-text" : "application/grpc-web+proto"};
    return gateway::testing::Browser(server_.web_port())
        .Post(
            "/touchstone.v1.ImportsService/" + method,
            {type, {"accept", "application/grpc-web+proto"}, {"authorization", "Bearer " + secret}},
            as_text ? gateway::Base64(body) : body);
  };
  v1::CreateImportRequest create;
  create.set_parent("companies/acme");
  create.mutable_import()->set_kind(v1::IMPORT_KIND_HOURS);
  create.mutable_import()->set_file_name("hours.csv");
  create.mutable_import()->set_size(rows.size());
  create.mutable_import()->set_sha256(Sha256(rows));
  v1::Import import;
  ASSERT_TRUE(import.ParseFromString(Frames(call("CreateImport", create, false).body)[0].payload));
  for (std::size_t at = 0; at < rows.size(); at += 131072) {
    v1::UploadImportRequest part;
    part.set_name(import.name());
    part.set_offset(at);
    part.set_content(rows.substr(at, 131072));
    const auto reply = call("UploadImport", part, at == 0);
    ASSERT_EQ(Trailer(reply, "grpc-status"), "0");
    ASSERT_TRUE(import.ParseFromString(Frames(reply.body)[0].payload));
  }
  EXPECT_EQ(import.state(), v1::Import::STATE_UPLOADED);
  v1::RunImportRequest run;
  run.set_name(import.name());
  const auto reply = call("RunImport", run, false);
  EXPECT_EQ(Trailer(reply, "grpc-status"), "0");
  const auto frames = Frames(reply.body);
  ASSERT_GE(frames.size(), 3u);
  v1::ImportProgress last;
  ASSERT_TRUE(last.ParseFromString(frames[frames.size() - 2].payload));
  EXPECT_EQ(last.stage(), v1::ImportProgress::STAGE_DONE);
  EXPECT_EQ(last.added(),
            static_cast<std::uint64_t>(std::count(rows.begin(), rows.end(), '\n')) - 1);
}

}  // namespace
}  // namespace touchstone::e2e
