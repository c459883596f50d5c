#include "services/identity/roles.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include "touchstone/v1/accounts.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/judging.pb.h"
#include "touchstone/v1/leaderboard.pb.h"
#include "touchstone/v1/tablets.pb.h"
#include "touchstone/v1/training.pb.h"

namespace touchstone::identity {
namespace {

using google::protobuf::MethodDescriptor;

// Every method of every service that is linked.
std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* file : {v1::Token::descriptor()->file(), v1::Event::descriptor()->file(),
                           v1::Sheet::descriptor()->file(), v1::Board::descriptor()->file(),
                           v1::Account::descriptor()->file(), v1::Tablet::descriptor()->file(),
                           v1::Batch::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(file->service(s)->method(m));
      }
    }
  }
  return methods;
}

const AccessRule* RuleOf(const std::string& method) {
  for (const AccessRule& rule : AuthorisationTable()) {
    if (rule.method == method) return &rule;
  }
  return nullptr;
}

const std::map<char, v1::Role> kLetters = {
    {'O', v1::ROLE_ORGANISER},        {'C', v1::ROLE_CHIEF_JUDGE},
    {'G', v1::ROLE_GROUP_LEADER},     {'J', v1::ROLE_JUDGE},
    {'E', v1::ROLE_ENCRYPTION_JUDGE}, {'S', v1::ROLE_SUPERVISOR},
    {'A', v1::ROLE_ARBITER},          {'D', v1::ROLE_DESK},
    {'T', v1::ROLE_TRAINER},          {'P', v1::ROLE_TRAINING_DEPARTMENT},
    {'W', v1::ROLE_WORKER},           {'U', v1::ROLE_AUDITOR},
    {'X', v1::ROLE_PUBLIC},           {'B', v1::ROLE_TABLET}};

