#include "clients/cli/demo_contest.h"

#include <array>
#include <cstdio>
#include <utility>

#include "services/common/errors.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::cli {
namespace {

using Events = v1::EventsService::Stub;
using Identity = v1::IdentityService::Stub;

constexpr int kCompanies = 40;
constexpr int kEntrantsPerDiscipline = 40;

std::string Numbered(const char* prefix, int number) {
  char text[32];
  std::snprintf(text, sizeof text, "%s%02d", prefix, number);
  return text;
}

// Made up: no such people or companies are meant.
std::string CompanyName(int number) {
  static constexpr std::array kPlaces = {"云蒙", "白河", "潮汇", "黍谷",
                                         "锥峰", "檀州", "溪翁", "古北"};
  static constexpr std::array kTrades = {"电气", "物流", "机械", "建材", "食品"};
  const auto n = static_cast<std::size_t>(number - 1);
  return std::string(kPlaces[n % kPlaces.size()]) + kTrades[n / kPlaces.size()] + "有限公司";
}

std::string WorkerName(int number) {
  static constexpr std::array kSurnames = {"赵", "钱", "孙", "李", "周",
                                           "吴", "郑", "王", "冯", "陈"};
  static constexpr std::array kGiven = {"建国", "晓明", "海燕", "志强",
                                        "春梅", "立新", "永刚", "雪松"};
  const auto n = static_cast<std::size_t>(number - 1);
  return std::string(kSurnames[n % kSurnames.size()]) + kGiven[n / kSurnames.size()];
}

// Resources that outlive an event may be there from an earlier demo.
absl::Status UnlessThere(const absl::Status& status) {
  return ReasonOf(status) == Reason::RESOURCE_EXISTS ? absl::OkStatus() : status;
}

class SetUp {
 public:
  explicit SetUp(const Connection& organiser) : organiser_(organiser) {}

  absl::StatusOr<DemoContest> Run() {
    absl::Status status = Register();
    if (status.ok()) status = CreateEvent();
    if (status.ok())
      status = CreateDiscipline("electrician", "electrician-30-70", "electrician-park-2024", "电工",
                                "Electricians");
    if (status.ok())
      status = CreateDiscipline("forklift", "forklift-time-penalty", "forklift-park-2024", "叉车工",
                                "Forklift drivers");
    if (status.ok()) status = CreateEntrants();
    if (status.ok()) status = CreateJudges();
    if (status.ok()) status = CreateTokens();
    if (!status.ok()) return status;
    return std::move(contest_);
  }

