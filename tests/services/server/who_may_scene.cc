#include "tests/services/server/who_may_scene.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "services/common/resource_name.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/support/call_with.h"
#include "touchstone/v1/accounts.grpc.pb.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::testing {
namespace {

using Event = v1::Event;
constexpr char kPassword[] = "a password of the player";

Event::State StateOf(char state) {
  return state == 'd'   ? Event::STATE_DRAFT
         : state == 'r' ? Event::STATE_RUNNING
         : state == 'l' ? Event::STATE_LOCKED
                        : Event::STATE_PUBLISHED;
}

std::string NextId() {
  static std::atomic<int> last = 0;
  return "s" + std::to_string(++last);
}

}  // namespace

Scene::Scene(TestServer& server, const Sentence& sentence, char state)
    : server_(server), sentence_(sentence) {
  Yard::Options options{.state = StateOf(state)};
  if (Says("board live")) options.board = Event::BOARD_STATE_LIVE;
  if (Says("board frozen")) options.board = Event::BOARD_STATE_FROZEN;
  yard_ = std::make_unique<Yard>(server_, NextId(), options);
  other_ = std::make_unique<Yard>(server_, NextId(), Yard::Options{.state = Event::STATE_DRAFT});
  v1::Role_Parse("ROLE_" + sentence_.role, &role_);
  secret_ = CallerSecret();
  request_ = RequestFor(sentence_.method, TargetOf());
  AdaptRequest();
}

std::string Scene::CallerSecret() {
  if (role_ == v1::ROLE_UNSPECIFIED) return "";
  const bool everywhere = role_ == v1::ROLE_ORGANISER || role_ == v1::ROLE_AUDITOR;
  if (sentence_.event == "any" && everywhere) return server_.Token(role_);
  Yard& from = sentence_.event == "other event" ? *other_ : *yard_;
  if (role_ == v1::ROLE_TABLET) {
    return from.NewTablet(from.Token(v1::ROLE_CHIEF_JUDGE), from.Token(v1::ROLE_DESK))->secret;
  }
  return Is("own sheet, not assigned") ? from.Judge("j3") : from.Token(role_);
}

Target Scene::TargetOf() {
  Target target{.event = yard_->id(), .serial = NextId()};
  if (Says("another judge")) target.judge = "j2";
  if (Is("own sheet, sealed") || Says("panel complete")) target.code = "101";
  if (Is("own sheet, not assigned")) target.judge = "j3", target.code = "104";
  if (Is("own sheet, own company")) target.code = "103";
  return target;
}

void Scene::AdaptRequest() {
  const std::string service = sentence_.method.substr(0, sentence_.method.find('.'));
  if (service == "JudgingService") AdaptJudging();
  if (service == "EventsService") AdaptEvents();
  if (service == "TabletsService") PlayTablets();
  if (service == "AccountsService" || service == "IdentityService") AdaptIdentity();
  if (auto* list = dynamic_cast<v1::ListStandingsRequest*>(request_.get())) {
    list->set_min_position(server_.store().FeedEnd());
  } else if (auto* one = dynamic_cast<v1::GetStandingRequest*>(request_.get())) {
    one->set_min_position(server_.store().FeedEnd());
    if (Says("names") || Says("later")) one->set_code("101");
  } else if (auto* total = dynamic_cast<v1::ExplainTotalRequest*>(request_.get())) {
    total->set_min_position(server_.store().FeedEnd());
  }
}

