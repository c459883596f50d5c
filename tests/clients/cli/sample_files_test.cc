#include "clients/cli/sample_files.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "clients/cli/sample_loading.h"
#include "tests/support/test_server.h"

namespace touchstone::cli {
namespace {

TEST(SampleFilesTest, AFileFollowsFromTheSeedAndItsNumber) {
  const SampleFiles files({.seed = 1, .workers = 10});
  const SampleFiles more({.seed = 1, .workers = 1000});
  const SampleFiles other({.seed = 2, .workers = 10});
  const auto text = [](const SampleFiles& source) {
    std::string all;
    for (const v1::NewRecord& record : source.File(7)) all += record.SerializeAsString();
    return all;
  };
  EXPECT_EQ(text(files), text(more));
  EXPECT_NE(text(files), text(other));
}

TEST(SampleFilesTest, FilesHaveAllKindsAndTheLateRecordsReplaceEarlierOnes) {
  const SampleFiles files({.seed = 1, .workers = 300});
  std::set<v1::Record::FactCase> facts;
  std::set<v1::CertificateFact::Kind> kinds;
  for (std::size_t worker = 0; worker < files.workers(); ++worker) {
    const std::vector<v1::NewRecord> file = files.File(worker);
    ASSERT_EQ(file.size(), files.records());
    std::map<std::string, v1::Record::FactCase> earlier;
    for (std::size_t i = 0; i < file.size(); ++i) {
      const v1::Record& record = file[i].record();
      facts.insert(record.fact_case());
      if (record.has_certificate()) kinds.insert(record.certificate().kind());
      EXPECT_EQ(!record.replaces().empty(), i + SampleFiles::kLate >= file.size());
      if (!record.replaces().empty()) {
        EXPECT_EQ(earlier.count(record.replaces()), 1u);
      }
      earlier[file[i].record_id()] = record.fact_case();
    }
  }
  using Fact = v1::Record::FactCase;
  for (const Fact fact : {Fact::kPosting, Fact::kAttendance, Fact::kCertificate, Fact::kAssessment,
                          Fact::kHours, Fact::kViolation, Fact::kHealth, Fact::kWithdrawal}) {
    EXPECT_EQ(facts.count(fact), 1u) << fact;
  }
  using Kind = v1::CertificateFact;
  for (const auto kind : {Kind::KIND_ISSUED, Kind::KIND_REVIEWED, Kind::KIND_EXTENDED,
                          Kind::KIND_SUSPENDED, Kind::KIND_RESTORED, Kind::KIND_REVOKED}) {
    EXPECT_EQ(kinds.count(kind), 1u) << kind;
  }
}

TEST(SampleFilesTest, AServerTakesAllOfThemAndTheSecondTimeNone) {
  testing::TestServer server({.system_clock = true});
  const std::string secret = server.Organiser();
  const SampleFiles files({.seed = 3, .workers = 60});
  SampleLoading loading(files, {server.channel()},
                        [&secret] { return testing::TestServer::Context(secret); });
  for (const std::uint64_t expected : {60u * 47u, 0u}) {
    ASSERT_TRUE(loading.CreateSetup().ok());
    ASSERT_TRUE(loading.CreateWorkers().ok());
    const auto first = loading.AppendRecords();
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_EQ(*first, expected);
    const auto late = loading.AppendLateRecords();
    ASSERT_TRUE(late.ok()) << late.status();
    EXPECT_EQ(*late, expected / 47 * 3);
  }
}

TEST(SampleFilesTest, LoadingSaysWhyItEnds) {
  testing::TestServer server;
  const SampleFiles files({.seed = 3, .workers = 5});
  SampleLoading loading(files, {server.channel()},
                        [] { return testing::TestServer::Context("nobody"); });
  EXPECT_FALSE(loading.CreateSetup().ok());
  EXPECT_FALSE(loading.CreateWorkers().ok());
  EXPECT_FALSE(loading.AppendRecords().ok());
}

}  // namespace
}  // namespace touchstone::cli
