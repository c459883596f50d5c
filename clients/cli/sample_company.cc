#include "clients/cli/sample_company.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string_view>

#include "clients/cli/sample_draw.h"
#include "clients/cli/sample_progress.h"
#include "services/training/civil_time.h"

namespace touchstone::cli {
namespace {

using training::CivilDate;
using training::Period;

constexpr char kCompany[] = "miner";
constexpr char kRigTrade[] = "281台车操作手";
constexpr char kRepairTrade[] = "无轨维修工";

struct Course {
  const char* programme;
  const char* trade;
  int batches;
  int person_times;
  const char* hours;
};
constexpr Course kCourses[] = {{"rig-281", kRigTrade, 21, 1425, "8"},
                               {"trackless-repair", kRepairTrade, 18, 2309, "6"}};

std::string Numbered(const char* format, int number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

CivilDate DayOf(int year, int month, int day) { return *CivilDate::Of(year, month, day); }
CivilDate Plus(CivilDate date, int days) { return CivilDate::FromDays(date.days() + days); }

std::string NameOfPerson(Draw& draw) {
  static const std::vector<std::string> kFamily = {"赵", "钱", "孙", "李", "周", "吴", "郑", "王",
                                                   "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"};
  static const std::vector<std::string> kGiven = {
      "大川", "小河", "远山", "建林", "志平", "春雷", "海波", "文斌", "国庆", "立新",
      "晓东", "永强", "秋生", "长友", "明亮", "石头", "天佑", "金宝", "玉成", "铁军"};
  return kFamily[draw.Below(kFamily.size())] + kGiven[draw.Below(kGiven.size())];
}

// The making of one company; each step adds to it.
class Maker {
 public:
  Maker(std::uint64_t seed, std::size_t workers, const std::vector<v1::CertificateType>& types)
      : draw_(seed), workers_(workers), types_(types), records_(workers) {}

  SampleCompany Make() {
    made_.company_id = kCompany;
    made_.company.set_display_name("样例矿建公司");
    AddSites();
    AddWorkers();
    for (const Course& course : kCourses) AddCourse(course);
    for (std::size_t i = 0; i < types_.size(); ++i) AddCertificates(i);
    AddHonours();
    AddPlan();
    for (std::size_t i = 0; i < workers_; ++i) {
      for (v1::NewRecord& record : records_[i]) made_.records.push_back(std::move(record));
      AddProgress(i);
    }
    return std::move(made_);
  }

 private:
  void AddSites() {
    struct Country {
      const char* code;
      const char* name;
      const char* time_zone;
      int sites;
    };
    static constexpr Country kCountries[] = {
        {"CN", "国内", "Asia/Shanghai", 18},  {"CD", "刚果（金）", "Africa/Lubumbashi", 4},
        {"ZM", "赞比亚", "Africa/Lusaka", 3}, {"RS", "塞尔维亚", "Europe/Belgrade", 2},
        {"LA", "老挝", "Asia/Vientiane", 2},  {"KZ", "哈萨克斯坦", "Asia/Almaty", 1}};
    int number = 0;
    for (const Country& country : kCountries) {
      for (int i = 0; i < country.sites; ++i) {
        v1::Site site;
        ++number;
        site.set_display_name(country.name + Numbered("第%d分公司", i + 1));
        site.set_country(country.code);
        site.set_time_zone(country.time_zone);
        made_.sites.emplace_back(Numbered("b%02d", number), std::move(site));
      }
    }
  }

  std::string SiteName(std::size_t index) const {
    return std::string("companies/") + kCompany + "/sites/" + made_.sites[index].first;
  }

  v1::NewRecord& Add(std::size_t worker, const std::string& id, CivilDate date) {
    v1::NewRecord& asked = records_[worker].emplace_back();
    asked.set_worker("workers/" + made_.workers[worker].first);
    asked.set_record_id(id);
    asked.mutable_record()->set_date(date.ToString());
    return asked;
  }

  void AddWorkers() {
    static constexpr const char* kTrades[] = {"凿岩工",   "爆破工", "铲运机司机", "电工",
                                              "叉车司机", "支护工", "测量工"};
    for (std::size_t i = 0; i < workers_; ++i) {
      v1::Worker worker;
      worker.set_display_name(NameOfPerson(draw_));
      worker.set_company(std::string("companies/") + kCompany);
      worker.set_staff_number(Numbered("K%05d", static_cast<int>(i) + 1));
      const char* trade = i % 10 == 0   ? kRigTrade
                          : i % 10 == 5 ? kRepairTrade
                                        : kTrades[draw_.Below(std::size(kTrades))];
      worker.set_trade(trade);
      made_.workers.emplace_back(Numbered("w%05d", static_cast<int>(i) + 1), std::move(worker));
      const CivilDate begin = Plus(DayOf(2017, 1, 1), static_cast<int>(draw_.Below(360)));
      v1::Posting& posting = *Add(i, "posting-1", begin).mutable_record()->mutable_posting();
      posting.set_site(SiteName(draw_.Below(made_.sites.size())));
      posting.set_trade(trade);
    }
  }

  // So many different workers of the trade.
  std::vector<std::size_t> Cohort(const char* trade, std::size_t count) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < workers_; ++i) {
      if (made_.workers[i].second.trade() == trade) all.push_back(i);
    }
    for (std::size_t i = 0; i < count; ++i) std::swap(all[i], all[i + draw_.Below(all.size() - i)]);
    all.resize(count);
    return all;
  }