void Scene::AdaptJudging() {
  const std::string method = sentence_.method.substr(sentence_.method.find('.') + 1);
  const auto record = [&](const std::string& judge, const std::string& item, const char* value) {
    yard_->Record(yard_->Mark("before-" + item + judge, judge, "102", item, value),
                  yard_->Judge(judge));
  };
  if (method == "SealSheet" && Is("own sheet")) {
    record("j1", "a1", "5");
    record("j1", "a2", "5");
  } else if (method == "SealSheet" && Says("another judge")) {
    As<v1::SealSheetRequest>().mutable_seal()->set_entrant_code("102");
  } else if (method == "ListWaitingEntries" && Says("reads")) {
    record("j2", "a1", canary::kWaitingMark);  // j2 has sealed
  } else if (method == "DecideEntry") {
    As<v1::DecideEntryRequest>().mutable_decision()->set_entry_id(yard_->LateEntry());
    As<v1::DecideEntryRequest>().mutable_decision()->set_reason(canary::kDecisionReason);
  } else if (method == "RecordIncident") {
    v1::Incident& incident = *As<v1::RecordIncidentRequest>().mutable_incident();
    incident.set_rule("3.1");
    incident.set_judge("j1");
    incident.set_witness("j2");
    incident.set_reason(canary::kIncidentReason);
  } else if (Says("tablet") || Is("not signed") || Is("other device named")) {
    if (role_ != v1::ROLE_JUDGE) return;
    const auto tablet =
        yard_->NewTablet(yard_->Token(v1::ROLE_CHIEF_JUDGE), yard_->Token(v1::ROLE_DESK));
    secret_ = yard_->SignIn(*tablet, "j1", yard_->NewPin("j1"));
    if (Says("tablet revoked")) yard_->Revoke(*tablet);
    if (method != "RecordEntry" || Is("not signed")) return;
    v1::EntryToRecord& entry = *As<v1::RecordEntryRequest>().mutable_entry();
    if (Is("other device named")) {
      entry.mutable_entry()->set_device("another");
      const std::string bytes = entry.entry().SerializeAsString();
      entry.set_entry_bytes(bytes);
      entry.set_signature(tablet->key.Sign(bytes));
    } else {
      entry = Yard::Signed(*tablet, entry.entry());
    }
  }
}

void Scene::AdaptEvents() {
  const std::string method = sentence_.method.substr(sentence_.method.find('.') + 1);
  if (method == "UnlockEvent") PlayTwoPeople();
  if (method == "GetScheme") {
    As<v1::GetSchemeRequest>().set_name(yard_->Scheme());
  } else if (method == "GetWorker" && Is("other company")) {
    As<v1::GetWorkerRequest>().set_name("workers/w3");
  } else if (method == "CreateAssignment" && Is("own company")) {
    *As<v1::CreateAssignmentRequest>().mutable_assignment()->mutable_entrants(0) =
        yard_->Name("entrants", "n3");
  } else if (method == "UpdateJudge" && Is("field company")) {
    v1::UpdateJudgeRequest& update = As<v1::UpdateJudgeRequest>();
    update.mutable_judge()->set_name(yard_->Name("judges", "j1"));
    update.mutable_judge()->set_company("companies/c-a");
    *update.mutable_update_mask()->mutable_paths(0) = "company";
  } else if (method == "UpdateEntrant" && Is("field code")) {
    v1::UpdateEntrantRequest& update = As<v1::UpdateEntrantRequest>();
    update.mutable_entrant()->set_name(yard_->Name("entrants", "n4"));
    update.mutable_entrant()->set_code("77");
    *update.mutable_update_mask()->mutable_paths(0) = "code";
  } else if (method == "SetBoardState" && Is("to PUBLISHED")) {
    As<v1::SetBoardStateRequest>().set_board_state(Event::BOARD_STATE_PUBLISHED);
  } else if (method == "ExportEvent") {
    As<v1::ExportEventRequest>().set_without_names(Is("without names"));
  } else if (method == "CreateRulePack") {
    v1::RulePack& pack = *As<v1::CreateRulePackRequest>().mutable_rule_pack();
    const std::string id = pack.id();
    pack = SmallContest().Archive().rule_packs(0);
    pack.set_id(id);
  } else if (method == "ImportEvent") {
    As<v1::ImportEventRequest>().set_chunk(Yard::Archive(NextId()).SerializeAsString());
  }
}

