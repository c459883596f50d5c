// Who may call what: every method of the running server, called by everybody, about the own event
// and another one, in every state, against a second statement (tests/data/who_calls_what.txt).
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/server/access_cast.h"
#include "tests/services/server/access_statement.h"
#include "tests/services/server/any_call.h"
#include "tests/services/server/yard.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::testing {
namespace {

class AccessTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = new TestServer;
    cast_ = new Cast(*server_);
  }
  static void TearDownTestSuite() {
    delete cast_;
    delete server_;
  }

  static const Statement& StatementOf(const std::string& name) {
    for (const Statement& statement : Statements()) {
      if (statement.Name() == name) return statement;
    }
    std::abort();
  }

  static TestServer* server_;
  static Cast* cast_;
};
TestServer* AccessTest::server_ = nullptr;
Cast* AccessTest::cast_ = nullptr;

TEST_F(AccessTest, EveryMethodIsStated) {
  std::set<std::string> stated;
  for (const Statement& statement : Statements()) stated.insert(statement.method);
  const std::vector<std::string> methods = AllMethods();
  EXPECT_THAT(stated, ::testing::UnorderedElementsAreArray(methods));
}

TEST_F(AccessTest, EveryCellAnswersAsStated) {
  std::size_t cells = 0;
  std::vector<std::string> wrong;
  for (const Statement& statement : Statements()) {
    for (const Who& who : Everybody()) {
      for (const Place& place : Places()) {
        const Cast::Question question = cast_->Ask(statement, who, place);
        const std::string answer = cast_->AnswerTo(statement, question);
        const std::string expected = statement.Of(who, place).answer;
        ++cells;
        if (Fits(expected, answer)) continue;
        wrong.push_back(CellName(statement, who, place) + ": " + answer + ", not " + expected);
        std::printf("%s\n", wrong.back().c_str());
      }
    }
  }
  std::printf("cells=%zu wrong=%zu\n", cells, wrong.size());
  EXPECT_EQ(cells, Statements().size() * Everybody().size() * Places().size());
  EXPECT_TRUE(wrong.empty()) << "see above";
}

// Planted fault: a rule that a handler keeps is switched off, by lending the caller what the rule
// asks for and nothing else. A cell that gave the same answer then would not notice its end.
struct Lent {
  const char* rule;
  const char* statement;
  Who who;
  Place place;
  std::function<void(Cast::Question&, Yard&)> lend;
};

v1::ChangeEventStateRequest& StepIn(Cast::Question& question) {
  return static_cast<v1::ChangeEventStateRequest&>(*question.request);
}

