#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "clients/cli/commands.h"
#include "google/protobuf/util/json_util.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/judging.pb.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestServer;

constexpr char kPenalties[] = "practice/course/penalties/";

// Runs command lines of the online nouns against a server in this process.
class OnlineCommandsTest : public ::testing::Test {
 protected:
  struct Result {
    std::string out;
    std::string err;
    int exit_code = 0;
  };

  OnlineCommandsTest() : organiser_(server_.Organiser()) {}

  Result RunAs(const std::string& token, std::vector<std::string> line, bool json = false,
               Language language = Language::kChinese) {
    return RunAt(server_, token, std::move(line), json, language);
  }

  static Result RunAt(const TestServer& server, const std::string& token,
                      std::vector<std::string> line, bool json = false,
                      Language language = Language::kChinese) {
    std::ostringstream out;
    std::ostringstream err;
    Context context(out, err);
    context.server = server.address();
    context.token = token;
    context.json = json;
    context.language = language;
    CLI::App app;
    app.fallthrough();
    for (auto add : {AddAccountCommand, AddTabletCommand, AddAssignmentCommand, AddBoardCommand,
                     AddCompanyCommand, AddDecisionCommand, AddDisciplineCommand, AddEntrantCommand,
                     AddEventCommand, AddExplainCommand, AddIncidentCommand, AddJudgeCommand,
                     AddMarkCommand, AddRescoreCommand, AddSheetCommand, AddStandingsCommand,
                     AddTeamCommand, AddTokenCommand, AddWorkerCommand}) {
      add(app, context);
    }
    std::reverse(line.begin(), line.end());
    try {
      app.parse(std::move(line));
    } catch (const CLI::ParseError& error) {
      return {"", error.what(), error.get_exit_code()};
    }
    return {out.str(), err.str(), context.exit_code};
  }

  // As the organiser; must succeed.
  std::string Run(std::vector<std::string> line) {
    const std::string shown = ::testing::PrintToString(line);
    Result result = RunAs(organiser_, std::move(line));
    EXPECT_EQ(result.exit_code, 0) << shown << "\n" << result.err;
    return result.out;
  }

  template <typename Message>
  Message RunJson(std::vector<std::string> line) {
    Message message;
    const Result result = RunAs(organiser_, std::move(line), true);
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(result.out, &message).ok())
        << result.out << result.err;
    return message;
  }

  // The forklift discipline with one entrant, 101, and the judges j1 and j2; running.
  void MakeYard() {
    Run({"company", "create", "--id", "cloud", "--name", "云峰物流"});
    Run({"event", "create", "--id", "yard", "--name", "2026 叉车练兵"});
    Run({"discipline", "create", "yard", "--id", "forklift", "--name", "叉车", "--pack",
         "forklift-time-penalty", "--scheme", "forklift-park-2024"});
    Run({"entrant", "create", "yard", "--id", "e1", "--code", "101", "--discipline", "forklift",
         "--name", "张师傅", "--company", "cloud"});
    for (const char* judge : {"j1", "j2"}) {
      Run({"judge", "create", "yard", "--id", judge, "--name", "裁判"});
      Run({"assignment", "create", "yard", "--judge", judge, "--discipline", "forklift"});
    }
    Run({"event", "start", "yard"});
  }

  std::string Judge(const std::string& id) { return server_.JudgeToken("yard", id); }
  std::string Chief() { return server_.Token(v1::ROLE_CHIEF_JUDGE, "events/yard"); }

  Result Mark(const std::string& item, const std::string& value,
              const std::vector<std::string>& more = {}) {
    std::vector<std::string> line = {"mark", "record", "yard", "--discipline", "forklift", "--code",
                                     "101",  "--item", item,   "--value",      value};
    line.insert(line.end(), more.begin(), more.end());
    return RunAs(Judge("j1"), line);
  }

  void MarkAndSealAll() {
    for (const char* item :
         {"box-touches-ground", "box-falls", "no-belt", "no-horn", "fork-height", "no-look-back",
          "no-handbrake", "forks-not-flat", "out-of-line", "gate-hit", "pole-touched"}) {
      const Result marked = Mark(kPenalties + std::string(item), "0");
      ASSERT_EQ(marked.exit_code, 0) << marked.err;
    }
    ASSERT_EQ(Mark("practice/course/clock/time", "183.42").exit_code, 0);
    for (const char* judge : {"j1", "j2"}) {
      const Result sealed =
          RunAs(Judge(judge), {"sheet", "seal", "yard", "--discipline", "forklift", "--code", "101",
                               "--module", "practice/course"});
      ASSERT_EQ(sealed.exit_code, 0) << sealed.err;
    }
  }

  TestServer server_;
  std::string organiser_;
};

