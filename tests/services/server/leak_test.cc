// What is secret is on no channel for who must not see it: every field that is not everybody's
// holds a text or a number of its own (tests/services/server/yard.h), everybody reads whatever
// there is to read, straight and through the gateway, and every byte that comes back is searched,
// errors and the server's log as well.
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "services/gateway/gateway.h"
#include "services/gateway/grpc_web.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/server/access_statement.h"
#include "tests/services/server/any_call.h"
#include "tests/services/server/requests.h"
#include "tests/services/server/yard.h"
#include "tests/support/call_with.h"
#include "touchstone/v1/accounts.grpc.pb.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone::testing {
namespace {

using gateway::testing::Browser;
using gateway::testing::Reply;

// Something secret, and who may come to see it; letters as in who_calls_what.txt, and `-`.
struct Canary {
  std::string what;
  std::string text;
  std::string running;  // while the event runs, its board showing numbers only
  std::string locked;   // and after the lock
};

const std::vector<Canary>& Canaries() {
  using namespace canary;
  static const std::vector<Canary> kCanaries{
      {"name of an entrant", kEntrantName, "OED", "OED"},
      // Trainers and departments know the people of their own company.
      {"name of a worker", kWorkerName, "OEDTP", "OEDTP"},
      {"staff number", kStaffNumber, "OEDTP", "OEDTP"},
      {"name of a team", kTeam, "OED", "OED"},
      {"company of an entrant", kCompany, "OCGESADU", "OCGESADU"},
      {"name of a judge", kJudgeName, "OCGSAU", "OCGSAU"},
      {"mark of an open panel", kHiddenMarks[0], "O", "OSAU"},
      {"mark of an open panel", kHiddenMarks[1], "O", "OSAU"},
      {"mark that waits", kWaitingMark, "", "OCJSAU"},
      {"judge's own mark", kSealedMarks[0], "OCJSAU", "OCJSAU"},
      {"mark of a colleague", kSealedMarks[2], "OCSAU", "OCSAU"},
      // Training roles are of no event and see the board of each as its hall does.
      {"total", kTotal, "OCGJESADTPWUX", "OCGJESADTPWUX"},
      {"reason of an incident", kIncidentReason, "OCSAU", "OCSAU"},
      {"reason of a decision", kDecisionReason, "", "OSAU"},
      {"reason of an unlock", kUnlockReason, "", "OCSAU"},
      {"hash of a note", kNoteHash, "O", "OCSAU"},
  };
  return kCanaries;
}

bool Reads(const std::string& method) {
  const std::string name = method.substr(method.find('.') + 1);
  for (const char* verb : {"Get", "List", "WhoAmI", "Explain", "Watch", "Export"}) {
    if (name.starts_with(verb)) return true;
  }
  return false;
}

class LeakTest : public ::testing::Test {
 protected:
  // Who saw which canary, by its text, and where he saw it first.
  using Seen = std::map<std::string, std::map<char, std::string>>;

  LeakTest() {
    auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(log_);
    logger_ = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("leak", sink));
    spdlog::set_level(spdlog::level::trace);
    gateway::Settings settings;
    settings.listen = "127.0.0.1:0";
    auto gateway = gateway::Gateway::Start(settings, server_.channel());
    EXPECT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    running_ = std::make_unique<Yard>(server_, "noon", Yard::Options{});
    locked_ =
        std::make_unique<Yard>(server_, "dusk", Yard::Options{.state = v1::Event::STATE_LOCKED});
    other_ =
        std::make_unique<Yard>(server_, "away", Yard::Options{.state = v1::Event::STATE_DRAFT});
    SayWhy();
    MakeSecrets();
  }
  ~LeakTest() override {
    gateway_.reset();
    spdlog::set_default_logger(logger_);
  }

