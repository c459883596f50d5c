#include "services/training/documents/record_words.h"

#include <initializer_list>

#include "services/training/certificate_type_convert.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

// The parts that say something, with a dot between them.
std::string Join(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += " · ";
    text += part;
  }
  return text;
}

// The words at `index`; empty when an enum has grown since.
template <std::size_t Size>
std::string At(const char* const (&words)[Size], int index) {
  return index >= 0 && static_cast<std::size_t>(index) < Size ? words[index] : "";
}

std::string Hours(const std::string& hours) {
  return hours.empty() ? "" : hours + " 课时 class hours";
}

std::string TypeName(const std::string& type) {
  if (type.empty()) return "";
  const v1::CertificateType* known = FindShippedCertificateType(LastId(type));
  return known == nullptr ? LastId(type) : known->display_name().zh();
}

std::string Level(v1::SkillLevel level) {
  static constexpr const char* kLevels[] = {"",
                                            "学徒工 apprentice",
                                            "五级/初级工 level 5",
                                            "四级/中级工 level 4",
                                            "三级/高级工 level 3",
                                            "二级/技师 level 2, technician",
                                            "一级/高级技师 level 1, senior technician",
                                            "特级技师 special technician",
                                            "首席技师 chief technician"};
  return At(kLevels, level);
}

std::string BasisText(v1::CertificateBasis basis) {
  static constexpr const char* kBases[] = {"", "考试 exam", "竞赛 contest", "认定 recognition",
                                           "换证 conversion"};
  return At(kBases, basis);
}

std::string SiteName(const std::string& site, const FileDocument& document) {
  const auto known = document.sites.find(site);
  return known == document.sites.end() ? LastId(site) : known->second;
}

std::string BatchName(const std::string& batch, const FileDocument& document) {
  if (batch.empty()) return "";
  const auto known = document.batches.find(batch);
  if (known == document.batches.end()) return LastId(batch);
  return Join({known->second.programme.display_name().zh(), known->second.batch.display_name()});
}

std::string AttendanceText(const v1::Attendance& attendance, const FileDocument& document) {
  std::string subject;
  const auto batch = document.batches.find(attendance.batch());
  if (batch != document.batches.end()) {
    for (const v1::Session& session : batch->second.batch.sessions()) {
      if (session.id() == attendance.session()) subject = session.subject();
    }
  }
  return Join({BatchName(attendance.batch(), document), subject, Hours(attendance.class_hours())});
}

std::string Certificate(const v1::Record& record) {
  static constexpr const char* kKinds[] = {"",
                                           "颁发 issued",
                                           "复审 reviewed",
                                           "延期 extended",
                                           "暂扣 suspended",
                                           "恢复 restored",
                                           "撤销 revoked",
                                           "换发 superseded",
                                           "延长复审周期 longer review agreed"};
  const v1::CertificateFact& fact = record.certificate();
  return Join({At(kKinds, fact.kind()), TypeName(fact.type()), "证号 No. " + fact.number(),
               fact.office(), Hours(fact.class_hours()), BasisText(fact.basis())});
}

std::string Assessment(const v1::Assessment& assessment, const FileDocument& document) {
  static constexpr const char* kKinds[] = {"",          "理论 theory",    "实操 practice",
                                           "口述 oral", "SOP 检查 check", "考试 exam"};
  const std::string attempt =
      assessment.attempt() > 1 ? "第" + std::to_string(assessment.attempt()) + "次 attempt" : "";
  return Join({At(kKinds, assessment.kind()), TypeName(assessment.certificate_type()),
               BatchName(assessment.batch(), document),
               assessment.score().empty() ? "" : assessment.score() + " 分 points",
               assessment.passed() ? "通过 passed" : "未通过 not passed", attempt});
}

std::string Honour(const v1::Honour& honour) {
  static constexpr const char* kLevels[] = {"",          "国家级 national", "省级 province",
                                            "市级 city", "区级 district",   "企业级 company"};
  return Join({honour.title(), At(kLevels, honour.level()), honour.awarded_by()});
}

