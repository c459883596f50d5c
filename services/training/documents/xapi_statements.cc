#include "services/training/documents/xapi_statements.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "absl/time/time.h"
#include "services/training/documents/stable_uuid.h"
#include "services/training/documents/xapi_said.h"
#include "services/training/local_day.h"
#include "services/training/training_convert.h"

namespace touchstone::training {
namespace {

using xapi::Json;

Json Agent(const std::string& public_url, const std::string& worker) {
  Json agent;
  agent["objectType"] = "Agent";
  agent["account"]["homePage"] = public_url;
  agent["account"]["name"] = LastId(worker);
  return agent;
}

class Writer {
 public:
  explicit Writer(const FileDocument& document) : document_(document) {}

  std::optional<Json> Statement(const v1::Record& record) const {
    const std::optional<xapi::Said> said = xapi::Say(document_, record);
    if (!said) return std::nullopt;
    Json statement;
    statement["id"] = StableUuid(Iri(record.name()));
    statement["actor"] = Agent(document_.public_url, document_.worker.name());
    statement["actor"]["name"] = document_.worker.display_name();
    statement["verb"]["id"] = said->verb.iri;
    statement["verb"]["display"] = xapi::Names(said->verb.zh, said->verb.en);
    statement["object"] = said->object;
    if (!said->result.empty()) statement["result"] = said->result;
    const References::BatchParts* batch = xapi::BatchOf(document_, record);
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
