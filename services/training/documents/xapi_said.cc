#include "services/training/documents/xapi_said.h"

#include <algorithm>
#include <cstdlib>

#include "services/training/certificate_type_convert.h"
#include "services/training/documents/stable_uuid.h"
#include "services/training/training_convert.h"

namespace touchstone::training::xapi {
namespace {

// Of the vocabulary of ADL; "earned" of the registry of Tin Can.
constexpr Verb kAttended = {"http://adlnet.gov/expapi/verbs/attended", "参加了", "attended"};
constexpr Verb kCompleted = {"http://adlnet.gov/expapi/verbs/completed", "完成了", "completed"};
constexpr Verb kPassed = {"http://adlnet.gov/expapi/verbs/passed", "通过了", "passed"};
constexpr Verb kFailed = {"http://adlnet.gov/expapi/verbs/failed", "未通过", "failed"};
constexpr Verb kScored = {"http://adlnet.gov/expapi/verbs/scored", "获评", "scored"};
constexpr Verb kEarned = {"http://id.tincanapi.com/verb/earned", "获得了", "earned"};

constexpr char kMeeting[] = "http://adlnet.gov/expapi/activities/meeting";
constexpr char kCourse[] = "http://adlnet.gov/expapi/activities/course";
constexpr char kLesson[] = "http://adlnet.gov/expapi/activities/lesson";
constexpr char kAssessment[] = "http://adlnet.gov/expapi/activities/assessment";
constexpr char kPerformance[] = "http://adlnet.gov/expapi/activities/performance";
constexpr char kBadge[] = "http://activitystrea.ms/schema/1.0/badge";

Json Activity(const std::string& id, const char* type, const Json& names) {
  Json activity;
  activity["objectType"] = "Activity";
  activity["id"] = id;
  activity["definition"]["type"] = type;
  if (!names.empty()) activity["definition"]["name"] = names;
  return activity;
}

// A decimal of ours as a JSON number.
Json Decimal(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

class Sayings {
 public:
  explicit Sayings(const FileDocument& document) : document_(document) {}

  std::optional<Said> Say(const v1::Record& record) const {
    switch (record.fact_case()) {
      case v1::Record::kAttendance:
        return Attendance(record);
      case v1::Record::kAssessment:
        return Assessment(record);
      case v1::Record::kEvaluation:
        return Evaluation(record.evaluation());
      case v1::Record::kHours:
        return Elsewhere(record);
      case v1::Record::kCertificate:
        return Certificate(record.certificate());
      case v1::Record::kLevelStep:
        return Said{kEarned,
                    Activity(Iri("levels/" + v1::SkillLevel_Name(record.level_step().level())),
                             kBadge, Names(record.level_step().trade(), ""))};
      case v1::Record::kHonour:
        return Said{kEarned, Activity(Iri("honours/" + StableUuid(record.honour().title())), kBadge,
                                      Names(record.honour().title(), ""))};
      case v1::Record::kContestResult:
        return Contest(record.contest_result());
      default:
        return std::nullopt;
    }
  }

 private:
  std::string Iri(const std::string& name) const { return document_.public_url + "/" + name; }

  void AddHours(const std::string& hours, Json& result) const {
    if (!hours.empty()) result["extensions"][Iri("xapi/class-hours")] = Decimal(hours);
  }

  Said Attendance(const v1::Record& record) const {
    const v1::Attendance& attendance = record.attendance();
    std::string subject;
    Said said{kAttended, {}};
    if (const References::BatchParts* parts = BatchOf(document_, record)) {
      for (const v1::Session& session : parts->batch.sessions()) {
        if (session.id() == attendance.session()) subject = session.subject();
      }
      said.activities["parent"] = Json::array(
          {Activity(Iri(attendance.batch()), kCourse, Names(parts->batch.display_name(), ""))});
      const v1::Text& programme = parts->programme.display_name();
      said.activities["grouping"] = Json::array(
          {Activity(Iri(parts->programme.name()), kCourse, Names(programme.zh(), programme.en()))});
    }
    said.object = Activity(Iri(attendance.batch() + "/sessions/" + attendance.session()), kMeeting,
                           Names(subject, ""));
    said.result["completion"] = true;
    AddHours(attendance.class_hours(), said.result);
    return said;
  }

  Said Assessment(const v1::Record& record) const {
    struct Kind {
      const char* id;
      const char* zh;
      const char* en;
    };
    static constexpr Kind kKinds[] = {{"assessment", "考核", "assessment"},
                                      {"theory", "理论考核", "theory"},
                                      {"practice", "实操考核", "practice"},
                                      {"oral", "口述考核", "oral"},
                                      {"procedure", "SOP 检查", "standard procedure"},
                                      {"exam", "考试", "exam"}};
    const v1::Assessment& assessment = record.assessment();
    const Kind& kind = kKinds[assessment.kind() < 6 ? assessment.kind() : 0];
    // A resit is another attempt at the same.
    std::string about = "assessments";
    if (!assessment.batch().empty()) about = assessment.batch() + "/" + about;
    if (!assessment.certificate_type().empty()) about = assessment.certificate_type() + "/" + about;
    Said said{assessment.passed() ? kPassed : kFailed,
              Activity(Iri(about + "/" + kind.id), kAssessment, Names(kind.zh, kind.en))};
    said.result["success"] = assessment.passed();
    said.result["completion"] = true;
    if (!assessment.score().empty()) said.result["score"]["raw"] = Decimal(assessment.score());
    said.result["extensions"][Iri("xapi/attempt")] = std::max(1u, assessment.attempt());
    if (const References::BatchParts* parts = BatchOf(document_, record)) {
      said.activities["parent"] = Json::array(
          {Activity(Iri(assessment.batch()), kCourse, Names(parts->batch.display_name(), ""))});
    }
    return said;
  }

  // Of the worker himself, when it says how good he was: what is said of a team is not about him.
  // A grade passes or fails him; a score alone does neither.
  std::optional<Said> Evaluation(const v1::Evaluation& evaluation) const {
    struct Kind {
      const char* id;
      const char* zh;
      const char* en;
    };
    static constexpr Kind kKinds[] = {{"evaluation", "考评", "evaluation"},
                                      {"weekly-check", "周检查", "weekly check"},
                                      {"monthly-review", "月考评", "monthly review"},
                                      {"yearly-overall", "年总评", "yearly overall evaluation"}};
    const bool graded = evaluation.grade() != v1::Evaluation::GRADE_UNSPECIFIED;
    if (evaluation.subject() == v1::Evaluation::SUBJECT_TEAM) return std::nullopt;
    if (!graded && evaluation.score().empty()) return std::nullopt;
    const bool leads = evaluation.subject() == v1::Evaluation::SUBJECT_TEAM_LEADER;
    const Kind& kind = kKinds[evaluation.kind() < 4 ? evaluation.kind() : 0];
    const bool passed = graded && evaluation.grade() != v1::Evaluation::GRADE_FAILED;
    Said said{!graded  ? kScored
              : passed ? kPassed
                       : kFailed,
              Activity(Iri(std::string("evaluations/") + (leads ? "team-leader/" : "") + kind.id),
                       kAssessment,
                       Names((leads ? "班组长" : "") + std::string(kind.zh),
                             kind.en + std::string(leads ? " of a team leader" : "")))};
    if (graded) said.result["success"] = passed;
    said.result["completion"] = true;
    if (!evaluation.score().empty()) AddPoints(evaluation.score(), said.result);
    return said;
  }

  // Points from 0 to 100.
  static void AddPoints(const std::string& points, Json& result) {
    constexpr double kMost = 100;
    const double raw = std::strtod(points.c_str(), nullptr);
    result["score"] = {{"scaled", raw / kMost}, {"raw", raw}, {"min", 0}, {"max", kMost}};
  }

  Said Elsewhere(const v1::Record& record) const {
    const std::string& subject = record.hours().subject();
    Said said{kCompleted, Activity(Iri(record.name()), kLesson, Names(subject, ""))};
    said.result["completion"] = true;
    AddHours(record.hours().class_hours(), said.result);
    return said;
  }

  std::optional<Said> Certificate(const v1::CertificateFact& fact) const {
    Verb verb = kEarned;
    std::string what = fact.type();
    switch (fact.kind()) {
      case v1::CertificateFact::KIND_ISSUED:
        break;
      case v1::CertificateFact::KIND_REVIEWED:
        verb = kPassed;
        what += "/review";
        break;
      case v1::CertificateFact::KIND_EXTENDED:
        verb = kPassed;
        what += "/extension";
        break;
      default:
        return std::nullopt;
    }
    const v1::CertificateType* type = FindShippedCertificateType(LastId(fact.type()));
    const v1::Text name = type == nullptr ? v1::Text() : type->display_name();
    Said said{verb, Activity(Iri(what), kBadge, Names(name.zh(), name.en()))};
    said.result["success"] = true;
    said.result["completion"] = true;
    said.result["extensions"][Iri("xapi/number")] = fact.number();
    return said;
  }

  Said Contest(const v1::ContestResult& contest) const {
    const std::string id =
        contest.event().empty() ? "contests/" + StableUuid(contest.contest()) : contest.event();
    const std::string discipline = contest.discipline().empty() ? "" : " · " + contest.discipline();
    Said said{contest.prize().empty() ? kCompleted : kEarned,
              Activity(Iri(id + "/" + StableUuid(contest.discipline())), kPerformance,
                       Names(contest.contest() + discipline, ""))};
    said.result["completion"] = true;
    if (!contest.total().empty()) said.result["score"]["raw"] = Decimal(contest.total());
    if (!contest.prize().empty()) said.result["response"] = contest.prize();
    if (contest.place() > 0) said.result["extensions"][Iri("xapi/place")] = contest.place();
    return said;
  }

  const FileDocument& document_;
};

}  // namespace

Json Names(const std::string& zh, const std::string& en) {
  Json names;
  if (!zh.empty()) names["zh-CN"] = zh;
  if (!en.empty()) names["en-US"] = en;
  return names;
}

const References::BatchParts* BatchOf(const FileDocument& document, const v1::Record& record) {
  const auto batch = document.batches.find(record.has_attendance() ? record.attendance().batch()
                                                                   : record.assessment().batch());
  return batch == document.batches.end() ? nullptr : &batch->second;
}

std::optional<Said> Say(const FileDocument& document, const v1::Record& record) {
  return Sayings(document).Say(record);
}

}  // namespace touchstone::training::xapi