void Scene::PlayTwoPeople() {
  const v1::Role role = role_ == v1::ROLE_UNSPECIFIED ? v1::ROLE_CHIEF_JUDGE : role_;
  if (Is("same person again")) {
    (void)Call(secret_);
  } else if (Is("same account, other session")) {
    (void)Call(SessionOf("accounts/li", role));
    secret_ = SessionOf("accounts/li", role);
  } else if (Is("second person")) {
    (void)Call(server_.Token(v1::ROLE_CHIEF_JUDGE, yard_->name()));
  }
}

void Scene::PlayTablets() {
  const std::string method = sentence_.method.substr(sentence_.method.find('.') + 1);
  const std::string chief = yard_->Token(v1::ROLE_CHIEF_JUDGE);
  const std::string desk = yard_->Token(v1::ROLE_DESK);
  if (method == "PairTablet") {
    const auto pairing = yard_->NewPairing(desk);
    v1::PairTabletRequest& pair = As<v1::PairTabletRequest>();
    pair.set_secret(pairing.secret());
    pair.set_public_key(TabletKey().PublicKey());
    const bool right = Is("right secret and PIN");
    pair.set_pin(right ? pairing.pin() : pairing.pin() == "111111" ? "222222" : "111111");
  } else if (method == "AcceptTablet" || method == "RevokeTablet") {
    std::string pairs = desk;
    if (Is("same person again")) pairs = secret_;
    if (Is("same account, other session")) {
      pairs = SessionOf("accounts/li", role_);
      secret_ = SessionOf("accounts/li", role_);
    }
    const auto tablet = yard_->NewTablet(pairs, "");
    if (Is("tablet revoked")) yard_->Revoke(*tablet);
    if (role_ == v1::ROLE_TABLET) secret_ = tablet->secret;
    if (method == "AcceptTablet") As<v1::AcceptTabletRequest>().set_name(tablet->name);
    if (method == "RevokeTablet") As<v1::RevokeTabletRequest>().set_name(tablet->name);
  } else if (method == "SignInJudge") {
    const auto tablet = yard_->NewTablet(chief, Is("tablet not accepted") ? "" : desk);
    if (Is("tablet revoked")) yard_->Revoke(*tablet);
    if (role_ == v1::ROLE_TABLET) secret_ = tablet->secret;
    const std::string pin = yard_->NewPin("j1");
    As<v1::SignInJudgeRequest>().set_pin(!Is("wrong PIN")  ? pin
                                         : pin == "111111" ? "222222"
                                                           : "111111");
  }
}