std::string Contest(const v1::ContestResult& contest) {
  const std::string place =
      contest.place() == 0 ? "" : "第" + std::to_string(contest.place()) + "名 place";
  return Join({contest.contest(), contest.discipline(), place,
               contest.total().empty() ? "" : contest.total() + " 分 points", contest.prize()});
}

std::string Evaluation(const v1::Evaluation& evaluation) {
  static constexpr const char* kKinds[] = {"", "周检查 weekly check", "月考评 monthly review",
                                           "年总评 yearly evaluation"};
  static constexpr const char* kGrades[] = {"", "优秀 excellent", "良好 good", "合格 passed",
                                            "不合格 failed"};
  const std::string findings =
      evaluation.findings().empty()
          ? ""
          : std::to_string(evaluation.findings_size()) + " 项整改 findings";
  return Join({At(kKinds, evaluation.kind()), evaluation.team(),
               evaluation.score().empty() ? "" : evaluation.score() + " 分 points",
               At(kGrades, evaluation.grade()), findings});
}

std::string Contract(const v1::Record& record) {
  const v1::MentorContract& contract = record.mentor_contract();
  std::string goals;
  for (const std::string& goal : contract.goals()) goals += (goals.empty() ? "" : "；") + goal;
  return Join({contract.trade(), goals, "至 until " + record.end_date()});
}

std::string Outcome(const v1::MentorOutcome& outcome) {
  static constexpr const char* kResults[] = {"", "出师 goals reached", "未达目标 not reached",
                                             "提前终止 ended early"};
  return Join({At(kResults, outcome.result()), outcome.summary()});
}

}  // namespace

RecordWords WordsOf(const v1::Record& record, const FileDocument& document) {
  switch (record.fact_case()) {
    case v1::Record::kPosting:
      return {"岗位 Posting", Join({SiteName(record.posting().site(), document),
                                    record.posting().trade(), record.posting().team()})};
    case v1::Record::kAttendance:
      return {"培训 Training", AttendanceText(record.attendance(), document)};
    case v1::Record::kCertificate:
      return {"证书 Certificate", Certificate(record)};
    case v1::Record::kAssessment:
      return {"考核 Assessment", Assessment(record.assessment(), document)};
    case v1::Record::kHours:
      return {"外部培训\nOther training",
              Join({record.hours().subject(), Hours(record.hours().class_hours())})};
    case v1::Record::kViolation:
      return {"违章 Violation", Join({record.violation().rule(),
                                      record.violation().serious() ? "严重 serious" : ""})};
    case v1::Record::kHealth:
      return {"体检 Health", Join({record.health().fit() ? "合格 fit" : "不合格 not fit",
                                   TypeName(record.health().certificate_type())})};
    case v1::Record::kHonour:
      return {"荣誉 Honour", Honour(record.honour())};
    case v1::Record::kContestResult:
      return {"竞赛 Contest", Contest(record.contest_result())};
    case v1::Record::kWork:
      return {"从业 Work", Join({record.work().ended() ? "结束 ended" : "开始 began",
                                 TypeName(record.work().certificate_type())})};
    case v1::Record::kEnrolment:
      return {"报名 Enrolment", BatchName(record.enrolment().batch(), document)};
    case v1::Record::kMentorContract:
      return {"师徒协议 Mentor", Contract(record)};
    case v1::Record::kMentorOutcome:
      return {"师徒结果 Mentor", Outcome(record.mentor_outcome())};
    case v1::Record::kEvaluation:
      return {"考评 Evaluation", Evaluation(record.evaluation())};
    case v1::Record::kFindingClosure:
      return {"整改 Put right", record.finding_closure().how()};
    case v1::Record::kLevelStep:
      return {"技能等级 Level",
              Join({record.level_step().trade(), Level(record.level_step().level()),
                    BasisText(record.level_step().basis())})};
    case v1::Record::kConfirmation:
    case v1::Record::kWithdrawal:
    case v1::Record::FACT_NOT_SET:
      return {};
  }
  return {};
}

}  // namespace touchstone::training
