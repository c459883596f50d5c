#include "tests/services/server/requests.h"

#include <functional>
#include <map>
#include <string_view>

#include <google/protobuf/util/json_util.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_replace.h"
#include "tests/services/server/any_call.h"

namespace touchstone::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MessageFactory;

// Requests as JSON. `$event` and its like are replaced; methods without a line are called with the
// name of what they are about, which Named() knows.
const std::map<std::string, std::string_view>& Bodies() {
  static const auto* const bodies = new std::map<std::string, std::string_view>{
      {"IdentityService.CreateToken", R"({"token": {"role": "ROLE_PUBLIC", "event": "$event"}})"},
      {"IdentityService.RevokeToken", R"({"name": "$token"})"},
      {"AccountsService.CreateAccount",
       R"({"account": {"loginName": "new.$serial", "displayName": "new",
           "grants": [{"role": "ROLE_DESK", "event": "$event"}]}})"},
      {"AccountsService.UpdateAccount",
       R"({"account": {"name": "$account", "displayName": "renamed"}, "updateMask": "displayName"})"},
      {"AccountsService.InviteAccount", R"({"name": "$account"})"},
      {"AccountsService.AcceptInvitation", R"({"secret": "ti_x", "password": "a long password"})"},
      {"AccountsService.SignIn", R"({"loginName": "nobody"})"},
      {"TabletsService.PairTablet",
       R"({"secret": "tp_x", "pin": "000000", "publicKey": "AAAA", "label": "1"})"},
      {"TabletsService.AcceptTablet", R"({"name": "$tablet"})"},
      {"TabletsService.RevokeTablet", R"({"name": "$tablet"})"},
      {"TabletsService.ResetJudgePin", R"({"name": "$event/judges/j1"})"},
      {"TabletsService.SignInJudge", R"({"judge": "$judge", "pin": "000000"})"},
      {"EventsService.CreateCompany",
       R"({"companyId": "c-$serial", "company": {"displayName": "new"}})"},
      {"EventsService.CreateWorker",
       R"({"workerId": "w-$serial", "worker": {"displayName": "new"}})"},
      {"EventsService.CreateEvent", R"({"eventId": "$serial", "event": {"displayName": "new"}})"},
      {"EventsService.CreateDiscipline",
       R"({"parent": "$event", "disciplineId": "$serial", "discipline": {"displayName":
           {"zh": "x", "en": "x"}, "rulePack": "rulePacks/x", "scheme": "schemes/x"}})"},
      {"EventsService.CreateTeam",
       R"({"parent": "$event", "teamId": "$serial", "team": {"displayName": "new"}})"},
      {"EventsService.CreateEntrant",
       R"({"parent": "$event", "entrantId": "$serial", "entrant":
           {"discipline": "$event/disciplines/d1", "code": "$serial"}})"},
      {"EventsService.CreateJudge",
       R"({"parent": "$event", "judgeId": "$serial", "judge": {"displayName": "new"}})"},
      {"EventsService.CreateAssignment",
       R"({"parent": "$event", "assignmentId": "$serial", "assignment":
           {"judge": "$event/judges/j1", "discipline": "$event/disciplines/d1",
            "entrants": ["$event/entrants/n1"]}})"},
      {"EventsService.UpdateCompany",
       R"({"company": {"name": "companies/$company", "displayName": "x"},
           "updateMask": "displayName"})"},
      {"EventsService.UpdateWorker",
       R"({"worker": {"name": "workers/w1", "trade": "x"}, "updateMask": "trade"})"},
      {"EventsService.UpdateEvent",
       R"({"event": {"name": "$event", "venue": "x"}, "updateMask": "venue"})"},
      {"EventsService.UpdateDiscipline",
       R"({"discipline": {"name": "$event/disciplines/d1", "rulePack": "rulePacks/other"},
           "updateMask": "rulePack"})"},
      {"EventsService.UpdateTeam",
       R"({"team": {"name": "$event/teams/t1", "displayName": "x"}, "updateMask": "displayName"})"},
      {"EventsService.UpdateEntrant",
       R"({"entrant": {"name": "$event/entrants/n1", "checkInTime": "2026-05-01T08:00:00Z"},
           "updateMask": "checkInTime"})"},
      {"EventsService.UpdateJudge",
       R"({"judge": {"name": "$event/judges/j2", "displayName": "x"}, "updateMask": "displayName"})"},
      {"EventsService.UpdateAssignment",
       R"({"assignment": {"name": "$event/assignments/a2", "state": "STATE_ENDED"},
           "updateMask": "state"})"},
      {"EventsService.CreateRulePack", R"({"rulePack": {"id": "$serial"}})"},
      {"EventsService.CreateScheme", R"({"scheme": {"id": "$serial"}})"},
      {"EventsService.GetRulePack", R"({"name": "rulePacks/small"})"},
      {"EventsService.GetScheme", R"({"name": "schemes/small"})"},
      {"EventsService.UnlockEvent", R"({"name": "$event", "reason": "counted twice"})"},
      {"EventsService.PublishEvent", R"({"name": "$event", "force": true})"},
      {"EventsService.SetBoardState", R"({"name": "$event", "boardState": "BOARD_STATE_LIVE"})"},
      {"JudgingService.RecordEntry", R"({"entry": {"entry": $mark}})"},
      {"JudgingService.BatchRecordEntries",
       R"({"parent": "$event", "entries": [{"entry": $mark}]})"},
      {"JudgingService.StreamEntries", R"({"entry": {"entry": $mark}})"},
      {"JudgingService.SealSheet",
       R"({"parent": "$event", "entryId": "$id-sealed", "seal":
           {"discipline": "d1", "entrantCode": "$code", "module": "p/m"}})"},
      {"JudgingService.GetSheet",
       R"({"parent": "$event", "discipline": "d1", "entrantCode": "$code", "module": "p/m",
           "judge": "$judge"})"},
      {"JudgingService.RecordIncident",
       R"({"parent": "$event", "entryId": "$id-incident", "incident":
           {"kind": "KIND_DISQUALIFIED", "discipline": "d1", "entrantCode": "$code"}})"},
      {"JudgingService.OpenRescore",
       R"({"parent": "$event", "entryId": "$id-rescore", "rescore": {"discipline": "d1",
           "entrantCode": "$code", "item": "p/m/b/a1", "attempt": 1, "round": 1, "reason": "x"}})"},
      {"JudgingService.DecideEntry",
       R"({"parent": "$event", "entryId": "$id-decided", "decision":
           {"entryId": "nothing-waits-here", "accept": true}})"},
      {"LeaderboardService.ListStandings", R"({"board": $board})"},
      {"LeaderboardService.GetStanding", R"({"board": $board, "code": "$code", "neighbours": 9})"},
      {"LeaderboardService.ExplainTotal",
       R"({"event": "$event", "discipline": "d1", "code": "$code"})"},
      {"LeaderboardService.GetEventBoards", R"({"event": "$event"})"},
      {"LeaderboardService.WatchStandings", R"({"board": $board})"},
      {"TrainingService.CreateProgramme",
       R"({"programmeId": "$serial", "programme": {"displayName": {"zh": "x", "en": "x"},
           "trade": "x", "company": "companies/$company"}})"},
      {"TrainingService.GetProgramme", R"({"name": "programmes/none"})"},
      {"TrainingService.UpdateProgramme",
       R"({"programme": {"name": "programmes/none", "trade": "x",
           "displayName": {"zh": "x", "en": "x"}}, "updateMask": "trade"})"},
      {"TrainingService.CreateSite",
       R"({"parent": "companies/$company", "siteId": "$serial",
           "site": {"displayName": "x", "country": "CN"}})"},
      {"TrainingService.GetSite", R"({"name": "companies/$company/sites/none"})"},
      {"TrainingService.ListSites", R"({"parent": "companies/$company"})"},
      {"TrainingService.UpdateSite",
       R"({"site": {"name": "companies/$company/sites/none", "displayName": "x", "country": "CN"},
           "updateMask": "displayName"})"},
      {"TrainingService.CreateBatch",
       R"({"batchId": "$serial", "batch": {"displayName": "x", "programme": "programmes/none",
           "site": "companies/$company/sites/none",
           "sessions": [{"id": "s", "date": "2026-05-01", "classHours": "4"}]}})"},
      {"TrainingService.GetBatch", R"({"name": "batches/none"})"},
      {"TrainingService.ListBatches", R"({"company": "companies/$company"})"},
      {"TrainingService.UpdateBatch",
       R"({"batch": {"name": "batches/none", "displayName": "x", "programme": "programmes/none",
           "site": "companies/$company/sites/none",
           "sessions": [{"id": "s", "date": "2026-05-01", "classHours": "4"}]},
           "updateMask": "displayName"})"},
      {"TrainingService.CreatePlanItem",
       R"({"parent": "companies/$company", "planItemId": "$serial", "planItem":
           {"site": "companies/$company/sites/none", "trade": "x", "month": "2026-05",
            "unit": "PLAN_UNIT_PEOPLE", "quantity": 1}})"},
      {"TrainingService.GetPlanItem", R"({"name": "companies/$company/planItems/none"})"},
      {"TrainingService.ListPlanItems", R"({"parent": "companies/$company"})"},
      {"TrainingService.UpdatePlanItem",
       R"({"planItem": {"name": "companies/$company/planItems/none", "month": "2026-05",
           "site": "companies/$company/sites/none", "trade": "x", "unit": "PLAN_UNIT_PEOPLE",
           "quantity": 2}, "updateMask": "quantity"})"},
      {"TrainingService.AppendRecords",
       R"({"records": [{"worker": "workers/none", "record": {}}], "validateOnly": true})"},
      {"TrainingService.GetRecord", R"({"name": "workers/none/records/none"})"},
      {"TrainingService.ListRecords", R"({"parent": "workers/none"})"},
      {"TrainingService.ListFiles", R"({"parent": "companies/$company"})"},
      {"TrainingService.CheckLicence",
       R"({"worker": "workers/none", "certificateType": "certificateTypes/forklift-n1"})"},
      {"TrainingService.ListLicences",
       R"({"parent": "companies/$company", "certificateType": "certificateTypes/forklift-n1"})"},
      {"TrainingService.ListLapses", R"({"parent": "companies/$company", "days": 30})"},
      {"TrainingService.SumHours",
       R"({"worker": "workers/none", "year": 2026,
           "certificateType": "certificateTypes/forklift-n1"})"},
      {"TrainingService.ListAttendances", R"({"parent": "batches/none"})"},
      {"TrainingService.CountTraining", R"({"company": "companies/$company"})"},
      {"TrainingService.ComparePlan", R"({"parent": "companies/$company", "year": 2026})"},
      {"DocumentsService.ExportFile", R"({"worker": "workers/none", "format": "FORMAT_XAPI"})"},
      {"DocumentsService.ExportCertificate",
       R"({"worker": "workers/none", "certificateType": "certificateTypes/forklift-n1",
           "format": "FORMAT_BADGE"})"},
      {"DocumentsService.ExportLapses",
       R"({"parent": "companies/$company", "days": 30, "format": "FORMAT_ICALENDAR"})"},
      {"DocumentsService.CheckCertificate", R"({"code": "nobodyknowsthiscode0"})"},
      {"DocumentsService.GetBadgeStatus", R"({"code": "nobodyknowsthiscode0"})"},
      {"ImportsService.CreateImport",
       R"({"parent": "companies/$company", "import": {"kind": "IMPORT_KIND_HOURS",
           "fileName": "x.csv", "size": 1,
           "sha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}})"},
      {"ImportsService.UploadImport",
       R"({"name": "companies/$company/imports/none", "content": "AA=="})"},
      {"ImportsService.RunImport", R"({"name": "companies/$company/imports/none"})"},
      {"ImportsService.GetImport", R"({"name": "companies/$company/imports/none"})"},
      {"ImportsService.ListImports", R"({"parent": "companies/$company"})"},
      {"ImportsService.RevertImport",
       R"({"name": "companies/$company/imports/none", "reason": "x"})"},
      {"ImportsService.GetImportTemplate", R"({"kind": "IMPORT_KIND_HOURS"})"},
      {"ProgressService.CreateLadder",
       R"({"parent": "companies/$company", "ladderId": "$serial", "ladder":
           {"displayName": {"zh": "x", "en": "x"}, "trade": "x",
            "steps": [{"level": "SKILL_LEVEL_JUNIOR"}]}})"},
      {"ProgressService.GetLadder", R"({"name": "companies/$company/ladders/none"})"},
      {"ProgressService.ListLadders", R"({"parent": "companies/$company"})"},
      {"ProgressService.UpdateLadder",
       R"({"ladder": {"name": "companies/$company/ladders/none", "trade": "x",
           "displayName": {"zh": "x", "en": "x"}, "steps": [{"level": "SKILL_LEVEL_JUNIOR"}]},
           "updateMask": "trade"})"},
      {"ProgressService.CreateWageRule",
       R"({"parent": "companies/$company", "wageRuleId": "$serial", "wageRule":
           {"displayName": {"zh": "x", "en": "x"}, "trade": "x", "currency": "CNY",
            "levels": [{"level": "SKILL_LEVEL_JUNIOR", "amount": "800"}]}})"},
      {"ProgressService.GetWageRule", R"({"name": "companies/$company/wageRules/none"})"},
      {"ProgressService.ListWageRules", R"({"parent": "companies/$company"})"},
      {"ProgressService.UpdateWageRule",
       R"({"wageRule": {"name": "companies/$company/wageRules/none", "trade": "x",
           "displayName": {"zh": "x", "en": "x"}, "currency": "CNY",
           "levels": [{"level": "SKILL_LEVEL_JUNIOR", "amount": "800"}]},
           "updateMask": "trade"})"},
      {"ProgressService.ListFindings", R"({"parent": "companies/$company"})"},
      {"ProgressService.SumEvaluations", R"({"worker": "workers/none", "year": 2026})"},
      {"ProgressService.ListMentorContracts", R"({"parent": "companies/$company"})"},
      {"ProgressService.CheckCareer",
       R"({"worker": "workers/none", "ladder": "companies/$company/ladders/none"})"},
      {"ProgressService.ProposeWages", R"({"wageRule": "companies/$company/wageRules/none"})"},
      {"ProgressService.OfferPlanItems", R"({"parent": "companies/$company", "month": "2026-05"})"},
  };
  return *bodies;
}

