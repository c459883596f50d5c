// The half of SampleFiles that makes a worker's file.

#include <algorithm>
#include <optional>

#include "clients/cli/sample_files.h"
#include "clients/cli/sample_files_parts.h"

namespace touchstone::cli {
namespace {

using training::CivilDate;
using training::Period;

constexpr int kLastYear = 2026;
constexpr char kElectrician[] = "certificateTypes/special-operation-electrician-low";
constexpr char kBuildingSite[] = "certificateTypes/building-site-electrician";
constexpr char kForklift[] = "certificateTypes/forklift-n1";

const CivilDate kLastDay = DayOf(kLastYear, 10, 31);

const std::vector<std::string> kSubjects = {"安全生产法律法规", "事故案例警示教育", "岗位操作规程",
                                            "应急处置与自救互救", "设备点检与维护"};
const std::vector<std::string> kRules = {"未按规程停电验电", "无证操作设备", "进入未支护区域",
                                         "未佩戴劳动防护用品"};
const std::vector<std::string> kOffices = {"市应急管理局", "省应急管理厅考试中心",
                                           "市市场监督管理局", "省住房和城乡建设厅"};

// The making of one file; each step adds to it, in any order.
class FileMaker {
 public:
  FileMaker(std::uint64_t seed, std::size_t worker, const SampleSize& size)
      : draw_(seed * 0x9e3779b97f4a7c15 + worker), worker_(worker), size_(size) {}

  std::vector<v1::NewRecord> Make() {
    AddPostings();
    AddElectrician();
    AddBuildingSite();
    AddForklift();
    AddMiner();
    AddHealth();
    AddViolations();
    AddAttendances();
    const std::size_t first = size_.records - SampleFiles::kLate;
    if (records_.size() > first) records_.resize(first);
    while (records_.size() < first) AddAssessment();
    std::stable_sort(records_.begin(), records_.end(),
                     [](const v1::Record& a, const v1::Record& b) { return a.date() < b.date(); });
    AddLate();
    return Named();
  }

 private:
  v1::Record& Add(CivilDate date) {
    v1::Record& record = records_.emplace_back();
    record.set_date(std::min(date, kLastDay).ToString());
    return record;
  }

  CivilDate SomeDay(int first_year, int last_year) {
    const auto years = static_cast<std::size_t>(last_year - first_year + 1);
    return Plus(DayOf(first_year, 1, 1), static_cast<int>(draw_.Below(years * 365)));
  }

  std::string Hash() {
    std::string hash;
    for (int i = 0; i < 4; ++i) {
      const std::uint64_t part = draw_.Next();
      hash.append(reinterpret_cast<const char*>(&part), sizeof part);
    }
    return hash;
  }

  void AddPostings() {
    const std::string company = SampleFiles::CompanyId(worker_ / SampleFiles::kWorkersOfCompany);
    CivilDate day = SomeDay(kFirstYear, kFirstYear);
    for (int i = 0; i < 3; ++i) {
      v1::Posting& posting = *Add(day).mutable_posting();
      const std::size_t site = draw_.Below(SampleFiles::kSites);
      posting.set_site("companies/" + company + "/sites/" + SampleFiles::SiteId(site));
      posting.set_trade(OneOf(draw_, kTrades));
      posting.set_team(Numbered("第%zu班组", 1 + draw_.Below(40)));
      day = Plus(day, 900 + static_cast<int>(draw_.Below(900)));
    }
  }

  v1::CertificateFact& AddFact(const char* type, const std::string& number, CivilDate date,
                               v1::CertificateFact::Kind kind) {
    v1::Record& record = Add(date);
    record.set_evidence_hash(Hash());
    v1::CertificateFact& fact = *record.mutable_certificate();
    fact.set_type(type);
    fact.set_number(number);
    fact.set_kind(kind);
    fact.set_office(OneOf(draw_, kOffices));
    return fact;
  }

  void AddHours(const char* type, CivilDate date, const char* hours) {
    v1::TrainingHours& said = *Add(date).mutable_hours();
    said.set_class_hours(hours);
    said.set_certificate_type(type);
    said.set_subject(OneOf(draw_, kSubjects));
  }

