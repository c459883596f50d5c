#include "clients/cli/sample_progress.h"

#include "services/training/civil_time.h"

namespace touchstone::cli {
namespace {

using training::CivilDate;

constexpr int kYear = 2025;  // of the checks and reviews

CivilDate DayOf(int year, int month, int day) { return *CivilDate::Of(year, month, day); }
CivilDate Plus(CivilDate date, int days) { return CivilDate::FromDays(date.days() + days); }

// The records of one worker; each step adds to them.
class Maker {
 public:
  explicit Maker(const SampleWorker& worker) : worker_(worker) {}

  std::vector<v1::NewRecord> Make() {
    const std::size_t kind = worker_.index % 40;
    if (kind != 5 && kind != 10) return {};
    AddEnrolment();
    AddLevels();
    AddMentor();
    AddYears();
    if (worker_.index % 200 < 40) AddReviews();
    if (worker_.index % 400 < 20) AddChecks();
    return std::move(records_);
  }

 private:
  v1::Record& Add(const std::string& id, CivilDate date) {
    v1::NewRecord& asked = records_.emplace_back();
    asked.set_worker("workers/" + worker_.id);
    asked.set_record_id(id);
    asked.mutable_record()->set_date(date.ToString());
    return *asked.mutable_record();
  }

  // Differs from worker to worker, and is the same in every run.
  std::size_t Varied(std::size_t count) const { return worker_.index / 20 % count; }

  void AddEnrolment() {
    Add("enrolment-1", DayOf(2018, 2, 20))
        .mutable_enrolment()
        ->set_batch("batches/" + worker_.batch);
  }

  void AddLevel(const std::string& id, CivilDate date, v1::SkillLevel level,
                v1::CertificateBasis basis) {
    v1::LevelStep& step = *Add(id, date).mutable_level_step();
    step.set_trade(worker_.trade);
    step.set_level(level);
    step.set_basis(basis);
  }

  void AddLevels() {
    AddLevel("level-5", DayOf(2018, 6, 30), v1::SKILL_LEVEL_JUNIOR,
             v1::CERTIFICATE_BASIS_RECOGNITION);
    if (Varied(3) == 0) return;
    AddLevel("level-4", DayOf(2021, 8, 31), v1::SKILL_LEVEL_MIDDLE, v1::CERTIFICATE_BASIS_EXAM);
    if (Varied(3) == 1) return;
    AddLevel("level-3", DayOf(2024, 10, 31), v1::SKILL_LEVEL_SENIOR, v1::CERTIFICATE_BASIS_CONTEST);
  }

  void AddMentor() {
    v1::Record& record = Add("mentor-1", DayOf(2025, 3, 1));
    record.set_end_date("2026-02-28");
    v1::MentorContract& contract = *record.mutable_mentor_contract();
    contract.set_mentor("workers/" + worker_.mentor);
    contract.set_trade(worker_.trade);
    contract.add_goals("独立完成液压系统检修");
    contract.add_goals("会写检修记录");
    contract.set_registered_with("培训中心");
    if (Varied(4) == 0) return;
    v1::MentorOutcome& outcome = *Add("mentor-1-end", DayOf(2026, 2, 27)).mutable_mentor_outcome();
    outcome.set_contract("mentor-1");
    outcome.set_result(v1::MentorOutcome::RESULT_REACHED);
  }

  v1::Evaluation& AddEvaluation(const std::string& id, CivilDate date, v1::Evaluation::Kind kind) {
    v1::Evaluation& evaluation = *Add(id, date).mutable_evaluation();
    evaluation.set_kind(kind);
    if (kind != v1::Evaluation::KIND_WEEKLY_CHECK) {
      evaluation.set_score(std::to_string(70 + Varied(6) * 5) + ".5");
    }
    return evaluation;
  }

  void AddYears() {
    for (int year = kYear - 1; year <= kYear; ++year) {
      AddEvaluation("year-" + std::to_string(year), DayOf(year, 12, 31),
                    v1::Evaluation::KIND_YEARLY_OVERALL)
          .set_grade(static_cast<v1::Evaluation::Grade>(3 - Varied(6) / 2));  // as the score is
    }
  }