  // A decision and a request to unlock, each with its reason.
  void SayWhy() {
    const std::string chief = locked_->Token(v1::ROLE_CHIEF_JUDGE);
    locked_->Record(locked_->Mark("second-late", "j2", "102", "a1", "0.5"), locked_->Judge("j2"));
    v1::DecideEntryRequest decide;
    decide.set_parent(locked_->name());
    decide.set_entry_id(Yard::EntryId("why"));
    decide.mutable_decision()->set_entry_id(Yard::EntryId("second-late"));
    decide.mutable_decision()->set_reason(canary::kDecisionReason);
    EXPECT_TRUE(CallWith<v1::DecideEntryResponse>(*server_.Stub<v1::JudgingService>(),
                                                  &v1::JudgingService::Stub::DecideEntry, chief,
                                                  decide)
                    .ok());
    v1::ChangeEventStateRequest unlock;
    unlock.set_name(locked_->name());
    unlock.set_reason(canary::kUnlockReason);
    EXPECT_TRUE(CallWith<v1::Event>(*server_.Stub<v1::EventsService>(),
                                    &v1::EventsService::Stub::UnlockEvent, chief, unlock)
                    .ok());
  }

  // Secrets of every kind, which nobody reads anywhere after they were made.
  void MakeSecrets() {
    for (Yard* yard : {running_.get(), locked_.get()}) {
      const std::string chief = yard->Token(v1::ROLE_CHIEF_JUDGE);
      const auto pairing = yard->NewPairing(chief);
      secrets_["pairing"] = pairing.secret();
      const auto tablet = yard->NewTablet(chief, yard->Token(v1::ROLE_DESK));
      secrets_["tablet"] = tablet->secret;
      const std::string pin = yard->NewPin("j1");
      secrets_["session"] = yard->SignIn(*tablet, "j1", pin);
      tablets_[yard] = tablet->secret;
    }
    const std::string organiser = server_.Organiser();
    auto accounts = server_.Stub<v1::AccountsService>();
    using Stub = v1::AccountsService::Stub;
    v1::CreateAccountRequest create;
    create.mutable_account()->set_login_name("li");
    create.mutable_account()->set_display_name("li");
    v1::Grant& grant = *create.mutable_account()->add_grants();
    grant.set_role(v1::ROLE_DESK);
    grant.set_event(running_->name());
    auto account = CallWith<v1::Account>(*accounts, &Stub::CreateAccount, organiser, create);
    ASSERT_TRUE(account.ok()) << account.status();
    v1::InviteAccountRequest invite;
    invite.set_name(account->name());
    auto first =
        CallWith<v1::InviteAccountResponse>(*accounts, &Stub::InviteAccount, organiser, invite);
    ASSERT_TRUE(first.ok());
    v1::AcceptInvitationRequest accept;
    accept.set_secret(first->secret());
    accept.set_password(secrets_["password"] = "open-sesame-77f1");
    ASSERT_TRUE(CallWith<v1::SignInResponse>(*accounts, &Stub::AcceptInvitation, "", accept).ok());
    auto second =
        CallWith<v1::InviteAccountResponse>(*accounts, &Stub::InviteAccount, organiser, invite);
    ASSERT_TRUE(second.ok());
    secrets_["used invitation"] = first->secret();
    secrets_["invitation"] = second->secret();
    for (const Who& who : Everybody()) {
      if (who.role && who.role != v1::ROLE_TABLET && !who.everywhere && !who.revoked_tablet) {
        secrets_["token of " + who.Name()] = running_->Token(*who.role);
      }
    }
  }

  // As the gate and the bridge answer a browser.
  std::string ThroughGateway(const std::string& method, const std::string& secret,
                             const google::protobuf::Message& request, bool answered) {
    const auto& descriptor = MethodNamed(method);
    const std::string path = "/" + descriptor.service()->full_name() + "/" + descriptor.name();
    gateway::Headers headers;
    if (!secret.empty()) headers.push_back({"authorization", "Bearer " + secret});
    Browser browser(gateway_->port());
    if (!descriptor.server_streaming()) {
      std::string json;
      (void)google::protobuf::util::MessageToJsonString(request, &json);
      headers.push_back({"content-type", "application/json"});
      const Reply reply = browser.Post(path, headers, json);
      return Told(reply);
    }
    headers.push_back({"content-type", "application/grpc-web+proto"});
    const std::string body = gateway::MessageFrame(request.SerializeAsString());
    if (!descriptor.name().starts_with("Watch") || !answered) {
      return Told(browser.Post(path, headers, body));
    }
    browser.Send(gateway::testing::PostText(path, headers, body));
    return browser.ReceiveUntil("104");  // the last line of the board
  }
  static std::string Told(const Reply& reply) {
    std::string all = reply.body;
    for (const gateway::Header& header : reply.headers) all += "\n" + header.value;
    return all;
  }

