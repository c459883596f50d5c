#include "services/training/documents/xapi_statements.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "services/training/certificate_type_convert.h"
#include "services/training/documents/stable_uuid.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

using Json = nlohmann::ordered_json;

struct Verb {
  const char* iri;
  const char* zh;
  const char* en;
};
// Of the ADL vocabulary; "earned" of the registry of Tin Can.
constexpr Verb kAttended = {"http://adlnet.gov/expapi/verbs/attended", "参加了", "attended"};
constexpr Verb kCompleted = {"http://adlnet.gov/expapi/verbs/completed", "完成了", "completed"};
constexpr Verb kPassed = {"http://adlnet.gov/expapi/verbs/passed", "通过了", "passed"};
constexpr Verb kFailed = {"http://adlnet.gov/expapi/verbs/failed", "未通过", "failed"};
constexpr Verb kEarned = {"http://id.tincanapi.com/verb/earned", "获得了", "earned"};

constexpr char kMeeting[] = "http://adlnet.gov/expapi/activities/meeting";
constexpr char kCourse[] = "http://adlnet.gov/expapi/activities/course";
constexpr char kLesson[] = "http://adlnet.gov/expapi/activities/lesson";
constexpr char kAssessment[] = "http://adlnet.gov/expapi/activities/assessment";
constexpr char kPerformance[] = "http://adlnet.gov/expapi/activities/performance";
constexpr char kBadge[] = "http://activitystrea.ms/schema/1.0/badge";

// What a record says, before actor and times are added.
struct Said {
  Verb verb;
  Json object;
  Json result = Json::object();
  Json activities = Json::object();  // contextActivities
};

Json Names(const std::string& zh, const std::string& en) {
  Json names;
  if (!zh.empty()) names["zh-CN"] = zh;
  if (!en.empty()) names["en-US"] = en;
  return names;
}

Json Activity(const std::string& id, const char* type, const Json& names) {
  Json activity;
  activity["objectType"] = "Activity";
  activity["id"] = id;
  activity["definition"]["type"] = type;
  if (!names.empty()) activity["definition"]["name"] = names;
  return activity;
}

Json Agent(const std::string& public_url, const std::string& worker) {
  Json agent;
  agent["objectType"] = "Agent";
  agent["account"]["homePage"] = public_url;
  agent["account"]["name"] = LastId(worker);
  return agent;
}

// A decimal of ours as a JSON number.
Json Decimal(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

class Writer {
 public:
  explicit Writer(const FileDocument& document) : document_(document) {}

  std::optional<Json> Statement(const v1::Record& record) const {
    std::optional<Said> said = Say(record);
    if (!said) return std::nullopt;
    Json statement;
    statement["id"] = StableUuid(Iri(record.name()));
    statement["actor"] = Agent(document_.public_url, document_.worker.name());
    statement["actor"]["name"] = document_.worker.display_name();
    statement["verb"]["id"] = said->verb.iri;
    statement["verb"]["display"] = Names(said->verb.zh, said->verb.en);
    statement["object"] = said->object;
    if (!said->result.empty()) statement["result"] = said->result;
    const References::BatchParts* batch = BatchOf(record);
    Json context;
    if (batch != nullptr) AddInstructor(batch->batch, context);
    if (!said->activities.empty()) context["contextActivities"] = said->activities;
    context["platform"] = "touchstone";
    context["language"] = "zh-CN";
    statement["context"] = context;
    const auto day = CivilDate::Parse(record.date()).value_or(CivilDate());
    statement["timestamp"] =
        Time(day, batch == nullptr ? document_.time_zone : batch->site.time_zone());
    statement["stored"] = absl::FormatTime(
        "%Y-%m-%dT%H:%M:%E3SZ", absl::FromUnixMicros(ToInstant(record.record_time()).micros),
        absl::UTCTimeZone());
    return statement;
  }

 private:
  std::string Iri(const std::string& name) const { return document_.public_url + "/" + name; }

  // The begin of the day there, with the place's offset.
  static std::string Time(CivilDate day, const std::string& time_zone) {
    absl::TimeZone zone;
    if (!absl::LoadTimeZone(time_zone, &zone)) absl::LoadTimeZone(kDefaultTimeZone, &zone);
    return absl::FormatTime("%Y-%m-%dT%H:%M:%S%Ez",
                            absl::FromUnixMicros(StartOf(day, time_zone).micros), zone);
  }

  const References::BatchParts* BatchOf(const v1::Record& record) const {
    const auto batch = document_.batches.find(
        record.has_attendance() ? record.attendance().batch() : record.assessment().batch());
    return batch == document_.batches.end() ? nullptr : &batch->second;
  }

  // Those who are known by an id; a name alone identifies nobody.
  void AddInstructor(const v1::Batch& batch, Json& context) const {
    Json members = Json::array();
    for (const std::string& instructor : batch.instructors()) {
      if (instructor.starts_with("workers/")) {
        members.push_back(Agent(document_.public_url, instructor));
      }
    }
    if (members.size() == 1) context["instructor"] = members[0];
    if (members.size() < 2) return;
    context["instructor"]["objectType"] = "Group";
    context["instructor"]["member"] = members;
  }

  std::optional<Said> Say(const v1::Record& record) const {
    switch (record.fact_case()) {
      case v1::Record::kAttendance:
        return Attendance(record);
      case v1::Record::kAssessment:
        return Assessment(record);
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

  void AddHours(const std::string& hours, Json& result) const {
    if (!hours.empty()) result["extensions"][Iri("xapi/class-hours")] = Decimal(hours);
  }

  Said Attendance(const v1::Record& record) const {
    const v1::Attendance& attendance = record.attendance();
    std::string subject;
    Said said{kAttended, {}};
    if (const References::BatchParts* parts = BatchOf(record)) {
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
    if (const References::BatchParts* parts = BatchOf(record)) {
      said.activities["parent"] = Json::array(
          {Activity(Iri(assessment.batch()), kCourse, Names(parts->batch.display_name(), ""))});
    }
    return said;
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

std::string XapiStatements(const FileDocument& document) {
  const Writer writer(document);
  Json statements = Json::array();
  for (const v1::Record& record : document.records) {
    if (auto statement = writer.Statement(record)) statements.push_back(*std::move(statement));
  }
  return statements.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace touchstone::training