 private:
  absl::Status Register() {
    for (int i = 1; i <= kCompanies; ++i) {
      v1::CreateCompanyRequest request;
      request.set_company_id(Numbered("demo-company-", i));
      request.mutable_company()->set_display_name(CompanyName(i));
      absl::Status status = UnlessThere(organiser_.Call(&Events::CreateCompany, request).status());
      if (!status.ok()) return status;
    }
    for (int i = 1; i <= 2 * kEntrantsPerDiscipline; ++i) {
      v1::CreateWorkerRequest request;
      request.set_worker_id(Numbered("demo-worker-", i));
      request.mutable_worker()->set_display_name(WorkerName(i));
      request.mutable_worker()->set_company(CompanyOf(i));
      request.mutable_worker()->set_staff_number(Numbered("D", i));
      absl::Status status = UnlessThere(organiser_.Call(&Events::CreateWorker, request).status());
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  static std::string CompanyOf(int worker) {
    return "companies/" + Numbered("demo-company-", (worker - 1) % kCompanies + 1);
  }

  absl::Status CreateEvent() {
    v1::CreateEventRequest request;
    request.set_event_id("park-2024-" + NewRequestId().substr(0, 6));
    request.mutable_event()->set_display_name("2024 年园区电工、叉车工技能练兵");
    request.mutable_event()->set_venue("园区实训基地");
    auto event = organiser_.Call(&Events::CreateEvent, request);
    if (event.ok()) contest_.event = event->name();
    return event.status();
  }

  absl::Status CreateDiscipline(const std::string& id, const std::string& pack,
                                const std::string& scheme, const char* zh, const char* en) {
    v1::CreateDisciplineRequest request;
    request.set_parent(contest_.event);
    request.set_discipline_id(id);
    v1::Discipline& discipline = *request.mutable_discipline();
    discipline.mutable_display_name()->set_zh(zh);
    discipline.mutable_display_name()->set_en(en);

    auto packs = organiser_.CallAllPages(&Events::ListRulePacks, v1::ListRulePacksRequest());
    if (!packs.ok()) return packs.status();
    for (const v1::StoredRulePack& stored : packs->rule_packs()) {
      if (stored.shipped() && stored.rule_pack().id() == pack) {
        discipline.set_rule_pack(stored.name());
      }
    }
    auto schemes = organiser_.CallAllPages(&Events::ListSchemes, v1::ListSchemesRequest());
    if (!schemes.ok()) return schemes.status();
    for (const v1::StoredScheme& stored : schemes->schemes()) {
      if (stored.scheme().id() != scheme) continue;
      discipline.set_scheme(stored.name());
      contest_.schemes[id] = stored.scheme();
    }
    for (const v1::SchemePart& part : contest_.schemes[id].parts()) {
      if (contest_.schemes[id].parts_size() == 1) break;
      v1::Stage& stage = *discipline.add_stages();
      stage.set_id(part.id());
      *stage.mutable_display_name() = part.display_name();
      stage.add_parts(part.id());
    }
    contest_.disciplines.push_back(id);
    return organiser_.Call(&Events::CreateDiscipline, request).status();
  }

  absl::Status CreateEntrants() {
    for (int i = 1; i <= 2 * kEntrantsPerDiscipline; ++i) {
      const bool electrician = i <= kEntrantsPerDiscipline;
      v1::CreateEntrantRequest request;
      request.set_parent(contest_.event);
      v1::Entrant& entrant = *request.mutable_entrant();
      entrant.set_discipline(contest_.event + "/disciplines/" +
                             (electrician ? "electrician" : "forklift"));
      entrant.set_code(electrician ? Numbered("E", i) : Numbered("F", i - kEntrantsPerDiscipline));
      entrant.set_worker("workers/" + Numbered("demo-worker-", i));
      entrant.set_company(CompanyOf(i));
      absl::Status status = organiser_.Call(&Events::CreateEntrant, request).status();
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // Three electricians' judges for practice and one for theory, two forklift judges.
  absl::Status CreateJudges() {
    absl::Status status = CreateJudge("theory-1", "理论裁判", "electrician", "theory", true);
    for (int i = 1; i <= 3 && status.ok(); ++i) {
      status = CreateJudge("electrician-" + std::to_string(i), "电工裁判 " + std::to_string(i),
                           "electrician", "practice", i == 1);
    }
    for (int i = 1; i <= 2 && status.ok(); ++i) {
      status = CreateJudge("forklift-" + std::to_string(i), "叉车裁判 " + std::to_string(i),
                           "forklift", "practice", i == 1);
    }
    return status;
  }

  absl::Status CreateJudge(const std::string& id, const std::string& name,
                           const std::string& discipline, const std::string& part,
                           bool marks_shared_items) {
    v1::CreateJudgeRequest request;
    request.set_parent(contest_.event);
    request.set_judge_id(id);
    request.mutable_judge()->set_display_name(name);
    auto judge = organiser_.Call(&Events::CreateJudge, request);
    if (!judge.ok()) return judge.status();

    v1::CreateAssignmentRequest assignment;
    assignment.set_parent(contest_.event);
    assignment.mutable_assignment()->set_judge(judge->name());
    assignment.mutable_assignment()->set_discipline(contest_.event + "/disciplines/" + discipline);
    for (const v1::SchemePart& scheme_part : contest_.schemes[discipline].parts()) {
      if (scheme_part.id() != part) continue;
      for (const v1::SchemeModule& module : scheme_part.modules()) {
        assignment.mutable_assignment()->add_modules(part + "/" + module.id());
      }
    }
    absl::Status status = organiser_.Call(&Events::CreateAssignment, assignment).status();
    if (!status.ok()) return status;

    auto token = CreateToken(v1::ROLE_JUDGE, judge->name());
    if (!token.ok()) return token.status();
    contest_.judges.push_back({id, discipline, *token, marks_shared_items});
    return absl::OkStatus();
  }

  absl::Status CreateTokens() {
    auto chief = CreateToken(v1::ROLE_CHIEF_JUDGE, "");
    if (!chief.ok()) return chief.status();
    contest_.chief_judge_token = *chief;
    auto board = CreateToken(v1::ROLE_PUBLIC, "");
    if (!board.ok()) return board.status();
    contest_.public_token = *board;
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> CreateToken(v1::Role role, const std::string& judge) {
    v1::CreateTokenRequest request;
    request.mutable_token()->set_role(role);
    request.mutable_token()->set_event(contest_.event);
    request.mutable_token()->set_judge(judge);
    request.mutable_token()->set_display_name("demo");
    auto token = organiser_.Call(&Identity::CreateToken, request);
    if (!token.ok()) return token.status();
    return token->secret();
  }

  const Connection& organiser_;
  DemoContest contest_;
};

}  // namespace

absl::StatusOr<DemoContest> SetUpDemoContest(const Connection& organiser) {
  return SetUp(organiser).Run();
}

absl::StatusOr<Connection> ConnectAs(const Context& context, const std::string& token) {
  Context other(context.out, context.err);
  other.server = context.server;
  other.token = token;
  return Connection::Open(other);
}

}  // namespace touchstone::cli