// Who may call what, written down a second time. Order of letters as in `Role`.
const std::map<std::string, std::string> kExpected = {
    {"IdentityService.CreateToken", "O"},
    {"IdentityService.ListTokens", "O"},
    {"IdentityService.RevokeToken", "O"},
    {"IdentityService.WhoAmI", "OCGJESADTPWUXB"},
    {"AccountsService.CreateAccount", "O"},
    {"AccountsService.ListAccounts", "O"},
    {"AccountsService.UpdateAccount", "O"},
    {"AccountsService.InviteAccount", "O"},
    {"AccountsService.AcceptInvitation", ""},
    {"AccountsService.SignIn", ""},
    {"AccountsService.SwitchGrant", "OCGJESADTPWUX"},
    {"AccountsService.SignOut", "OCGJESADTPWUX"},
    {"TabletsService.CreatePairing", "OCD"},
    {"TabletsService.PairTablet", ""},
    {"TabletsService.AcceptTablet", "OCD"},
    {"TabletsService.RevokeTablet", "OCD"},
    {"TabletsService.ListTablets", "OCDU"},
    {"TabletsService.GetOwnTablet", "JB"},
    {"TabletsService.ResetJudgePin", "OC"},
    {"TabletsService.SignInJudge", "B"},
    {"EventsService.CreateCompany", "O"},
    {"EventsService.GetCompany", "OCGESADU"},
    {"EventsService.ListCompanies", "OCGESADU"},
    {"EventsService.UpdateCompany", "O"},
    {"EventsService.CreateWorker", "OD"},
    {"EventsService.GetWorker", "OED"},
    {"EventsService.ListWorkers", "OED"},
    {"EventsService.UpdateWorker", "O"},
    {"EventsService.CreateEvent", "O"},
    {"EventsService.GetEvent", "OCGJESADU"},
    {"EventsService.ListEvents", "OU"},
    {"EventsService.UpdateEvent", "O"},
    {"EventsService.CreateDiscipline", "O"},
    {"EventsService.GetDiscipline", "OCGJESADUX"},
    {"EventsService.ListDisciplines", "OCGJESADUX"},
    {"EventsService.UpdateDiscipline", "O"},
    {"EventsService.CreateTeam", "O"},
    {"EventsService.GetTeam", "OED"},
    {"EventsService.ListTeams", "OED"},
    {"EventsService.UpdateTeam", "O"},
    {"EventsService.CreateEntrant", "OD"},
    {"EventsService.GetEntrant", "OED"},
    {"EventsService.ListEntrants", "OED"},
    {"EventsService.UpdateEntrant", "OD"},
    {"EventsService.CreateJudge", "O"},
    {"EventsService.GetJudge", "OCGSAU"},
    {"EventsService.ListJudges", "OCGSAU"},
    {"EventsService.UpdateJudge", "O"},
    {"EventsService.CreateAssignment", "O"},
    {"EventsService.GetAssignment", "OCGSAU"},
    {"EventsService.ListAssignments", "OCGSAU"},
    {"EventsService.UpdateAssignment", "O"},
    {"EventsService.CreateRulePack", "O"},
    {"EventsService.GetRulePack", "OCGJESADU"},
    {"EventsService.ListRulePacks", "OCGJESADU"},
    {"EventsService.CreateScheme", "O"},
    {"EventsService.GetScheme", "OCGJESADU"},
    {"EventsService.ListSchemes", "OCGJESADU"},
    {"EventsService.StartEvent", "O"},
    {"EventsService.LockEvent", "OC"},
    {"EventsService.UnlockEvent", "OC"},
    {"EventsService.PublishEvent", "O"},
    {"EventsService.SetBoardState", "OC"},
    {"EventsService.ExportEvent", "OU"},
    {"EventsService.ImportEvent", "O"},
    {"JudgingService.RecordEntry", "J"},
    {"JudgingService.BatchRecordEntries", "J"},
    {"JudgingService.StreamEntries", "J"},
    {"JudgingService.PutPhoto", "J"},
    {"JudgingService.GetPhoto", "OCJSA"},
    {"JudgingService.SealSheet", "J"},
    {"JudgingService.GetSheet", "OCJSA"},
    {"JudgingService.ListSheets", "OCGJSA"},
    {"JudgingService.RecordIncident", "C"},
    {"JudgingService.ListIncidents", "OCSAU"},
    {"JudgingService.OpenRescore", "C"},
    {"JudgingService.DecideEntry", "C"},
    {"JudgingService.ListWaitingEntries", "OCSA"},
    {"JudgingService.ListEnvelopes", "OSAU"},
    {"LeaderboardService.ListStandings", "OCGJESADTPWUX"},
    {"LeaderboardService.GetStanding", "OCGJESADTPWUX"},
    {"LeaderboardService.ExplainTotal", "OCGJESADTPWUX"},
    {"LeaderboardService.WatchStandings", "OCGJESADTPWUX"},
    {"LeaderboardService.GetEventBoards", "OCGJESADTPWUX"},
    {"LeaderboardService.ListPublishedEvents", "OCGJESADTPWUX"},
    {"TrainingService.CreateProgramme", "OP"},
    {"TrainingService.GetProgramme", "OTPWU"},
    {"TrainingService.ListProgrammes", "OTPWU"},
    {"TrainingService.UpdateProgramme", "OP"},
    {"TrainingService.CreateSite", "OP"},
    {"TrainingService.GetSite", "OTPWU"},
    {"TrainingService.ListSites", "OTPWU"},
    {"TrainingService.UpdateSite", "OP"},
    {"TrainingService.CreateBatch", "OTP"},
    {"TrainingService.GetBatch", "OTPWU"},
    {"TrainingService.ListBatches", "OTPWU"},
    {"TrainingService.UpdateBatch", "OTP"},
    {"TrainingService.CreatePlanItem", "OP"},
    {"TrainingService.GetPlanItem", "OTPU"},
    {"TrainingService.ListPlanItems", "OTPU"},
    {"TrainingService.UpdatePlanItem", "OP"},
    {"TrainingService.ListCertificateTypes", "OTPWU"},
    {"TrainingService.AppendRecords", "OTPW"},
    {"TrainingService.GetRecord", "OTPWU"},
    {"TrainingService.ListRecords", "OTPWU"},
    {"TrainingService.ListFiles", "OTPU"},
    {"TrainingService.CheckLicence", "OTPWU"},
    {"TrainingService.ListLicences", "OTPU"},
    {"TrainingService.ListLapses", "OTPU"},
    {"TrainingService.SumHours", "OTPWU"},
    {"TrainingService.ListAttendances", "OTPU"},
    {"TrainingService.CountTraining", "OTPU"},
    {"TrainingService.ComparePlan", "OTPU"},
};