TEST_F(OnlineCommandsTest, ATableForPeopleAndJsonForPrograms) {
  Run({"company", "create", "--id", "cloud", "--name", "云峰物流"});
  EXPECT_THAT(Run({"company", "list"}), HasSubstr("cloud  云峰物流"));
  const auto list = RunJson<v1::ListCompaniesResponse>({"company", "list"});
  ASSERT_EQ(list.companies_size(), 1);
  EXPECT_EQ(list.companies(0).name(), "companies/cloud");
}

TEST_F(OnlineCommandsTest, AnUpdateChangesWhatWasTypedOnly) {
  Run({"worker", "create", "--id", "w1", "--name", "张三", "--staff-number", "007"});
  Run({"worker", "update", "w1", "--trade", "电工"});
  const auto worker = RunJson<v1::Worker>({"worker", "get", "w1"});
  EXPECT_EQ(worker.trade(), "电工");
  EXPECT_EQ(worker.display_name(), "张三");
  EXPECT_EQ(worker.staff_number(), "007");
}

TEST_F(OnlineCommandsTest, AnErrorIsSaidInTheLanguageOfTheRun) {
  const Result zh = RunAs(organiser_, {"event", "get", "nowhere"});
  EXPECT_EQ(zh.exit_code, 1);
  EXPECT_THAT(zh.err, HasSubstr("没有找到 [RESOURCE_NOT_FOUND]"));
  const Result en = RunAs(organiser_, {"event", "get", "nowhere"}, false, Language::kEnglish);
  EXPECT_THAT(en.err, HasSubstr("Not found [RESOURCE_NOT_FOUND]"));
  const Result json = RunAs(organiser_, {"event", "get", "nowhere"}, true);
  EXPECT_THAT(json.err, HasSubstr("\"reason\": \"RESOURCE_NOT_FOUND\""));
}

TEST_F(OnlineCommandsTest, WithoutATokenNothingIsChanged) {
  const Result refused = RunAs("", {"company", "create", "--name", "甲"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("TOKEN_MISSING"));
}

TEST_F(OnlineCommandsTest, AMissingOptionIsSaidBeforeAnyCall) {
  const Result missing = RunAs(organiser_, {"company", "create"});
  EXPECT_NE(missing.exit_code, 0);
  EXPECT_THAT(missing.err, HasSubstr("--name"));
}

TEST_F(OnlineCommandsTest, AccountsByCommands) {
  Run({"event", "create", "--id", "yard", "--name", "起重机赛场"});
  EXPECT_THAT(Run({"account", "create", "li.wei", "--name", "李伟", "--role", "chief-judge",
                   "--event", "yard"}),
              HasSubstr("裁判长"));
  EXPECT_THAT(Run({"account", "invite", "li.wei"}), HasSubstr("ti_"));
  EXPECT_THAT(Run({"account", "grant", "li.wei", "--role", "desk", "--event", "yard"}),
              HasSubstr("检录"));
  EXPECT_THAT(Run({"account", "grant", "li.wei", "--role", "desk", "--event", "yard", "--remove"}),
              Not(HasSubstr("检录")));
  Run({"account", "disable", "li.wei"});
  EXPECT_THAT(Run({"account", "list"}), HasSubstr("李伟"));
  EXPECT_EQ(RunAs(organiser_, {"account", "invite", "nobody"}).exit_code, 1);
}

TEST_F(OnlineCommandsTest, TabletsByCommands) {
  Run({"event", "create", "--id", "yard", "--name", "起重机赛场"});
  Run({"judge", "create", "yard", "--id", "j1", "--name", "王"});
  EXPECT_THAT(Run({"judge", "pin", "yard", "j1"}), ::testing::ContainsRegex("[0-9]{6}"));
  EXPECT_THAT(Run({"tablet", "pairing", "yard"}), HasSubstr("tp_"));
  Run({"tablet", "list", "yard"});
  EXPECT_THAT(RunAs(organiser_, {"tablet", "accept", "yard", "t1"}).err,
              HasSubstr("RESOURCE_NOT_FOUND"));
}

TEST_F(OnlineCommandsTest, AContestDayByCommands) {
  MakeYard();
  Run({"event", "board-state", "yard", "live"});
  MarkAndSealAll();
  EXPECT_THAT(Run({"sheet", "list", "yard"}), HasSubstr("practice/course"));
  EXPECT_THAT(Run({"board", "yard", "--discipline", "forklift", "--once"}), HasSubstr("183.42"));
  EXPECT_THAT(Run({"explain", "yard", "--discipline", "forklift", "--code", "101"}),
              HasSubstr("183.42"));
  Run({"event", "lock", "yard"});
  EXPECT_THAT(Run({"event", "publish", "yard"}), HasSubstr("已公布"));
  const Result open = RunAs("", {"standings", "yard", "--discipline", "forklift"});
  EXPECT_EQ(open.exit_code, 0) << open.err;
  EXPECT_THAT(open.out, HasSubstr("张师傅"));
}

TEST_F(OnlineCommandsTest, AnArchiveTravelsToAnotherServer) {
  MakeYard();
  MarkAndSealAll();
  const storage::TempFolder folder;
  const std::string binary = folder.path() + "/yard.bin";
  const std::string json = folder.path() + "/yard.json";
  Run({"event", "export", "yard", binary});
  Run({"event", "export", "yard", json});
  EXPECT_THAT(Run({"event", "verify", "--archive", json}), HasSubstr("记录链完整：15"));
  EXPECT_THAT(Run({"event", "verify", "yard"}), HasSubstr("记录链完整：15"));

  TestServer other;
  const std::string organiser = other.Organiser();
  const Result imported = RunAt(other, organiser, {"event", "import", binary});
  EXPECT_EQ(imported.exit_code, 0) << imported.err;
  const Result again = RunAt(other, organiser, {"event", "import", json});
  EXPECT_THAT(again.err, HasSubstr("EVENT_EXISTS"));
  EXPECT_THAT(RunAt(other, organiser, {"standings", "yard", "--discipline", "forklift"}).out,
              HasSubstr("183.42"));
}

TEST_F(OnlineCommandsTest, AnOldRevisionIsAConflictForTheChiefJudge) {
  MakeYard();
  EXPECT_THAT(Mark("practice/course/clock/time", "183.42").out, HasSubstr("已计入"));
  const Result late = Mark("practice/course/clock/time", "190", {"--base-revision", "0"});
  EXPECT_THAT(late.out, HasSubstr("有冲突"));
  EXPECT_THAT(late.out, HasSubstr("183.42"));
  v1::ListWaitingEntriesResponse waiting;
  const Result list = RunAs(Chief(), {"decision", "list", "yard"}, true);
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(list.out, &waiting).ok()) << list.err;
  ASSERT_EQ(waiting.entries_size(), 1);
  const std::string entry = waiting.entries(0).entry().entry_id();
  EXPECT_EQ(RunAs(Chief(), {"decision", "accept", "yard", entry, "--reason", "看错秒表"}).exit_code,
            0);
  EXPECT_THAT(RunAs(Chief(), {"decision", "reject", "yard", entry, "--reason", "x"}).err,
              HasSubstr("ENTRY_NOT_WAITING"));
  EXPECT_THAT(RunAs(Judge("j1"), {"sheet", "show", "yard", "--discipline", "forklift", "--code",
                                  "101", "--module", "practice/course"})
                  .out,
              HasSubstr("190"));
}

