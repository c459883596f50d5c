#include "tests/services/server/access_cast.h"

#include <set>
#include <utility>

#include "storage/keys.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/services/server/any_call.h"
#include "tests/support/call_with.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::testing {
namespace {

using Accounts = v1::AccountsService::Stub;

constexpr v1::Event::State StateOf(char state) {
  switch (state) {
    case 'd':
      return v1::Event::STATE_DRAFT;
    case 'r':
      return v1::Event::STATE_RUNNING;
    case 'l':
      return v1::Event::STATE_LOCKED;
    default:
      return v1::Event::STATE_PUBLISHED;
  }
}

// What changes an event, or what stands in it, so that the next call would be answered otherwise.
bool Changes(const std::string& method) {
  static const std::set<std::string> kChanges{
      "StartEvent",    "LockEvent",        "UnlockEvent", "PublishEvent",
      "SetBoardState", "CreateDiscipline", "CreateTeam",  "CreateEntrant",
      "CreateJudge",   "CreateAssignment", "UpdateEvent", "UpdateDiscipline",
      "UpdateTeam",    "UpdateEntrant",    "UpdateJudge", "UpdateAssignment"};
  return kChanges.contains(method.substr(method.find('.') + 1));
}

std::string WordForBoard(const std::string& variant, const std::string& bytes) {
  v1::ListStandingsResponse response;
  response.ParseFromString(bytes);
  bool names = false;
  bool later = false;
  for (const v1::Standing& line : response.standings()) {
    names = names || !line.display_name().empty() || !line.company().empty();
    later = later || line.total() == canary::kLaterTotal;
  }
  if (variant == "names") return names ? "names" : "numbers";
  return later ? "now" : "then";
}

}  // namespace

Cast::Cast(TestServer& server) : server_(server), organiser_(server.Organiser()) {
  using Event = v1::Event;
  const auto make = [&server](const char* id, Event::State state, Event::BoardState board) {
    return std::make_unique<Yard>(server, id, Yard::Options{state, board});
  };
  yards_['d'] = make("drafted", Event::STATE_DRAFT, Event::BOARD_STATE_NUMBERS_ONLY);
  yards_['r'] = make("running", Event::STATE_RUNNING, Event::BOARD_STATE_NUMBERS_ONLY);
  yards_['l'] = make("locked", Event::STATE_LOCKED, Event::BOARD_STATE_FROZEN);
  yards_['p'] = make("published", Event::STATE_PUBLISHED, Event::BOARD_STATE_FROZEN);
  elsewhere_ = make("elsewhere", Event::STATE_RUNNING, Event::BOARD_STATE_NUMBERS_ONLY);
}

std::string Cast::NewAccount(const std::string& login, const std::string& event, bool everywhere) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_login_name(login);
  request.mutable_account()->set_display_name(login);
  v1::Grant& grant = *request.mutable_account()->add_grants();
  grant.set_role(v1::ROLE_DESK);
  grant.set_event(event);
  if (everywhere) request.mutable_account()->add_grants()->set_role(v1::ROLE_AUDITOR);
  auto stub = server_.Stub<v1::AccountsService>();
  auto made = CallWith<v1::Account>(*stub, &Accounts::CreateAccount, organiser_, request);
  return made.ok() ? made->name() : made.status().ToString();
}

Cast::Things& Cast::ThingsOf(Yard& yard) {
  const auto [found, made] = things_.try_emplace(yard.id());
  Things& things = found->second;
  if (!made) return things;
  const std::string& desk = yard.Token(v1::ROLE_DESK);
  const std::string& chief = yard.Token(v1::ROLE_CHIEF_JUDGE);
  things.own = yard.NewTablet(chief, desk);
  things.shut_out = yard.NewTablet(chief, desk);
  things.shut_out_judge =
      yard.SignIn(*things.shut_out, "j3", yard.NewPin("j3"));  // j1 gets new PINs
  v1::RevokeTabletRequest revoke;
  revoke.set_name(things.shut_out->name);
  (void)CallWith<v1::Tablet>(*server_.Stub<v1::TabletsService>(),
                             &v1::TabletsService::Stub::RevokeTablet, desk, revoke);
  things.account = NewAccount("own." + yard.id(), yard.name(), false);
  things.wide_account = NewAccount("wide." + yard.id(), yard.name(), true);
  v1::CreateTokenRequest request;
  request.mutable_token()->set_role(v1::ROLE_PUBLIC);
  request.mutable_token()->set_event(yard.name());
  auto token = CallWith<v1::CreateTokenResponse>(*server_.Stub<v1::IdentityService>(),
                                                 &v1::IdentityService::Stub::CreateToken,
                                                 organiser_, request);
  if (token.ok()) things.token = token->token().name();
  return things;
}