// "GetTeam" of event e: {"name": "events/e/teams/t1"}. Of a method that names nothing: {}.
std::string Named(const google::protobuf::MethodDescriptor& method) {
  static const std::map<std::string, std::string> kFirst{
      {"Company", "companies/$company"},       {"Worker", "workers/w1"},
      {"Discipline", "$event/disciplines/d1"}, {"Team", "$event/teams/t1"},
      {"Entrant", "$event/entrants/n1"},       {"Judge", "$event/judges/j1"},
      {"Assignment", "$event/assignments/a1"}};
  if (method.input_type()->FindFieldByName("parent") != nullptr) return R"({"parent": "$event"})";
  if (method.input_type()->FindFieldByName("name") == nullptr) return "{}";
  const auto known =
      method.name().starts_with("Get") ? kFirst.find(method.name().substr(3)) : kFirst.end();
  return R"({"name": ")" + (known == kFirst.end() ? "$event" : known->second) + R"("})";
}

constexpr char kMark[] =
    R"({"entryId": "$id-marked", "event": "$bare", "author": "$judge", "mark": {"discipline": "d1",
        "entrantCode": "$code", "item": "p/m/b/a1", "value": "5.5"}})";
constexpr char kBoard[] = R"({"event": "$event", "discipline": "d1"})";

}  // namespace

std::unique_ptr<Message> RequestFor(const std::string& method, const Target& target) {
  const auto& descriptor = MethodNamed(method);
  const auto known = Bodies().find(method);
  std::string text(known == Bodies().end() ? Named(descriptor) : known->second);
  text = absl::StrReplaceAll(text, {{"$mark", kMark}, {"$board", kBoard}});
  text = absl::StrReplaceAll(text, {{"$event", "events/" + target.event},
                                    {"$bare", target.event},
                                    {"$company", target.company},
                                    {"$code", target.code},
                                    {"$judge", target.judge},
                                    {"$tablet", target.tablet},
                                    {"$token", target.token},
                                    {"$account", target.account},
                                    {"$id", "entry-" + target.event + "-" + target.serial},
                                    {"$serial", target.serial}});
  const auto* type = descriptor.input_type();
  std::unique_ptr<Message> request(MessageFactory::generated_factory()->GetPrototype(type)->New());
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, request.get());
  if (!parsed.ok()) {
    std::fprintf(stderr, "%s: %s\n%s\n", method.c_str(), parsed.ToString().c_str(), text.c_str());
    std::abort();
  }
  return request;
}

}  // namespace touchstone::testing