  // With a finding, which is closed 40 days later, but for the last.
  void AddFinding(v1::Evaluation& evaluation, const std::string& id, CivilDate date, bool open) {
    v1::Finding& finding = *evaluation.add_findings();
    finding.set_id("f1");
    finding.set_text("检修记录没有写全");
    finding.set_due_date(Plus(date, 30).ToString());
    if (open) return;
    v1::FindingClosure& closure = *Add(id + "-f1", Plus(date, 40)).mutable_finding_closure();
    closure.set_evaluation(id);
    closure.set_finding("f1");
    closure.set_how("已补写并抽查");
  }

  void AddReviews() {
    for (int month = 1; month <= 12; ++month) {
      const CivilDate date = DayOf(kYear, month, 28);
      const std::string id = "review-" + date.ToString().substr(0, 7);
      v1::Evaluation& review = AddEvaluation(id, date, v1::Evaluation::KIND_MONTHLY_REVIEW);
      review.set_grade(v1::Evaluation::GRADE_GOOD);
      if (month % 3 == 0) AddFinding(review, id, date, month == 12);
    }
  }

  void AddChecks() {
    for (int week = 0; week < 52; ++week) {
      const CivilDate date = Plus(DayOf(kYear, 1, 6), week * 7);
      const std::string id = "check-" + date.ToString();
      v1::Evaluation& check = AddEvaluation(id, date, v1::Evaluation::KIND_WEEKLY_CHECK);
      if (week % 13 == 12) AddFinding(check, id, date, false);
    }
  }

  const SampleWorker& worker_;
  std::vector<v1::NewRecord> records_;
};

void AddStep(v1::Ladder& ladder, v1::SkillLevel level, std::uint32_t months,
             v1::Evaluation::Grade grade) {
  v1::LadderStep& step = *ladder.add_steps();
  step.set_level(level);
  step.set_months_before(months);
  step.set_grade(grade);
}

void AddAmount(v1::WageRule& rule, v1::SkillLevel level, const char* amount) {
  v1::LevelAmount& line = *rule.add_levels();
  line.set_level(level);
  line.set_amount(amount);
}

void AddPercent(v1::WageRule& rule, v1::Evaluation::Grade grade, std::uint32_t percent) {
  v1::GradePercent& line = *rule.add_grades();
  line.set_grade(grade);
  line.set_percent(percent);
}

void AddPlace(v1::WageRule& rule, std::uint32_t place, const char* amount) {
  v1::PlaceAmount& line = *rule.add_places();
  line.set_to_place(place);
  line.set_amount(amount);
}

}  // namespace

std::vector<v1::NewRecord> MakeSampleProgress(const SampleWorker& worker) {
  return Maker(worker).Make();
}

v1::Ladder MakeSampleLadder(const std::string& id, const std::string& trade) {
  v1::Ladder ladder;
  ladder.mutable_display_name()->set_zh(trade + "发展通道");
  ladder.mutable_display_name()->set_en(id);
  ladder.set_trade(trade);
  AddStep(ladder, v1::SKILL_LEVEL_JUNIOR, 0, v1::Evaluation::GRADE_UNSPECIFIED);
  AddStep(ladder, v1::SKILL_LEVEL_MIDDLE, 24, v1::Evaluation::GRADE_PASSED);
  AddStep(ladder, v1::SKILL_LEVEL_SENIOR, 36, v1::Evaluation::GRADE_GOOD);
  AddStep(ladder, v1::SKILL_LEVEL_TECHNICIAN, 48, v1::Evaluation::GRADE_EXCELLENT);
  ladder.mutable_steps(3)->add_certificate_types(
      "certificateTypes/special-operation-electrician-low");
  return ladder;
}

v1::WageRule MakeSampleWageRule(const std::string& id, const std::string& trade) {
  v1::WageRule rule;
  rule.mutable_display_name()->set_zh(trade + "技能工资");
  rule.mutable_display_name()->set_en(id);
  rule.set_trade(trade);
  rule.set_currency("CNY");
  AddAmount(rule, v1::SKILL_LEVEL_JUNIOR, "300");
  AddAmount(rule, v1::SKILL_LEVEL_MIDDLE, "520.50");
  AddAmount(rule, v1::SKILL_LEVEL_SENIOR, "800");
  AddPercent(rule, v1::Evaluation::GRADE_EXCELLENT, 125);
  AddPercent(rule, v1::Evaluation::GRADE_GOOD, 110);
  AddPlace(rule, 3, "500");
  AddPlace(rule, 10, "200");
  return rule;
}

}  // namespace touchstone::cli
