// Training records as documents: what is in them, and that they never know what came later.
#include <random>

#include "services/tables/row_reader.h"
#include "services/training/documents/lapse_files.h"
#include "storage/keys.h"
#include "tests/services/training/documents/documents_fixture.h"
#include "touchstone/storage/v1/records.pb.h"

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

// 200 letters, no two alike: the begin of the Thousand Character Classic (6th century).
constexpr char kManyLetters[] =
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆"
    "冈"
    "剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇始制文字乃服衣裳推位让国有虞陶"
    "唐"
    "吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎首臣伏戎羌遐迩一体率宾归王鸣凤在竹白驹食场化被草木赖及万"
    "方"
    "盖此身四大五常恭惟鞠养岂敢毁伤女慕贞洁男效才良知过必改得能莫忘罔谈彼短靡恃己长信使可覆器欲难"
    "量";

TEST_F(FilesTest, FacesAreEmbeddedAsFarAsTheyAreUsed) {
  v1::NewRecord honour = New("ann", "2025-12-31");
  honour.mutable_record()->mutable_honour()->set_title(std::string(kManyLetters).substr(0, 300));
  honour.mutable_record()->set_basis(std::string(kManyLetters).substr(300));
  Append(honour);
  // Nobody's file has many more letters than this.
  EXPECT_LT(File(v1::ExportFileRequest::FORMAT_PDF).size(), 130'000u);
  auto certificate = TryCertificate("ann", department_, v1::ExportCertificateRequest::FORMAT_PDF);
  ASSERT_TRUE(certificate.ok()) << certificate.status();
  EXPECT_LT(certificate->content().size(), 100'000u);
}

TEST_F(FilesTest, AnEvaluationIsSaidWithItsScoreOutOfAHundred) {
  v1::NewRecord review = New("ann", "2025-11-30");
  review.mutable_record()->mutable_evaluation()->set_kind(v1::Evaluation::KIND_MONTHLY_REVIEW);
  review.mutable_record()->mutable_evaluation()->set_score("87.5");
  Append(review);
  v1::NewRecord overall = New("ann", "2025-12-30");
  v1::Evaluation& said = *overall.mutable_record()->mutable_evaluation();
  said.set_kind(v1::Evaluation::KIND_YEARLY_OVERALL);
  said.set_subject(v1::Evaluation::SUBJECT_TEAM_LEADER);
  said.set_team("一班");
  said.set_score("55");
  said.set_grade(v1::Evaluation::GRADE_FAILED);
  Append(overall);
  v1::NewRecord check = New("ann", "2025-12-31");  // says nothing about how good he is
  check.mutable_record()->mutable_evaluation()->set_kind(v1::Evaluation::KIND_WEEKLY_CHECK);
  Append(check);
  v1::NewRecord team = New("ann", "2025-12-29");  // is not about him
  *team.mutable_record()->mutable_evaluation() = said;
  team.mutable_record()->mutable_evaluation()->set_subject(v1::Evaluation::SUBJECT_TEAM);
  Append(team);
  const Json all = Json::parse(File(v1::ExportFileRequest::FORMAT_XAPI));
  ASSERT_EQ(all.size(), 3u) << all.dump(1);  // with the certificate
  EXPECT_EQ(all[1]["verb"]["id"], "http://adlnet.gov/expapi/verbs/scored");
  EXPECT_EQ(all[1]["result"]["score"],
            Json({{"scaled", 0.875}, {"raw", 87.5}, {"min", 0}, {"max", 100}}));
  EXPECT_FALSE(all[1]["result"].contains("success"));
  EXPECT_EQ(all[2]["verb"]["id"], "http://adlnet.gov/expapi/verbs/failed");
  EXPECT_EQ(all[2]["result"]["success"], false);
  EXPECT_EQ(all[2]["object"]["definition"]["name"]["zh-CN"], "班组长年总评");
}

class ManyLapsesTest : public DocumentsFixture {
 protected:
  // Of ann and bob, one each on so many days from today.
  void Put(int days) {
    storage::WriteBatch batch;
    for (int day = 0; day < days; ++day) {
      storage::v1::LapseEntry entry;
      entry.set_date(training::CivilDate::FromDays(kToday.days() + day).ToString());
      entry.set_type("forklift-n1");
      for (const char* worker : {"ann", "bob"}) {
        entry.set_number(worker + std::to_string(day));
        batch.Put(storage::keys::Lapse("acme", entry.date(), worker, "forklift-n1"),
                  entry.SerializeAsString());
      }
    }
    EXPECT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
  }
  absl::StatusOr<v1::Document> Try(v1::ExportLapsesRequest::Format format) {
    v1::ExportLapsesRequest request;
    request.set_parent("companies/acme");
    request.set_from_date(kToday.ToString());
    request.set_days(3660);
    request.set_format(format);
    return Ask<v1::Document>(&Documents::ExportLapses, request, department_);
  }
  static int Count(const std::string& text, std::string_view part) {
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
      ++count;
    }
    return count;
  }

  const training::CivilDate kToday = *training::CivilDate::Of(2030, 1, 1);
};

TEST_F(ManyLapsesTest, AllOfALargeCompanyAreInTheTable) {
  Put(3500);
  auto table = Try(v1::ExportLapsesRequest::FORMAT_XLSX);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_LT(table->content().size(), 1'000'000u);
  auto reader = tables::RowReader::Open(table->content(), table->file_name(), {});
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::vector<std::string> numbers;
  tables::Row row;
  while (*(*reader)->Next(row)) numbers.push_back(row.At(4).text);
  ASSERT_EQ(numbers.size(), 7001u);
  EXPECT_EQ(numbers[1], "ann0");
  EXPECT_EQ(numbers.back(), "bob3499");
}

TEST_F(ManyLapsesTest, AllAreInTheCalendar) {
  Put(1600);
  auto calendar = Try(v1::ExportLapsesRequest::FORMAT_ICALENDAR);
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_EQ(Count(calendar->content(), "BEGIN:VEVENT\r\n"), 3200);
  EXPECT_EQ(Count(calendar->content(), "END:VEVENT\r\n"), 3200);
  EXPECT_EQ(Count(calendar->content(), "VCALENDAR\r\n"), 2);
  EXPECT_TRUE(calendar->content().ends_with("END:VCALENDAR\r\n"));
}

TEST(LapseCalendarTest, WhatDoesNotFitIsNotCut) {
  v1::Lapse lapse;
  lapse.set_worker("workers/ann");
  lapse.set_date("2030-01-01");
  const std::vector<v1::Lapse> two(2, lapse);
  const auto all = training::LapseCalendar("https://hall.example", two, {}, 1'000'000);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(training::LapseCalendar("https://hall.example", two, {}, all->size()), all);
  EXPECT_EQ(training::LapseCalendar("https://hall.example", two, {}, all->size() - 1),
            std::nullopt);
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