  void AddExam(const char* type, CivilDate date, bool passed) {
    v1::Record& record = Add(date);
    record.set_evidence_hash(Hash());
    v1::Assessment& exam = *record.mutable_assessment();
    exam.set_kind(v1::Assessment::KIND_EXAM);
    exam.set_certificate_type(type);
    exam.set_passed(passed);
    exam.set_score(std::to_string((passed ? 80 : 50) + draw_.Below(20)));
  }

  // Stops of a certificate that was issued on `issued`; few have one.
  void AddStops(const char* type, const std::string& number, CivilDate issued) {
    if (draw_.Percent(3)) {
      const CivilDate day = Plus(issued, 200 + static_cast<int>(draw_.Below(900)));
      AddFact(type, number, day, v1::CertificateFact::KIND_SUSPENDED);
      if (draw_.Percent(30)) {
        records_.back().set_end_date(Plus(day, 90).ToString());
      } else if (draw_.Percent(60)) {
        AddFact(type, number, Plus(day, 120), v1::CertificateFact::KIND_RESTORED);
      }
    }
    if (draw_.Percent(1)) {
      AddFact(type, number, Plus(issued, 1000), v1::CertificateFact::KIND_REVOKED);
    }
  }

  std::string Number(const char* format) { return Numbered(format, worker_ + 1); }

  // A renewal in the window before `due`, with training and exam; some forget one of them.
  void AddRenewal(const char* type, const std::string& number, CivilDate due,
                  v1::CertificateFact::Kind kind, const char* hours, bool exam) {
    const CivilDate day = Plus(due, -5 - static_cast<int>(draw_.Below(45)));
    if (day > kLastDay) return;
    if (hours[0] != '\0' && !draw_.Percent(4)) AddHours(type, Plus(day, -20), hours);
    if (exam) AddExam(type, Plus(day, -3), !draw_.Percent(4));
    AddFact(type, number, day, kind);
  }

  // Issued for 6 years, reviewed after 3.
  void AddElectrician() {
    if (draw_.Percent(20)) return;
    const std::string number = Number("T44%08zu");
    const CivilDate issued = SomeDay(2016, 2023);
    v1::CertificateFact& fact =
        AddFact(kElectrician, number, issued, v1::CertificateFact::KIND_ISSUED);
    fact.set_basis(v1::CERTIFICATE_BASIS_EXAM);
    for (int i = 1; i <= 2; ++i) {
      if (draw_.Percent(8)) break;
      const CivilDate due = LastDayOf(issued, {3 * i, Period::Unit::kYears});
      AddRenewal(kElectrician, number, due,
                 i == 1 ? v1::CertificateFact::KIND_REVIEWED : v1::CertificateFact::KIND_EXTENDED,
                 "8", true);
    }
    AddStops(kElectrician, number, issued);
  }

  // Issued for 2 years; renewed with 24 hours.
  void AddBuildingSite() {
    if (!draw_.Percent(40)) return;
    const std::string number = Number("J%09zu");
    const CivilDate issued = SomeDay(2019, 2025);
    AddFact(kBuildingSite, number, issued, v1::CertificateFact::KIND_ISSUED)
        .set_basis(v1::CERTIFICATE_BASIS_EXAM);
    for (int i = 1; i <= 3 && !draw_.Percent(10); ++i) {
      AddRenewal(kBuildingSite, number, LastDayOf(issued, {2 * i, Period::Unit::kYears}),
                 v1::CertificateFact::KIND_EXTENDED, "24", false);
    }
    AddStops(kBuildingSite, number, issued);
  }

  // Issued for 4 years; some have two of them.
  void AddForklift() {
    for (int i = 0; i < 2; ++i) {
      if (draw_.Percent(i == 0 ? 30 : 80)) return;
      const std::string number = Number(i == 0 ? "N1%08zu" : "N1-%07zu");
      const CivilDate issued = SomeDay(2016 + i, 2025);
      AddFact(kForklift, number, issued, v1::CertificateFact::KIND_ISSUED)
          .set_basis(v1::CERTIFICATE_BASIS_EXAM);
      if (!draw_.Percent(15)) {
        AddRenewal(kForklift, number, LastDayOf(issued, {4, Period::Unit::kYears}),
                   v1::CertificateFact::KIND_EXTENDED, "", false);
      }
      AddStops(kForklift, number, issued);
    }
  }

