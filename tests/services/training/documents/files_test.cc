// Training records as documents: what is in them, and that they never know what came later.
#include <random>

#include "tests/services/training/documents/documents_fixture.h"

namespace touchstone::testing {
namespace {

class FilesTest : public DocumentsFixture {
 protected:
  google::protobuf::Timestamp Now() { return ToTimestamp(server_.clock().Now()); }

  std::string File(v1::ExportFileRequest::Format format,
                   const google::protobuf::Timestamp* known = nullptr) {
    auto document = TryFile("ann", department_, format, known);
    EXPECT_TRUE(document.ok()) << document.status();
    return document.ok() ? document->content() : std::string();
  }

  // Some record of ann's file, of any kind that documents show.
  v1::NewRecord Some(std::mt19937& random) {
    const auto one_of = [&](int count) { return static_cast<int>(random() % count); };
    v1::NewRecord asked = New("ann", "2025-12-" + std::to_string(10 + one_of(20)));
    v1::Record& record = *asked.mutable_record();
    switch (one_of(6)) {
      case 0:
        record.mutable_hours()->set_class_hours(std::to_string(1 + one_of(3)));
        record.mutable_hours()->set_subject("复训");
        break;
      case 1:
        record.mutable_assessment()->set_kind(v1::Assessment::KIND_THEORY);
        record.mutable_assessment()->set_score(std::to_string(one_of(100)));
        record.mutable_assessment()->set_passed(one_of(2) == 0);
        break;
      case 2:
        record.mutable_honour()->set_title("十佳" + std::to_string(one_of(1000)));
        break;
      case 3:
        record.mutable_certificate()->set_type("certificateTypes/forklift-n1");
        record.mutable_certificate()->set_number("N1-7");
        record.mutable_certificate()->set_kind(one_of(2) == 0 ? v1::CertificateFact::KIND_SUSPENDED
                                                              : v1::CertificateFact::KIND_RESTORED);
        break;
      case 4:
        record.mutable_violation()->set_rule("未戴安全帽");
        break;
      default: {
        // Takes back what may be taken back still.
        const auto history = History("ann");
        const v1::Record& old = history.records(one_of(history.records_size()));
        if (old.state() != v1::Record::STATE_COUNTED || old.has_withdrawal()) return Some(random);
        return NewWithdrawal("ann", IdOf(old));
      }
    }
    return asked;
  }
};

TEST_F(FilesTest, ADocumentAsKnownAtATimeNeverChangesByWhatIsRecordedLater) {
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 3; ++i) Append(Some(random));
    const google::protobuf::Timestamp known = Now();
    const std::string statements = File(v1::ExportFileRequest::FORMAT_XAPI, &known);
    const std::string pdf = File(v1::ExportFileRequest::FORMAT_PDF, &known);
    server_.clock().Advance(std::chrono::hours(1));
    for (int i = 0; i < 3; ++i) Append(Some(random));
    EXPECT_EQ(File(v1::ExportFileRequest::FORMAT_XAPI, &known), statements) << round;
    EXPECT_EQ(File(v1::ExportFileRequest::FORMAT_PDF, &known), pdf) << round;
  }
}

// Planted fault: documents that are asked for without a time know what came later; the comparison
// above tells them apart.
TEST_F(FilesTest, PlantedFaultADocumentThatKnowsWhatCameLaterIsNoticed) {
  const std::string statements = File(v1::ExportFileRequest::FORMAT_XAPI);
  const std::string pdf = File(v1::ExportFileRequest::FORMAT_PDF);
  server_.clock().Advance(std::chrono::hours(1));
  v1::NewRecord honour = New("ann", "2025-12-31");
  honour.mutable_record()->mutable_honour()->set_title("十佳");
  Append(honour);
  EXPECT_NE(File(v1::ExportFileRequest::FORMAT_XAPI), statements);
  EXPECT_NE(File(v1::ExportFileRequest::FORMAT_PDF), pdf);
}

TEST_F(FilesTest, ATimeInTheFutureIsRefused) {
  server_.clock().Advance(std::chrono::hours(1));
  google::protobuf::Timestamp later = Now();
  later.set_seconds(later.seconds() + 60);
  const auto format = v1::ExportFileRequest::FORMAT_XAPI;
  EXPECT_EQ(ReasonOf(TryFile("ann", department_, format, &later).status()),
            Reason::REQUEST_INVALID);
}

TEST_F(FilesTest, WhatWaitsForASecondPersonIsInNoStatement) {
  v1::NewRecord late = New("ann", "2025-01-01");
  late.mutable_record()->mutable_honour()->set_title("迟报");
  Append(late, department_);
  EXPECT_EQ(File(v1::ExportFileRequest::FORMAT_XAPI).find("迟报"), std::string::npos);
}

TEST_F(FilesTest, AFileWithoutRecordsIsADocumentToo) {
  auto pdf = TryFile("bob", department_, v1::ExportFileRequest::FORMAT_PDF);
  ASSERT_TRUE(pdf.ok()) << pdf.status();
  EXPECT_EQ(pdf->content().substr(0, 5), "%PDF-");
  EXPECT_EQ(pdf->media_type(), "application/pdf");
  EXPECT_EQ(pdf->file_name(), "training-record-bob.pdf");
  auto statements = TryFile("bob", department_, v1::ExportFileRequest::FORMAT_XAPI);
  EXPECT_EQ(Json::parse(statements->content()), Json::array());
}

TEST_F(FilesTest, WhatLapsesIsOfTheOwnCompanyOnly) {
  v1::ExportLapsesRequest request;
  request.set_parent("companies/acme");
  request.set_days(3660);
  request.set_format(v1::ExportLapsesRequest::FORMAT_ICALENDAR);
  auto own = Ask<v1::Document>(&Documents::ExportLapses, request, department_);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_NE(own->content().find("DTSTART;VALUE=DATE:20280502"), std::string::npos)
      << own->content();
  const absl::Status others = Ask<v1::Document>(&Documents::ExportLapses, request, rival_).status();
  EXPECT_EQ(ReasonOf(others), Reason::NOT_YOURS);
  request.set_parent("companies/nowhere");
  EXPECT_EQ(Ask<v1::Document>(&Documents::ExportLapses, request, rival_).status(), others);
}

}  // namespace
}  // namespace touchstone::testing
