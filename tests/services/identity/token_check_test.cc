#include "services/identity/token_check.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"

namespace touchstone::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Wrong(v1::Role role, const std::string& event, const std::string& judge,
                               const std::string& company) {
  v1::Token token;
  token.set_role(role);
  token.set_event(event);
  token.set_judge(judge);
  token.set_company(company);
  if (role == v1::ROLE_WORKER) token.set_worker("workers/w1");
  std::vector<std::string> paths;
  for (const FieldViolation& v : DetailOf(CheckToken(token)).fields) paths.push_back(v.field);
  return paths;
}

TEST(TokenCheckTest, OrganisersAndAuditorsMayHaveEveryEvent) {
  for (const auto role : {v1::ROLE_ORGANISER, v1::ROLE_AUDITOR}) {
    EXPECT_THAT(Wrong(role, "", "", ""), IsEmpty());
    EXPECT_THAT(Wrong(role, "events/e1", "", ""), IsEmpty());
  }
}

TEST(TokenCheckTest, WhoWorksAtAnEventNeedsOne) {
  for (const auto role : {v1::ROLE_CHIEF_JUDGE, v1::ROLE_GROUP_LEADER, v1::ROLE_ENCRYPTION_JUDGE,
                          v1::ROLE_SUPERVISOR, v1::ROLE_ARBITER, v1::ROLE_DESK, v1::ROLE_PUBLIC}) {
    EXPECT_THAT(Wrong(role, "", "", ""), ElementsAre("token.event")) << role;
    EXPECT_THAT(Wrong(role, "events/e1", "", ""), IsEmpty()) << role;
  }
}

TEST(TokenCheckTest, AJudgeIsAJudgeOfTheEvent) {
  EXPECT_THAT(Wrong(v1::ROLE_JUDGE, "events/e1", "events/e1/judges/j1", ""), IsEmpty());
  for (const char* judge : {"", "j1", "events/e2/judges/j1", "events/e1/entrants/j1"}) {
    EXPECT_THAT(Wrong(v1::ROLE_JUDGE, "events/e1", judge, ""), ElementsAre("token.judge")) << judge;
  }
  EXPECT_THAT(Wrong(v1::ROLE_DESK, "events/e1", "events/e1/judges/j1", ""),
              ElementsAre("token.judge"));
}

TEST(TokenCheckTest, TrainingRolesHaveACompanyAndNoEvent) {
  for (const auto role : {v1::ROLE_TRAINER, v1::ROLE_TRAINING_DEPARTMENT, v1::ROLE_WORKER}) {
    EXPECT_THAT(Wrong(role, "", "", "companies/acme"), IsEmpty());
    EXPECT_THAT(Wrong(role, "", "", ""), ElementsAre("token.company"));
    EXPECT_THAT(Wrong(role, "events/e1", "", "companies/acme"), ElementsAre("token.event"));
  }
  EXPECT_THAT(Wrong(v1::ROLE_ORGANISER, "", "", "companies/acme"), ElementsAre("token.company"));
}

}  // namespace
}  // namespace touchstone::identity