void Scene::AdaptIdentity() {
  const std::string method = sentence_.method.substr(sentence_.method.find('.') + 1);
  if (method == "CreateToken" && Is("role wider than own")) {
    As<v1::CreateTokenRequest>().mutable_token()->set_role(v1::ROLE_ORGANISER);
    As<v1::CreateTokenRequest>().mutable_token()->clear_event();
  } else if (method == "RevokeToken") {
    v1::CreateTokenRequest wanted;
    wanted.mutable_token()->set_role(v1::ROLE_PUBLIC);
    wanted.mutable_token()->set_event(yard_->name());
    auto made = CallWith<v1::CreateTokenResponse>(*server_.Stub<v1::IdentityService>(),
                                                  &v1::IdentityService::Stub::CreateToken,
                                                  server_.Organiser(), wanted);
    if (made.ok()) As<v1::RevokeTokenRequest>().set_name(made->token().name());
  } else if (method == "CreateAccount" && Is("role wider than own")) {
    As<v1::CreateAccountRequest>().mutable_account()->add_grants()->set_role(v1::ROLE_ORGANISER);
  } else if (method == "InviteAccount") {
    As<v1::InviteAccountRequest>().set_name(NewAccount(*other_, v1::ROLE_CHIEF_JUDGE));
  } else if (method == "UpdateAccount") {
    Yard& of = Is("account of other event") ? *other_ : *yard_;
    As<v1::UpdateAccountRequest>().mutable_account()->set_name(
        NewAccount(of, v1::ROLE_CHIEF_JUDGE));
  } else if (method == "AcceptInvitation" && Is("right secret")) {
    const std::string account = NewAccount(*yard_, v1::ROLE_CHIEF_JUDGE);
    As<v1::AcceptInvitationRequest>().set_secret(InvitationOf(account));
  } else if (method == "SignIn") {
    v1::AcceptInvitationRequest accept;
    const std::string account = NewAccount(*yard_, v1::ROLE_CHIEF_JUDGE);
    accept.set_secret(InvitationOf(account));
    accept.set_password(kPassword);
    (void)CallWith<v1::SignInResponse>(*server_.Stub<v1::AccountsService>(),
                                       &v1::AccountsService::Stub::AcceptInvitation, "", accept);
    As<v1::SignInRequest>().set_login_name("li." + yard_->id());
    As<v1::SignInRequest>().set_password(kPassword);
  } else if (method == "SignOut" || method == "SwitchGrant") {
    secret_ = SessionOf(NewAccount(*yard_, role_), role_);
    if (method == "SwitchGrant") As<v1::SwitchGrantRequest>().set_grant(5);
  }
}

std::string Scene::SessionOf(const std::string& account, v1::Role role) {
  v1::Token token;
  token.set_role(role);
  token.set_event(yard_->name());
  token.set_account(account);
  return server_.NewToken(token);
}

std::string Scene::NewAccount(Yard& yard, v1::Role role) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_login_name("li." + yard.id());
  request.mutable_account()->set_display_name("li");
  v1::Grant& grant = *request.mutable_account()->add_grants();
  grant.set_role(role);
  grant.set_event(yard.name());
  auto made = CallWith<v1::Account>(*server_.Stub<v1::AccountsService>(),
                                    &v1::AccountsService::Stub::CreateAccount, server_.Organiser(),
                                    request);
  return made.ok() ? made->name() : "";
}

std::string Scene::InvitationOf(const std::string& account) {
  v1::InviteAccountRequest request;
  request.set_name(account);
  auto made = CallWith<v1::InviteAccountResponse>(*server_.Stub<v1::AccountsService>(),
                                                  &v1::AccountsService::Stub::InviteAccount,
                                                  server_.Organiser(), request);
  return made.ok() ? made->secret() : "";
}

Answer Scene::Call(const std::string& secret) {
  return CallAny(*server_.channel(), sentence_.method, secret, *request_);
}

// Who watched before the freeze is told nothing of what came after it.
Answer Scene::RunWatchThroughAFreeze() {
  Yard live(server_, NextId(), {.board = Event::BOARD_STATE_LIVE});
  auto stub = server_.Stub<v1::LeaderboardService>();
  auto context = TestServer::Context(live.Token(role_));
  v1::WatchStandingsRequest request;
  request.mutable_board()->set_event(live.name());
  request.mutable_board()->set_discipline("d1");
  auto watch = stub->WatchStandings(context.get(), request);
  Answer answer;
  v1::WatchStandingsResponse message;
  watch->Read(&message);
  live.Show(Event::BOARD_STATE_FROZEN);
  live.Finish("104", Yard::kLaterMarks);
  std::thread leaves([&context] {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    context->TryCancel();
  });
  while (watch->Read(&message)) answer.messages.push_back(message.SerializeAsString());
  (void)watch->Finish();
  leaves.join();
  return answer;
}

Answer Scene::Run() {
  if (sentence_.method == "LeaderboardService.WatchStandings" && Says("board frozen") &&
      role_ == v1::ROLE_PUBLIC) {
    return RunWatchThroughAFreeze();
  }
  return Call(secret_);
}

}  // namespace touchstone::testing