  void Search(char who, const std::string& where, const std::string& bytes, Seen& seen) {
    bytes_ += bytes.size();
    for (const Canary& canary : Canaries()) {
      if (bytes.find(canary.text) != std::string::npos) seen[canary.text].emplace(who, where);
    }
    for (const auto& [what, secret] : secrets_) {
      if (bytes.find(secret) != std::string::npos) seen[what].emplace(who, where);
    }
  }

  std::string SecretOf(const Who& who, Yard& yard) {
    if (!who.role) return "";
    if (who.role == v1::ROLE_TABLET) return tablets_.at(&yard);
    return yard.Token(*who.role);
  }

  // Everybody of `from` reads about `about`, and is refused what is not his.
  Seen Crawl(Yard& from, Yard& about) {
    Seen seen;
    const char state = &about == running_.get() ? 'r' : 'l';
    for (const Statement& statement : Statements()) {
      if (!statement.variant.empty()) continue;
      for (const Who& who : Everybody()) {
        if (who.everywhere || who.revoked_tablet) continue;
        const std::string expected = statement.Of(who, {&from == &about, state}).answer;
        const bool refused = expected == "NOT_YOURS" || expected == "ROLE_NOT_ALLOWED" ||
                             expected == "TOKEN_MISSING";
        if (!Reads(statement.method) && !refused) continue;
        for (const Target& target : TargetsIn(about)) {
          Ask(statement.method, who, SecretOf(who, from), target, expected == "ok", seen);
        }
      }
    }
    Search('!', "log", log_.str(), seen);
    return seen;
  }
  void Ask(const std::string& method, const Who& who, const std::string& secret,
           const Target& target, bool answered, Seen& seen) {
    const auto request = RequestFor(method, target);
    const std::string asked = request->SerializeAsString();
    const std::string where = method + " " + target.code + " " + target.judge;
    if (!asked_.insert(method + secret + asked).second) return;
    ++calls_;
    Search(who.letter(), where, CallAny(*server_.channel(), method, secret, *request).Everything(),
           seen);
    if (MethodNamed(method).client_streaming()) return;
    ++calls_;
    Search(who.letter(), where + " through the gateway",
           ThroughGateway(method, secret, *request, answered), seen);
  }
  static std::vector<Target> TargetsIn(const Yard& yard) {
    std::vector<Target> targets;
    for (const char* code : {"101", "102"}) {
      for (const char* judge : {"j1", "j2"}) {
        targets.push_back({.event = yard.id(), .code = code, .judge = judge});
      }
    }
    targets.push_back({.event = yard.id(), .company = "c-b"});
    return targets;
  }

  // Each canary that somebody saw who may not, and each that somebody should have seen.
  std::vector<std::string> Wrong(const Seen& seen, std::string Canary::*audience) {
    std::vector<std::string> wrong;
    for (const Canary& canary : Canaries()) {
      const auto found = seen.find(canary.text);
      std::map<char, std::string> who;
      if (found != seen.end()) who = found->second;
      for (const auto& [letter, where] : who) {
        if ((canary.*audience).find(letter) != std::string::npos) continue;
        wrong.push_back(canary.what + " " + canary.text + " seen by " + letter + " in " + where);
      }
      for (const char letter : canary.*audience) {
        if (!who.contains(letter)) wrong.push_back(canary.what + " not seen by " + letter);
      }
    }
    for (const auto& [what, secret] : secrets_) {
      const auto found = seen.find(what);
      if (found == seen.end()) continue;
      for (const auto& [letter, where] : found->second) {
        wrong.push_back("secret: " + what + " seen by " + letter + " in " + where);
      }
    }
    return wrong;
  }