TEST_F(AccessTest, PlantedFaultEachRuleOfAHandlerSwitchedOffIsNoticed) {
  constexpr Place kOwn{true, 'r'};
  constexpr Place kOther{false, 'r'};
  const Who nobody;
  const Who judge{v1::ROLE_JUDGE};
  const Who shut_out{.role = v1::ROLE_JUDGE, .revoked_tablet = true};
  const auto as = [](v1::Role role) {
    return [role](Cast::Question& question, Yard& yard) { question.secret = yard.Token(role); };
  };
  const auto as_judge = [](const char* id) {
    return [id](Cast::Question& question, Yard& yard) { question.secret = yard.Judge(id); };
  };
  const auto everywhere = [](Cast::Question& question, Yard&) {
    question.secret = server_->Organiser();
  };
  const auto as_stand_in = [](Cast::Question& question, Yard& yard) {
    auto& entry = static_cast<v1::RecordEntryRequest&>(*question.request);
    entry.mutable_entry()->mutable_entry()->set_author("j2");
    question.secret = yard.Judge("j2");
  };
  const auto complete_panel = [](Cast::Question& question, Yard&) {
    static_cast<v1::GetSheetRequest&>(*question.request).set_entrant_code("101");
  };
  const auto second_person = [](Cast::Question& question, Yard&) {
    question.secret = server_->Token(v1::ROLE_ORGANISER, StepIn(question).name());
  };
  const auto good_tablet = [](Cast::Question& question, Yard& yard) {
    const auto tablet = yard.NewTablet(yard.Token(v1::ROLE_CHIEF_JUDGE), yard.Token(v1::ROLE_DESK));
    question.secret = yard.SignIn(*tablet, "j1", yard.NewPin("j1"));
  };
  const Lent kLent[] = {
      {"own sheet", "JudgingService.GetSheet:judge", judge, kOwn, as_judge("j2")},
      {"own entries", "JudgingService.RecordEntry:author", judge, kOwn, as_judge("j2")},
      {"own entries, batch", "JudgingService.BatchRecordEntries:author", judge, kOwn,
       as_judge("j2")},
      {"own entries, stream", "JudgingService.StreamEntries:author", judge, kOwn, as_judge("j2")},
      {"own event", "JudgingService.RecordEntry", judge, kOther, as_judge("j1")},
      {"own event, stream", "JudgingService.StreamEntries", judge, kOther, as_judge("j1")},
      {"assigned", "JudgingService.RecordEntry:stranger", judge, kOwn, as_stand_in},
      {"signed on tablets", "JudgingService.RecordEntry", shut_out, kOwn, as_judge("j1")},
      {"tablet shut out", "JudgingService.ListSheets", shut_out, kOwn, good_tablet},
      {"complete panel", "JudgingService.GetSheet", {v1::ROLE_CHIEF_JUDGE}, kOwn, complete_panel},
      {"chain before the lock",
       "JudgingService.ListEnvelopes",
       {v1::ROLE_AUDITOR},
       kOwn,
       as(v1::ROLE_ORGANISER)},
      {"archive before the lock",
       "EventsService.ExportEvent",
       {v1::ROLE_AUDITOR},
       kOwn,
       as(v1::ROLE_ORGANISER)},
      {"two people unlock",
       "EventsService.UnlockEvent:asked",
       {v1::ROLE_CHIEF_JUDGE},
       {true, 'l'},
       second_person},
      {"what a desk changes",
       "EventsService.UpdateEntrant:code",
       {v1::ROLE_DESK},
       {true, 'd'},
       [](Cast::Question& question, Yard&) {
         const auto& update = static_cast<v1::UpdateEntrantRequest&>(*question.request);
         const std::string& name = update.entrant().name();
         question.secret = server_->Token(v1::ROLE_ORGANISER, name.substr(0, name.find('/', 7)));
       }},
      {"two people let a tablet in",
       "TabletsService.AcceptTablet:made",
       {v1::ROLE_DESK},
       kOwn,
       as(v1::ROLE_CHIEF_JUDGE)},
      {"tokens of the own event",
       "IdentityService.RevokeToken",
       {v1::ROLE_ORGANISER},
       kOther,
       as(v1::ROLE_ORGANISER)},
      {"accounts of the own event",
       "AccountsService.CreateAccount",
       {v1::ROLE_ORGANISER},
       kOther,
       as(v1::ROLE_ORGANISER)},
      {"accounts of the own event alone",
       "AccountsService.UpdateAccount:anywhere",
       {v1::ROLE_ORGANISER},
       kOwn,
       everywhere},
      {"invitations of the own event alone",
       "AccountsService.InviteAccount:anywhere",
       {v1::ROLE_ORGANISER},
       kOwn,
       everywhere},
      {"board before publication", "LeaderboardService.ListStandings", nobody, kOwn,
       as(v1::ROLE_PUBLIC)},
      {"watch before publication", "LeaderboardService.WatchStandings", nobody, kOwn,
       as(v1::ROLE_PUBLIC)},
      {"board of another event",
       "LeaderboardService.GetStanding",
       {v1::ROLE_PUBLIC},
       kOther,
       as(v1::ROLE_PUBLIC)},
      {"names",
       "LeaderboardService.ListStandings:names",
       {v1::ROLE_CHIEF_JUDGE},
       kOwn,
       as(v1::ROLE_ORGANISER)},
      {"freeze",
       "LeaderboardService.ListStandings:later",
       {v1::ROLE_JUDGE},
       {true, 'l'},
       as(v1::ROLE_CHIEF_JUDGE)},
      {"derivations",
       "LeaderboardService.ExplainTotal",
       {v1::ROLE_PUBLIC},
       kOwn,
       as(v1::ROLE_ARBITER)},
      {"own tablet", "TabletsService.GetOwnTablet", {v1::ROLE_JUDGE}, kOwn, good_tablet},
  };
  for (const Lent& lent : kLent) {
    const Statement& statement = StatementOf(lent.statement);
    const std::string cell = CellName(statement, lent.who, lent.place);
    const std::string expected = statement.Of(lent.who, lent.place).answer;
    Cast::Question question = cast_->Ask(statement, lent.who, lent.place);
    EXPECT_TRUE(Fits(expected, cast_->AnswerTo(statement, question))) << cell;
    question = cast_->Ask(statement, lent.who, lent.place);
    lent.lend(question, cast_->In(lent.place.state));
    const std::string answer = cast_->AnswerTo(statement, question);
    EXPECT_FALSE(Fits(expected, answer)) << lent.rule << ": " << cell << " is still " << answer;
    std::printf("%-36s noticed by: %s\n", lent.rule, cell.c_str());
  }
}

}  // namespace
}  // namespace touchstone::testing
