#include "services/training/record_appending.h"

#include <thread>

#include "storage/keys.h"
#include "storage/write_batch.h"
#include "tests/services/training/training_fixture.h"

namespace touchstone::testing {
namespace {

using ::testing::ElementsAre;

class RecordAppendingTest : public TrainingFixture {};

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : DetailOf(status).fields) fields.push_back(violation.field);
  return fields;
}

TEST_F(RecordAppendingTest, ARecordGetsItsPlaceTimeAndAuthor) {
  const v1::Record record = Append(NewPosting("ann", "2026-01-01", "kamoa"), department_);
  EXPECT_EQ(record.name(), "workers/ann/records/1");
  EXPECT_EQ(record.position(), 1u);
  EXPECT_EQ(record.record_time().seconds(), 1767225600);
  EXPECT_EQ(record.record_date(), "2026-01-01");
  EXPECT_EQ(record.entered_as(), v1::ROLE_TRAINING_DEPARTMENT);
  EXPECT_TRUE(record.entered_by().starts_with("tokens/"));
  EXPECT_EQ(record.state(), v1::Record::STATE_COUNTED);
}

TEST_F(RecordAppendingTest, RecordTimeNeverGoesBackInAFile) {
  server_.clock().Advance(std::chrono::hours(1));
  const auto first = Append(NewPosting("ann", "2026-01-01", "kamoa"));
  server_.clock().Advance(std::chrono::hours(-3));
  const auto second = Append(NewPosting("ann", "2026-01-01", "home"));
  EXPECT_EQ(second.record_time().seconds(), first.record_time().seconds());
  const auto other = Append(NewPosting("bob", "2026-01-01", "home"));
  EXPECT_LT(other.record_time().seconds(), first.record_time().seconds());
  EXPECT_EQ(History("ann").records_size(), 2);
}

TEST_F(RecordAppendingTest, TheSameIdIsOneRecordForEver) {
  v1::NewRecord asked = NewAttendance("ann", "s1");
  asked.set_record_id("at-1");
  EXPECT_EQ(TryAppend({asked}, trainer_)->added(), 1u);
  server_.clock().Advance(std::chrono::hours(100));
  auto again = TryAppend({asked}, trainer_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->added(), 0u);
  EXPECT_EQ(again->records(0).position(), 1u);
  asked.mutable_record()->mutable_attendance()->set_class_hours("4");
  EXPECT_EQ(ReasonOf(TryAppend({asked}, trainer_).status()), Reason::RECORD_EXISTS);
  EXPECT_EQ(History("ann").records_size(), 1);
}

TEST_F(RecordAppendingTest, ARequestIdGivesTheFirstAnswer) {
  v1::AppendRecordsRequest request;
  *request.add_records() = NewPosting("ann", "2026-01-01", "kamoa");
  request.set_request_id("0123456789abcdef");
  const auto first = Do<v1::AppendRecordsResponse>(&Stub::AppendRecords, request);
  const auto second = Do<v1::AppendRecordsResponse>(&Stub::AppendRecords, request);
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(History("ann").records_size(), 1);
}

TEST_F(RecordAppendingTest, OneBadRecordKeepsAllOfTheCallOut) {
  const auto status =
      TryAppend({NewAttendance("ann", "s1"), NewAttendance("bob", "s9"),
                 NewAttendance("cid", "s2", "nowhere"), NewPosting("ann", "2026-02-30", "kamoa")},
                organiser_)
          .status();
  EXPECT_EQ(ReasonOf(status), Reason::RECORD_NOT_ACCEPTED);
  EXPECT_THAT(FieldsOf(status),
              ElementsAre("records[1].record.attendance.session",
                          "records[2].record.attendance.batch", "records[3].record.date"));
  EXPECT_EQ(History("ann").records_size(), 0);
  EXPECT_EQ(Total().person_times(), 0u);
}

TEST_F(RecordAppendingTest, ValidateOnlyWritesNothing) {
  v1::AppendRecordsRequest request;
  *request.add_records() = NewAttendance("ann", "s1");
  request.set_validate_only(true);
  EXPECT_EQ(Do<v1::AppendRecordsResponse>(&Stub::AppendRecords, request).added(), 1u);
  EXPECT_EQ(History("ann").records_size(), 0);
}

TEST_F(RecordAppendingTest, APersonAttendsASessionOnce) {
  Append(NewAttendance("ann", "s1"));
  EXPECT_EQ(ReasonOf(TryAppend({NewAttendance("ann", "s1")}, trainer_).status()),
            Reason::ATTENDANCE_EXISTS);
  EXPECT_EQ(
      ReasonOf(
          TryAppend({NewAttendance("bob", "s1"), NewAttendance("bob", "s1")}, trainer_).status()),
      Reason::ATTENDANCE_EXISTS);
  Append(NewWithdrawal("ann", "1"));
  Append(NewAttendance("ann", "s1"));
  EXPECT_EQ(Total().person_times(), 1u);
}

TEST_F(RecordAppendingTest, HoursAreAtMostThoseOfTheSessionAndTwentyFourADay) {
  v1::NewRecord asked = NewAttendance("ann", "s1");
  asked.mutable_record()->mutable_attendance()->set_class_hours("8.5");
  EXPECT_EQ(ReasonOf(TryAppend({asked}, trainer_).status()), Reason::HOURS_ABOVE_SESSION);
  for (const char* batch : {"b2", "b3", "b4"}) MakeBatch(batch, "companies/acme/sites/home");
  for (const char* batch : {"b1", "b2", "b3"}) Append(NewAttendance("ann", "s1", batch));
  EXPECT_EQ(ReasonOf(TryAppend({NewAttendance("ann", "s1", "b4")}, trainer_).status()),
            Reason::HOURS_ABOVE_DAY);
}