  std::ostringstream log_;
  std::shared_ptr<spdlog::logger> logger_;
  TestServer server_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<Yard> running_, locked_, other_;
  std::map<std::string, std::string> secrets_;  // by what they are of
  std::map<Yard*, std::string> tablets_;
  std::set<std::string> asked_;
  std::size_t calls_ = 0;
  std::size_t bytes_ = 0;
};

TEST_F(LeakTest, EachCanaryIsSeenByItsAudienceAndNobodyElse) {
  EXPECT_THAT(Wrong(Crawl(*running_, *running_), &Canary::running), ::testing::IsEmpty());
  EXPECT_THAT(Wrong(Crawl(*locked_, *locked_), &Canary::locked), ::testing::IsEmpty());
  std::printf("canaries=%zu calls=%zu bytes=%zu\n", Canaries().size() + secrets_.size(), calls_,
              bytes_);
}

// Of the registry, which has no event, people of other events see what their role may see.
TEST_F(LeakTest, WhoIsOfAnotherEventSeesTheRegistryAtMost) {
  tablets_[other_.get()] = other_->NewTablet(other_->Token(v1::ROLE_CHIEF_JUDGE), "")->secret;
  const Seen seen = Crawl(*other_, *running_);
  std::set<std::string> registry;
  for (const auto& [text, who] : seen) registry.insert(text);
  EXPECT_THAT(registry, ::testing::UnorderedElementsAre(canary::kWorkerName, canary::kStaffNumber,
                                                        canary::kCompany, canary::kTotal));
  for (const auto& [letter, where] : seen.at(canary::kTotal)) {
    EXPECT_THAT("TPW", ::testing::HasSubstr(std::string(1, letter))) << where;
  }
  for (const auto& [letter, where] : seen.at(canary::kWorkerName)) {
    EXPECT_THAT("OEDTP", ::testing::HasSubstr(std::string(1, letter))) << where;
  }
}

// Planted fault: what is secret stands in fields that some may see. Each such place is found.
TEST_F(LeakTest, PlantedFaultASecretInAFieldThatIsReadIsFound) {
  const std::string organiser = server_.Organiser();
  auto events = server_.Stub<v1::EventsService>();
  v1::UpdateEventRequest event;
  event.mutable_event()->set_name(running_->name());
  event.mutable_event()->set_venue("behind " + secrets_.at("password"));
  event.mutable_update_mask()->add_paths("venue");
  ASSERT_TRUE(
      CallWith<v1::Event>(*events, &v1::EventsService::Stub::UpdateEvent, organiser, event).ok());
  v1::UpdateDisciplineRequest discipline;
  discipline.mutable_discipline()->set_name(running_->Name("disciplines", "d1"));
  discipline.mutable_discipline()->mutable_display_name()->set_zh(canary::kHiddenMarks[0]);
  discipline.mutable_update_mask()->add_paths("display_name.zh");
  auto updated = CallWith<v1::Discipline>(*events, &v1::EventsService::Stub::UpdateDiscipline,
                                          organiser, discipline);
  ASSERT_TRUE(updated.ok()) << updated.status();
  const Seen seen = Crawl(*running_, *running_);
  const auto letters = [&seen](const std::string& what) {
    std::string all;
    const auto found = seen.find(what);
    if (found == seen.end()) return all;
    for (const auto& [letter, where] : found->second) all += letter;
    return all;
  };
  // The titles of events and of their disciplines are everybody's, but for tablets and strangers.
  EXPECT_EQ(letters("password"), "ACDEGJOPSTUWX");
  EXPECT_EQ(letters(canary::kHiddenMarks[0]), "ACDEGJOPSTUWX");
}

}  // namespace
}  // namespace touchstone::testing
