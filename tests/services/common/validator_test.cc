#include "services/common/validator.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/identity.pb.h"
#include "touchstone/v1/judging.pb.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Paths of all violations; empty when the message is fine.
std::vector<std::string> Wrong(const google::protobuf::Message& message) {
  std::vector<std::string> paths;
  for (const FieldViolation& v : DetailOf(Validate(message)).fields) paths.push_back(v.field);
  return paths;
}

v1::CreateCompanyRequest Company() {
  v1::CreateCompanyRequest request;
  request.mutable_company()->set_display_name("华东电力");
  return request;
}

TEST(ValidatorTest, AcceptsWhatBreaksNoRule) { EXPECT_TRUE(Validate(Company()).ok()); }

TEST(ValidatorTest, ARequiredMessageMustBeThere) {
  EXPECT_THAT(Wrong(v1::CreateCompanyRequest()), ElementsAre("company"));
}

TEST(ValidatorTest, ARequiredTextMustNotBeEmpty) {
  v1::CreateCompanyRequest request;
  request.mutable_company();
  EXPECT_THAT(Wrong(request), ElementsAre("company.display_name"));
}

TEST(ValidatorTest, NamesEveryViolation) {
  v1::CreateCompanyRequest request = Company();
  request.set_company_id("Not An Id");
  request.set_request_id("short");
  request.mutable_company()->clear_display_name();
  EXPECT_THAT(Wrong(request), ElementsAre("company_id", "company.display_name", "request_id"));
  EXPECT_EQ(ReasonOf(Validate(request)), Reason::REQUEST_INVALID);
}

TEST(ValidatorTest, LengthIsCountedInCharacters) {
  v1::CreateCompanyRequest request = Company();
  std::string name;
  for (int i = 0; i < 200; ++i) name += "电";
  request.mutable_company()->set_display_name(name);
  EXPECT_THAT(Wrong(request), IsEmpty());
  request.mutable_company()->set_display_name(name + "x");
  EXPECT_THAT(Wrong(request), ElementsAre("company.display_name"));
}

TEST(ValidatorTest, APatternMustHoldForTheWholeIdWhenItSaysSo) {
  v1::CreateCompanyRequest request = Company();
  for (const char* good : {"", "a", "a-1", "000"}) {
    request.set_company_id(good);
    EXPECT_THAT(Wrong(request), IsEmpty()) << good;
  }
  for (const char* bad : {"A", "a b", "a\n", "试"}) {
    request.set_company_id(bad);
    EXPECT_THAT(Wrong(request), ElementsAre("company_id")) << bad;
  }
  request.set_company_id(std::string(64, 'a'));
  EXPECT_THAT(Wrong(request), ElementsAre("company_id"));
}

TEST(ValidatorTest, BoundsOfNumbersAreInclusive) {
  v1::ListTokensRequest request;
  for (const int good : {0, 1, 1000}) {
    request.set_page_size(good);
    EXPECT_THAT(Wrong(request), IsEmpty()) << good;
  }
  for (const int bad : {-1, 1001}) {
    request.set_page_size(bad);
    EXPECT_THAT(Wrong(request), ElementsAre("page_size")) << bad;
  }
}

TEST(ValidatorTest, OnlyDefinedValuesOfAnEnum) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_role(static_cast<v1::Role>(99));
  EXPECT_THAT(Wrong(request), ElementsAre("token.role"));
  request.mutable_token()->set_role(v1::ROLE_UNSPECIFIED);
  EXPECT_THAT(Wrong(request), ElementsAre("token.role"));
  request.mutable_token()->set_role(v1::ROLE_AUDITOR);
  EXPECT_THAT(Wrong(request), IsEmpty());
}

TEST(ValidatorTest, CountsItemsOfLists) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/e1");
  EXPECT_THAT(Wrong(request), ElementsAre("entries"));
  for (int i = 0; i < 500; ++i) request.add_entries();
  EXPECT_THAT(Wrong(request), IsEmpty());
  request.add_entries();
  EXPECT_THAT(Wrong(request), ElementsAre("entries"));
}

TEST(ValidatorTest, NamesTheItemOfAList) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/e1");
  request.add_entries();
  request.add_entries()->set_signature(std::string(129, 'x'));
  EXPECT_THAT(Wrong(request), ElementsAre("entries[1].signature"));
}

TEST(ValidatorTest, LengthOfBytesIsCountedInBytesAndOnlyWhenTheyAreSet) {
  v1::RecordEntryRequest request;
  request.mutable_entry()->set_entry_bytes(std::string(16384, '\xff'));
  EXPECT_THAT(Wrong(request), IsEmpty());
  request.mutable_entry()->set_entry_bytes(std::string(16385, '\xff'));
  EXPECT_THAT(Wrong(request), ElementsAre("entry.entry_bytes"));
}

TEST(ValidatorTest, LooksIntoMessagesInMessages) {
  v1::ListStandingsRequest request;
  request.mutable_board()->set_event("e1");
  request.mutable_board()->set_stage(std::string(64, 's'));
  EXPECT_THAT(Wrong(request), ElementsAre("board.event", "board.stage"));
}

TEST(ValidatorTest, TextMustBeUtf8AlsoWhereNoRuleStands) {
  for (const char* bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe8\xaf"}) {
    v1::CreateCompanyRequest request = Company();
    request.mutable_company()->set_etag(bad);
    EXPECT_THAT(Wrong(request), ElementsAre("company.etag"));
    EXPECT_EQ(ReasonOf(Validate(request)), Reason::TEXT_NOT_UTF8);
  }
}

TEST(ValidatorTest, AnUpdateMaskLimitsTheRulesToItsFields) {
  v1::UpdateWorkerRequest request;
  request.mutable_worker()->set_name("workers/w1");
  request.mutable_worker()->set_trade("电工");
  EXPECT_THAT(Wrong(request), ElementsAre("worker.display_name"));
  request.mutable_update_mask()->add_paths("trade");
  EXPECT_THAT(Wrong(request), IsEmpty());
  request.mutable_worker()->set_trade(std::string(65, 'x'));
  EXPECT_THAT(Wrong(request), ElementsAre("worker.trade"));
  request.mutable_update_mask()->add_paths("display_name");
  EXPECT_THAT(Wrong(request), ElementsAre("worker.display_name", "worker.trade"));
}

}  // namespace
}  // namespace touchstone