std::string Cast::SecretOf(const Who& who, Yard& yard) {
  if (!who.role) return "";
  Things& things = ThingsOf(yard);
  if (who.revoked_tablet) {
    return who.role == v1::ROLE_TABLET ? things.shut_out->secret : things.shut_out_judge;
  }
  if (who.role == v1::ROLE_TABLET) return things.own->secret;
  if (!who.everywhere) return yard.Token(*who.role);
  std::string& secret = things.secrets[who.Name()];
  if (secret.empty()) secret = server_.Token(*who.role);
  return secret;
}

Cast::Question Cast::AskOnce(const Statement& statement, const Who& who, const Place& place) {
  const std::string id = "once-" + std::to_string(++serial_);
  const SmallContest contest{.event = id, .state = StateOf(place.state)};
  contest.PutInto(server_.store());
  v1::Team team;
  team.set_name(contest.Name("teams", "t1"));
  team.set_display_name("t1");
  storage::WriteBatch batch;
  batch.Put(storage::keys::ResourceIn(id, "team", "t1"), team.SerializeAsString());
  (void)server_.store().CommitSync(std::move(batch));

  Question question;
  question.request = RequestFor(statement.method, {.event = id, .serial = "new"});
  const std::string event = "events/" + id;
  if (!place.own || who.revoked_tablet || !who.role || !who.HasOneEvent()) {
    question.secret = SecretOf(who, *elsewhere_);
  } else {
    question.secret = server_.Token(*who.role, event);
  }
  if (statement.variant == "asked") {
    const std::string chief =
        who.letter() == 'C' ? question.secret : server_.Token(v1::ROLE_CHIEF_JUDGE, event);
    (void)CallAny(*server_.channel(), statement.method, chief, *question.request);
  }
  if (statement.variant == "code") {
    auto& update = static_cast<v1::UpdateEntrantRequest&>(*question.request);
    update.mutable_entrant()->set_code("77");
    *update.mutable_update_mask()->mutable_paths(0) = "code";
  }
  return question;
}

Cast::Question Cast::Ask(const Statement& statement, const Who& who, const Place& place) {
  if (Changes(statement.method)) return AskOnce(statement, who, place);
  Yard& yard = In(place.state);
  Things& things = ThingsOf(yard);
  Target target{.event = yard.id(),
                .company = place.own ? "c-a" : "c-b",
                .tablet = things.own->name,
                .token = things.token,
                .account = things.account};
  const std::string& variant = statement.variant;
  if (variant == "anywhere") target.account = things.wide_account;
  if (variant == "complete" || variant == "judge") target.code = "101";
  if (statement.method.starts_with("LeaderboardService")) target.code = "101";
  if (variant == "author" || variant == "judge") target.judge = "j2";
  if (variant == "stranger") target.code = "103";
  if (!variant.empty()) target.serial = variant;
  Question question;
  question.secret = SecretOf(who, place.own ? yard : *elsewhere_);
  if (statement.method == "TabletsService.RevokeTablet") target.tablet = things.shut_out->name;
  if (variant == "made") {
    target.tablet = yard.NewTablet(yard.Token(v1::ROLE_DESK), "")->name;
  }
  question.request = RequestFor(statement.method, target);
  return question;
}

std::string Cast::AnswerTo(const Statement& statement, const Question& question) {
  if (auto* list = dynamic_cast<v1::ListStandingsRequest*>(question.request.get())) {
    list->set_min_position(server_.store().FeedEnd());
  }
  const Answer answer =
      CallAny(*server_.channel(), statement.method, question.secret, *question.request);
  const std::string word = WordOf(statement.method, answer);
  if (word != "ok" || answer.messages.empty()) return word;
  if (statement.variant == "names" || statement.variant == "later") {
    return WordForBoard(statement.variant, answer.messages.front());
  }
  return "ok";
}

}  // namespace touchstone::testing