TEST_F(OnlineCommandsTest, IncidentsAreListedWithTheirReason) {
  MakeYard();
  const Result done =
      RunAs(Chief(), {"incident", "record", "yard", "--discipline", "forklift", "--code", "101",
                      "--kind", "disqualified", "--rule", "4.2", "--judge", "j1", "--witness", "j2",
                      "--reason", "两次违反安全规定"});
  EXPECT_EQ(done.exit_code, 0) << done.err;
  const std::string list = RunAs(Chief(), {"incident", "list", "yard"}).out;
  EXPECT_THAT(list, HasSubstr("取消资格"));
  EXPECT_THAT(list, HasSubstr("两次违反安全规定"));
}

TEST_F(OnlineCommandsTest, AWithdrawnEntrantLeavesTheBoard) {
  MakeYard();
  EXPECT_EQ(RunAs(Chief(), {"entrant", "withdraw", "yard", "--discipline", "forklift", "--code",
                            "101", "--reason", "伤病"})
                .exit_code,
            0);
  EXPECT_THAT(Run({"standings", "yard", "--discipline", "forklift"}), Not(HasSubstr("101")));
}

TEST_F(OnlineCommandsTest, ASecretIsShownOnceAndWorks) {
  const Result made = RunAs(organiser_, {"token", "create", "--role", "auditor"}, true);
  v1::CreateTokenResponse token;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(made.out, &token).ok()) << made.err;
  EXPECT_THAT(RunAs(token.secret(), {"token", "whoami"}).out, HasSubstr("审计"));
  EXPECT_THAT(Run({"token", "list"}), Not(HasSubstr(token.secret())));
  Run({"token", "revoke", token.token().name()});
  EXPECT_THAT(RunAs(token.secret(), {"token", "whoami"}).err, HasSubstr("TOKEN_INVALID"));
}

}  // namespace
}  // namespace touchstone::cli