TEST(AuthorisationTableTest, EveryMethodHasExactlyOneRow) {
  std::set<std::string> methods;
  for (const auto* method : AllMethods()) methods.insert(method->full_name());
  EXPECT_GT(methods.size(), 60u);
  std::multiset<std::string> rows;
  for (const AccessRule& rule : AuthorisationTable()) rows.insert(std::string(rule.method));
  EXPECT_THAT(rows, ::testing::ElementsAreArray(methods));
}

// Where the table and kExpected do not say the same, as "EventsService.GetTeam ROLE_DESK".
std::vector<std::string> Differences(std::span<const AccessRule> table) {
  std::vector<std::string> differences;
  for (const auto& [method, letters] : kExpected) {
    const AccessRule* rule = nullptr;
    for (const AccessRule& row : table) {
      if (row.method == "touchstone.v1." + method) rule = &row;
    }
    for (const auto& [letter, role] : kLetters) {
      const bool allowed = rule != nullptr && rule->roles.Has(role);
      if (allowed != (letters.find(letter) != std::string::npos)) {
        differences.push_back(method + " " + v1::Role_Name(role));
      }
    }
    if (rule != nullptr && rule->roles.Has(v1::ROLE_UNSPECIFIED)) differences.push_back(method);
  }
  return differences;
}

TEST(AuthorisationTableTest, EveryMethodAllowsExactlyTheseRoles) {
  EXPECT_EQ(kExpected.size(), AllMethods().size());
  EXPECT_THAT(Differences(AuthorisationTable()), ::testing::IsEmpty());
}

// Planted fault: one authorisation rule switched off, each in its turn, in both ways.
TEST(PlantedFaultTest, OneAuthorisationRuleSwitchedOffIsNoticed) {
  const auto table = AuthorisationTable();
  for (std::size_t i = 0; i < table.size(); ++i) {
    std::vector<AccessRule> open(table.begin(), table.end());
    for (const auto& [letter, role] : kLetters) open[i].roles = open[i].roles | RoleSet{role};
    std::vector<AccessRule> closed(table.begin(), table.end());
    closed[i].roles = RoleSet();
    std::size_t allowed = 0;
    for (const auto& [letter, role] : kLetters) allowed += table[i].roles.Has(role) ? 1 : 0;
    EXPECT_EQ(Differences(open).size(), kLetters.size() - allowed) << table[i].method;
    EXPECT_EQ(Differences(closed).size(), allowed) << table[i].method;
  }
}

// Planted fault: one role let into one method.
TEST(PlantedFaultTest, OneRoleTooManyOrTooFewIsNoticed) {
  const auto table = AuthorisationTable();
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (const auto& [letter, role] : kLetters) {
      std::vector<AccessRule> changed(table.begin(), table.end());
      changed[i].roles = RoleSet();
      for (const auto& [other_letter, other] : kLetters) {
        if (table[i].roles.Has(other) != (other == role)) {
          changed[i].roles = changed[i].roles | RoleSet{other};
        }
      }
      EXPECT_EQ(Differences(changed).size(), 1u) << table[i].method << v1::Role_Name(role);
    }
  }
}

TEST(AuthorisationTableTest, NoJudgeReadsWhoIsBehindACode) {
  for (const char* method : {"GetWorker", "ListWorkers", "GetEntrant", "ListEntrants", "GetTeam",
                             "ListTeams", "ExportEvent"}) {
    const AccessRule* rule = RuleOf("touchstone.v1.EventsService." + std::string(method));
    ASSERT_NE(rule, nullptr);
    for (const auto role : {v1::ROLE_JUDGE, v1::ROLE_GROUP_LEADER, v1::ROLE_CHIEF_JUDGE}) {
      EXPECT_FALSE(rule->roles.Has(role)) << method;
    }
  }
}

// The field through which a request names the event, found without the table.
std::string EventFieldOf(const MethodDescriptor& method) {
  const auto* input = method.input_type();
  const std::string& name = method.name();
  if (input->FindFieldByName("parent") != nullptr) return "parent";
  if (name.starts_with("Update")) return input->field(0)->name() + ".name";
  return "name";
}