  // 72 hours at the start and 20 a year.
  void AddMiner() {
    const CivilDate issued = SomeDay(2018, 2022);
    v1::CertificateFact& fact =
        AddFact(kMiner, Number("K%09zu"), issued, v1::CertificateFact::KIND_ISSUED);
    fact.set_basis(v1::CERTIFICATE_BASIS_EXAM);
    if (!draw_.Percent(3)) fact.set_class_hours("72");
    for (int year = issued.year() + 1; year <= kLastYear; ++year) {
      AddHours(kMiner, DayOf(year, 3, 1 + static_cast<int>(draw_.Below(28))),
               draw_.Percent(6) ? "6" : "20");
    }
  }

  void AddHealth() {
    for (int year = kLastYear - 5; year <= kLastYear; year += 2) {
      const CivilDate day = DayOf(year, 5, 1 + static_cast<int>(draw_.Below(28)));
      const bool fit = !draw_.Percent(2);
      Add(day).mutable_health()->set_fit(fit);
      if (!fit && draw_.Percent(70)) Add(Plus(day, 60)).mutable_health()->set_fit(true);
    }
  }

  void AddViolations() {
    const std::size_t count = draw_.Percent(70) ? 0 : 1 + draw_.Below(3);
    for (std::size_t i = 0; i < count; ++i) {
      v1::Violation& said = *Add(SomeDay(2020, kLastYear - 1)).mutable_violation();
      said.set_rule(OneOf(draw_, kRules));
      if (draw_.Percent(50)) said.set_certificate_type(kElectrician);
      said.set_serious(draw_.Percent(3));
    }
  }

  // Three days of each of four batches.
  void AddAttendances() {
    const std::size_t company = worker_ / SampleFiles::kWorkersOfCompany;
    std::size_t batch = draw_.Below(8);
    for (int i = 0; i < 4; ++i) {
      for (std::size_t session = 0; session < 3; ++session) {
        v1::Attendance& said = *Add(SessionDay(batch, session)).mutable_attendance();
        said.set_batch("batches/" + SampleFiles::BatchId(company, batch));
        said.set_session(Numbered("d%zu", session + 1));
        if (draw_.Percent(10)) said.set_class_hours("4");
      }
      batch += 1 + draw_.Below(9);
    }
  }

  void AddAssessment() {
    v1::Assessment& said = *Add(SomeDay(2017, kLastYear - 1)).mutable_assessment();
    said.set_kind(draw_.Percent(50) ? v1::Assessment::KIND_THEORY : v1::Assessment::KIND_PRACTICE);
    said.set_passed(!draw_.Percent(8));
    said.set_score(std::to_string((said.passed() ? 60 : 30) + draw_.Below(30)) + ".5");
    said.set_attempt(1);
  }

  // What was found wrong later: one withdrawn, two corrected by a day.
  void AddLate() {
    std::vector<std::size_t> wrong;
    while (wrong.size() < SampleFiles::kLate) {
      const std::size_t index = draw_.Below(size_.records - SampleFiles::kLate);
      const bool attendance = records_[index].has_attendance();
      if (attendance || std::find(wrong.begin(), wrong.end(), index) != wrong.end()) continue;
      wrong.push_back(index);
    }
    for (std::size_t i = 0; i < wrong.size(); ++i) {
      v1::Record late;
      if (i == 0) {
        late.set_date(records_[wrong[i]].date());
        late.mutable_withdrawal()->set_reason("重复录入");
      } else {
        late = records_[wrong[i]];
        const int days = draw_.Percent(50) ? -1 : 1;
        late.set_date(Plus(*CivilDate::Parse(late.date()), days).ToString());
        late.clear_end_date();
        late.set_note("日期更正");
      }
      late.set_replaces(Numbered("r%zu", wrong[i] + 1));
      records_.push_back(std::move(late));
    }
  }

  std::vector<v1::NewRecord> Named() {
    std::vector<v1::NewRecord> named(records_.size());
    for (std::size_t i = 0; i < records_.size(); ++i) {
      named[i].set_worker("workers/" + SampleFiles::WorkerId(worker_));
      named[i].set_record_id(Numbered("r%zu", i + 1));
      *named[i].mutable_record() = std::move(records_[i]);
    }
    return named;
  }

  Draw draw_;
  const std::size_t worker_;
  const SampleSize& size_;
  std::vector<v1::Record> records_;
};

}  // namespace

std::vector<v1::NewRecord> SampleFiles::File(std::size_t worker) const {
  return FileMaker(size_.seed, worker, size_).Make();
}

}  // namespace touchstone::cli