  void AddCourse(const Course& course) {
    v1::Programme programme;
    programme.mutable_display_name()->set_zh(course.trade + std::string("培训"));
    programme.mutable_display_name()->set_en(course.programme);
    programme.set_trade(course.trade);
    programme.set_company(std::string("companies/") + kCompany);
    made_.programmes.emplace_back(course.programme, std::move(programme));
    made_.ladders.emplace_back(course.programme, MakeSampleLadder(course.programme, course.trade));
    made_.wage_rules.emplace_back(course.programme,
                                  MakeSampleWageRule(course.programme, course.trade));
    for (int number = 1; number <= course.batches; ++number) {
      const int more = number <= course.person_times % course.batches ? 1 : 0;
      AddBatch(course, number, course.person_times / course.batches + more);
    }
  }

  void AddBatch(const Course& course, int number, int person_times) {
    const std::string id = course.programme + Numbered("-%02d", number);
    const CivilDate day =
        Plus(DayOf(2018, 3, 5), (number - 1) * 100 + static_cast<int>(draw_.Below(60)));
    v1::Batch batch;
    batch.set_display_name(course.trade + Numbered("第%d期", number));
    batch.set_programme(std::string("programmes/") + course.programme);
    batch.set_site(SiteName(draw_.Below(made_.sites.size())));
    const char* const sessions[] = {"theory", "practice"};
    for (int i = 0; i < 2; ++i) {
      v1::Session& session = *batch.add_sessions();
      session.set_id(sessions[i]);
      session.set_date(Plus(day, i).ToString());
      session.set_class_hours(course.hours);
    }
    made_.batches.emplace_back(id, std::move(batch));
    // Most come to both sessions: people and person-times are two numbers.
    const int theory = person_times - person_times * 2 / 5;
    const std::vector<std::size_t> people = Cohort(course.trade, static_cast<std::size_t>(theory));
    for (int i = 0; i < person_times; ++i) {
      const int session = i < theory ? 0 : 1;
      const std::size_t worker = people[static_cast<std::size_t>(i < theory ? i : i - theory)];
      v1::Attendance& attendance =
          *Add(worker, "at-" + id + "-" + sessions[session], Plus(day, session))
               .mutable_record()
               ->mutable_attendance();
      attendance.set_batch("batches/" + id);
      attendance.set_session(sessions[session]);
    }
  }

  // A certificate of the type for one worker in forty, with what followed.
  void AddCertificates(std::size_t index) {
    const v1::CertificateType& type = types_[index];
    for (std::size_t worker = index; worker < workers_; worker += 40) {
      const CivilDate issued = Plus(DayOf(2019, 1, 1), static_cast<int>(draw_.Below(2700)));
      v1::CertificateFact& fact = AddFact(type, worker, "issued", issued);
      fact.set_kind(v1::CertificateFact::KIND_ISSUED);
      fact.set_basis(v1::CERTIFICATE_BASIS_EXAM);
      if (type.initial_hours() != "" && !draw_.Percent(3))
        fact.set_class_hours(type.initial_hours());
      if (type.has_review_interval() && draw_.Percent(85)) {
        const int years = static_cast<int>(type.review_interval().count());
        const CivilDate review = Plus(Later(issued, {years, Period::Unit::kYears}), -20);
        AddReview(type, worker, review);
      }
      if (type.yearly_hours() != "") AddYearlyHours(type, worker, issued.year());
      if (draw_.Percent(2)) {
        AddFact(type, worker, "suspended", Plus(issued, 400))
            .set_kind(v1::CertificateFact::KIND_SUSPENDED);
      }
    }
  }