TEST(AuthorisationTableTest, WhateverNamesAnEventIsHeldToIt) {
  for (const auto* method : AllMethods()) {
    const AccessRule& rule = *RuleOf(method->full_name());
    if (rule.scope == Scope::kPublishedOpen || rule.scope == Scope::kEveryEvent) continue;
    if (rule.scope == Scope::kOwnCompany) continue;  // names companies and workers, no event
    if (method->full_name() == "touchstone.v1.IdentityService.CreateToken") {
      EXPECT_EQ(rule.event_field, "token.event");
      continue;
    }
    const bool names_event =
        method->input_type()->FindFieldByName("parent") != nullptr ||
        rule.scope == Scope::kOwnEvent ||
        (method->name().starts_with("Update") && method->name() != "UpdateCompany" &&
         method->name() != "UpdateWorker");
    if (names_event) {
      EXPECT_EQ(rule.event_field, EventFieldOf(*method)) << method->full_name();
      EXPECT_NE(rule.scope, Scope::kAny) << method->full_name();
    } else {
      EXPECT_EQ(rule.event_field, "") << method->full_name();
    }
  }
}

TEST(AuthorisationTableTest, TrainingRecordsAreOfCompaniesAndNothingElseIs) {
  for (const auto* method : AllMethods()) {
    const AccessRule& rule = *RuleOf(method->full_name());
    EXPECT_EQ(rule.scope == Scope::kOwnCompany, method->service()->name() == "TrainingService")
        << method->full_name();
  }
}

TEST(AuthorisationTableTest, OnlyTheBoardIsOpenWithoutToken) {
  for (const auto* method : AllMethods()) {
    EXPECT_EQ(RuleOf(method->full_name())->scope == Scope::kPublishedOpen,
              method->service()->name() == "LeaderboardService")
        << method->full_name();
  }
}

TEST(AuthorisationTableTest, OnlyWhoBringsASecretInTheRequestNeedsNoToken) {
  std::set<std::string> open;
  for (const AccessRule& rule : AuthorisationTable()) {
    if (rule.scope == Scope::kOpen) open.insert(std::string(rule.method));
  }
  EXPECT_THAT(open, ::testing::ElementsAre("touchstone.v1.AccountsService.AcceptInvitation",
                                           "touchstone.v1.AccountsService.SignIn",
                                           "touchstone.v1.TabletsService.PairTablet"));
}

TEST(AuthorisationTableTest, ATabletMayOnlySignJudgesInAndSayWhoItIs) {
  std::set<std::string> tablets;
  for (const AccessRule& rule : AuthorisationTable()) {
    if (rule.roles.Has(v1::ROLE_TABLET)) tablets.insert(std::string(rule.method));
  }
  EXPECT_THAT(tablets, ::testing::ElementsAre("touchstone.v1.IdentityService.WhoAmI",
                                              "touchstone.v1.TabletsService.GetOwnTablet",
                                              "touchstone.v1.TabletsService.SignInJudge"));
}

TEST(AuthorisationTableTest, TabletsThatWereShutOutHandInEntriesAndNothingElse) {
  std::set<std::string> methods;
  for (const AccessRule& rule : AuthorisationTable()) {
    if (rule.revoked_tablets) methods.insert(std::string(rule.method));
  }
  EXPECT_THAT(methods, ::testing::ElementsAre("touchstone.v1.JudgingService.BatchRecordEntries",
                                              "touchstone.v1.JudgingService.RecordEntry",
                                              "touchstone.v1.JudgingService.StreamEntries"));
}

TEST(AuthorisationTableTest, WhatChangesEveryEventNeedsATokenForEveryEvent) {
  for (const char* method :
       {"EventsService.CreateEvent", "EventsService.ImportEvent", "EventsService.ListEvents",
        "IdentityService.ListTokens", "IdentityService.RevokeToken",
        "AccountsService.CreateAccount", "AccountsService.ListAccounts",
        "AccountsService.UpdateAccount", "AccountsService.InviteAccount"}) {
    EXPECT_EQ(RuleOf("touchstone.v1." + std::string(method))->scope, Scope::kEveryEvent) << method;
  }
}

}  // namespace
}  // namespace touchstone::identity