TEST_F(RecordAppendingTest, ACorrectionNamesWhatItReplacesAndBothStay) {
  Append(NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_ISSUED, "OLD"));
  v1::NewRecord corrected =
      NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_ISSUED, "NEW");
  corrected.mutable_record()->set_replaces("1");
  Append(corrected);
  const auto history = History("ann");
  ASSERT_EQ(history.records_size(), 2);
  EXPECT_EQ(history.records(0).state(), v1::Record::STATE_REPLACED);
  EXPECT_EQ(history.records(0).certificate().number(), "OLD");
  EXPECT_EQ(history.records(1).replaces(), "workers/ann/records/1");
  EXPECT_EQ(ReasonOf(TryAppend({corrected}, organiser_).status()), Reason::RECORD_NOT_REPLACEABLE);
  v1::NewRecord other = NewPosting("ann", "2026-01-01", "kamoa");
  other.mutable_record()->set_replaces("2");
  EXPECT_EQ(ReasonOf(TryAppend({other}, organiser_).status()), Reason::RECORD_NOT_REPLACEABLE);
}

TEST_F(RecordAppendingTest, TheEndOfACertificateIsNeverEntered) {
  v1::NewRecord asked = NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_ISSUED);
  asked.mutable_record()->set_end_date("2099-12-31");
  EXPECT_EQ(ReasonOf(TryAppend({asked}, organiser_).status()), Reason::REQUEST_INVALID);
}

TEST_F(RecordAppendingTest, WhatACompanyEntersLateWaitsForAnotherPerson) {
  const v1::Record late =
      Append(NewCertificate("ann", "2025-12-20", v1::CertificateFact::KIND_ISSUED), department_);
  EXPECT_EQ(late.state(), v1::Record::STATE_WAITING);
  EXPECT_FALSE(Licence("ann", "2026-01-01").licensed());
  EXPECT_EQ(ReasonOf(TryAppend({NewConfirmation("ann", "1")}, department_).status()),
            Reason::SECOND_PERSON_NEEDED);
  Append(NewConfirmation("ann", "1"), Token(v1::ROLE_TRAINING_DEPARTMENT, "acme"));
  EXPECT_TRUE(Licence("ann", "2026-01-01").licensed());
  EXPECT_EQ(History("ann").records(0).state(), v1::Record::STATE_COUNTED);
  EXPECT_NE(History("ann").records(0).verified_by(), "");
}

TEST_F(RecordAppendingTest, AWorkerConfirmsHisAttendancesAndAddsNothingElse) {
  Append(NewAttendance("ann", "s1"), trainer_);
  Append(NewCertificate("ann", "2026-01-01", v1::CertificateFact::KIND_ISSUED), department_);
  const std::string ann = Token(v1::ROLE_WORKER, "acme", "ann");
  Append(NewConfirmation("ann", "1"), ann);
  EXPECT_TRUE(History("ann", ann).records(0).has_confirm_time());
  EXPECT_EQ(ReasonOf(TryAppend({NewConfirmation("ann", "2")}, ann).status()),
            Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(TryAppend({NewAttendance("ann", "s2")}, ann).status()),
            Reason::ROLE_NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(TryAppend({NewConfirmation("bob", "1")}, ann).status()), Reason::NOT_YOURS);
}

TEST_F(RecordAppendingTest, WritersOfOneFileDoNotLoseEachOthersRecords) {
  constexpr int kThreads = 4;
  constexpr int kEach = 10;
  std::vector<std::thread> threads;
  std::atomic<int> added = 0;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach;) {
        auto done = TryAppend({NewPosting("ann", "2026-01-01", "kamoa")}, organiser_);
        if (ReasonOf(done.status()) == Reason::CONCURRENT_CHANGE) continue;
        ASSERT_TRUE(done.ok()) << done.status();
        ++added;
        ++i;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto history = History("ann");
  ASSERT_EQ(history.records_size(), added);
  for (int i = 0; i < history.records_size(); ++i) {
    EXPECT_EQ(history.records(i).position(), static_cast<std::uint64_t>(i) + 1);
  }
}

// Planted fault: somebody else wrote the head after the file was read.
TEST_F(RecordAppendingTest, AHeadThatIsNotExpectedStopsTheCommit) {
  Append(NewPosting("ann", "2026-01-01", "kamoa"));
  storage::WriteBatch stale;
  stale.ExpectValue(storage::keys::File("ann"), "an older head");
  stale.Put(storage::keys::Record("ann", 1), "overwritten");
  EXPECT_TRUE(absl::IsAborted(server_.store().CommitSync(std::move(stale)).status()));
  EXPECT_EQ(History("ann").records_size(), 1);
}

TEST_F(RecordAppendingTest, FilesSurviveARestart) {
  Append(NewAttendance("ann", "s1"));
  server_.Restart();
  stub_ = server_.Stub<v1::TrainingService>();
  EXPECT_EQ(History("ann").records_size(), 1);
  EXPECT_EQ(Total().person_times(), 1u);
}

}  // namespace
}  // namespace touchstone::testing