  v1::CertificateFact& AddFact(const v1::CertificateType& type, std::size_t worker,
                               const std::string& what, CivilDate date) {
    v1::CertificateFact& fact =
        *Add(worker, what + "-" + type.id(), date).mutable_record()->mutable_certificate();
    fact.set_type("certificateTypes/" + type.id());
    fact.set_number(Numbered("S%02d", static_cast<int>(&type - types_.data())) +
                    Numbered("%06d", static_cast<int>(worker)));
    return fact;
  }

  void AddReview(const v1::CertificateType& type, std::size_t worker, CivilDate review) {
    if (review > DayOf(2026, 10, 31)) return;
    v1::TrainingHours& hours = *Add(worker, "before-review-" + type.id(), Plus(review, -10))
                                    .mutable_record()
                                    ->mutable_hours();
    hours.set_class_hours(type.renewal_hours().empty() ? "8" : type.renewal_hours());
    hours.set_certificate_type("certificateTypes/" + type.id());
    v1::Assessment& exam =
        *Add(worker, "exam-" + type.id(), Plus(review, -5)).mutable_record()->mutable_assessment();
    exam.set_kind(v1::Assessment::KIND_EXAM);
    exam.set_certificate_type("certificateTypes/" + type.id());
    exam.set_passed(true);
    AddFact(type, worker, "reviewed", review).set_kind(v1::CertificateFact::KIND_REVIEWED);
  }

  void AddYearlyHours(const v1::CertificateType& type, std::size_t worker, int year) {
    for (++year; year <= 2026; ++year) {
      const bool enough = !draw_.Percent(4);
      v1::TrainingHours& hours =
          *Add(worker, Numbered("hours-%d-", year) + type.id(), DayOf(year, 3, 1))
               .mutable_record()
               ->mutable_hours();
      hours.set_class_hours(enough ? type.yearly_hours() : "6");
      hours.set_certificate_type("certificateTypes/" + type.id());
      hours.set_subject("年度再培训");
    }
  }

  void AddHonours() {
    for (std::size_t worker = 3; worker < workers_; worker += 97) {
      v1::Honour& honour =
          *Add(worker, "honour-1", DayOf(2024, 5, 1)).mutable_record()->mutable_honour();
      honour.set_title("十佳职工");
      honour.set_level(v1::Honour::LEVEL_COMPANY);
    }
    int place = 0;
    for (std::size_t worker : Cohort(kRigTrade, 40)) {
      v1::ContestResult& result = *Add(worker, "contest-2023", DayOf(2023, 9, 20))
                                       .mutable_record()
                                       ->mutable_contest_result();
      result.set_contest("第二届矿山技能大赛");
      result.set_discipline(kRigTrade);
      result.set_place(static_cast<std::uint32_t>(++place));
    }
  }

  void AddProgress(std::size_t index) {
    const auto& [id, worker] = made_.workers[index];
    SampleWorker sample{index, id, worker.trade(), "", "rig-281-01"};
    sample.mentor = made_.workers[(index + 20) % workers_].first;
    if (sample.trade == kRepairTrade) sample.batch = "trackless-repair-01";
    for (v1::NewRecord& record : MakeSampleProgress(sample)) {
      made_.records.push_back(std::move(record));
    }
  }

  void AddPlan() {
    for (int month = 1; month <= 12; month += 3) {
      for (const Course& course : kCourses) {
        v1::PlanItem item;
        item.set_site(SiteName(0));
        item.set_trade(course.trade);
        item.set_month(Numbered("2022-%02d", month));
        item.set_unit(v1::PLAN_UNIT_PERSON_TIMES);
        item.set_quantity(60);
        made_.plan.emplace_back(course.programme + Numbered("-2022-%02d", month), std::move(item));
      }
    }
  }

  Draw draw_;
  std::size_t workers_;
  const std::vector<v1::CertificateType>& types_;
  std::vector<std::vector<v1::NewRecord>> records_;  // by worker
  SampleCompany made_;
};

}  // namespace

SampleCompany MakeSampleCompany(std::uint64_t seed, std::size_t workers,
                                const std::vector<v1::CertificateType>& types) {
  return Maker(seed, workers, types).Make();
}

}  // namespace touchstone::cli
