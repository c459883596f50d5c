// What holds of the table as a whole. Who may call what, row by row: tests/services/server.
#include "services/identity/roles.h"

#include <set>
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
#include "touchstone/v1/training_document.pb.h"
#include "touchstone/v1/training_import.pb.h"
#include "touchstone/v1/training_progress.pb.h"

namespace touchstone::identity {
namespace {

using google::protobuf::MethodDescriptor;

// Every method of every service that is linked.
std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* file :
       {v1::Token::descriptor()->file(), v1::Event::descriptor()->file(),
        v1::Sheet::descriptor()->file(), v1::Board::descriptor()->file(),
        v1::Account::descriptor()->file(), v1::Tablet::descriptor()->file(),
        v1::Batch::descriptor()->file(), v1::Ladder::descriptor()->file(),
        v1::CertificateStatus::descriptor()->file(), v1::Import::descriptor()->file()}) {
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

TEST(AuthorisationTableTest, EveryMethodHasExactlyOneRow) {
  std::set<std::string> methods;
  for (const auto* method : AllMethods()) methods.insert(method->full_name());
  EXPECT_GT(methods.size(), 60u);
  std::multiset<std::string> rows;
  for (const AccessRule& rule : AuthorisationTable()) rows.insert(std::string(rule.method));
  EXPECT_THAT(rows, ::testing::ElementsAreArray(methods));
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
         method->name() != "UpdateWorker" && method->name() != "UpdateAccount");
    if (names_event) {
      EXPECT_EQ(rule.event_field, EventFieldOf(*method)) << method->full_name();
      EXPECT_NE(rule.scope, Scope::kAny) << method->full_name();
    } else {
      EXPECT_EQ(rule.event_field, "") << method->full_name();
    }
  }
}

TEST(AuthorisationTableTest, TrainingRecordsAreOfCompaniesAndNothingElseIs) {
  const std::set<std::string> of_companies = {"TrainingService", "DocumentsService",
                                              "ImportsService", "ProgressService"};
  for (const auto* method : AllMethods()) {
    const AccessRule& rule = *RuleOf(method->full_name());
    if (rule.scope == Scope::kOpen) continue;  // who brings a code
    EXPECT_EQ(rule.scope == Scope::kOwnCompany, of_companies.contains(method->service()->name()))
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
                                           "touchstone.v1.DocumentsService.CheckCertificate",
                                           "touchstone.v1.DocumentsService.GetBadgeKeys",
                                           "touchstone.v1.DocumentsService.GetBadgeStatus",
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
        "IdentityService.ListTokens", "AccountsService.ListAccounts"}) {
    EXPECT_EQ(RuleOf("touchstone.v1." + std::string(method))->scope, Scope::kEveryEvent) << method;
  }
}

}  // namespace
}  // namespace touchstone::identity
