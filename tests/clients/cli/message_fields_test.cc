#include "clients/cli/message_fields.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <sstream>

#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/identity.pb.h"
#include "touchstone/v1/judging.pb.h"
#include "touchstone/v1/leaderboard.pb.h"
#include "touchstone/v1/training_record.pb.h"

namespace touchstone::cli {
namespace {

class MessageFieldsTest : public ::testing::Test {
 protected:
  MessageFieldsTest() : context_(stream_, stream_) {
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
  }

  std::ostringstream stream_;
  Context context_;
};

TEST_F(MessageFieldsTest, NamesOfResourcesAreShownAsIds) {
  v1::Entrant entrant;
  entrant.set_name("events/e1/entrants/7");
  entrant.set_code("07");
  EXPECT_EQ(ShowField(context_, entrant, "name"), "7");
  EXPECT_EQ(ShowField(context_, entrant, "code"), "07");
  EXPECT_EQ(ShowField(context_, entrant, "team"), "");
}

TEST_F(MessageFieldsTest, StatesAreShownInTheLanguageOfTheRun) {
  v1::Event event;
  event.set_state(v1::Event::STATE_RUNNING);
  EXPECT_EQ(ShowField(context_, event, "state"), "进行中");
  context_.language = Language::kEnglish;
  EXPECT_EQ(ShowField(context_, event, "state"), "running");
  event.set_state(v1::Event::STATE_UNSPECIFIED);
  EXPECT_EQ(ShowField(context_, event, "state"), "");
}

TEST_F(MessageFieldsTest, EnglishFallsBackToChinese) {
  v1::Discipline discipline;
  discipline.mutable_display_name()->set_zh("电工");
  context_.language = Language::kEnglish;
  EXPECT_EQ(ShowField(context_, discipline, "display_name"), "电工");
  discipline.mutable_display_name()->set_en("Electrician");
  EXPECT_EQ(ShowField(context_, discipline, "display_name"), "Electrician");
}

TEST_F(MessageFieldsTest, FieldsOfFieldsAreReached) {
  v1::RecordedEntry recorded;
  EXPECT_EQ(ShowField(context_, recorded, "entry.mark.value"), "");
  recorded.mutable_entry()->mutable_mark()->set_value("8.5");
  EXPECT_EQ(ShowField(context_, recorded, "entry.mark.value"), "8.5");
}

TEST_F(MessageFieldsTest, ATimeIsTypedWithItsZoneAndShownInTheLocalOne) {
  v1::Event event;
  ASSERT_TRUE(SetField(event, "start_time", "2026-05-18T01:00:00Z").ok());
  EXPECT_EQ(ShowField(context_, event, "start_time"), "2026-05-18 09:00:00");
  EXPECT_FALSE(SetField(event, "start_time", "tomorrow").ok());
}

TEST_F(MessageFieldsTest, EnumValuesAreTypedWithoutPrefixInAnyCase) {
  v1::SetBoardStateRequest request;
  ASSERT_TRUE(SetField(request, "board_state", "numbers-only").ok());
  EXPECT_EQ(request.board_state(), v1::Event::BOARD_STATE_NUMBERS_ONLY);
  EXPECT_FALSE(SetField(request, "board_state", "nonsense").ok());
  v1::Token token;
  ASSERT_TRUE(SetField(token, "role", "judge").ok());
  EXPECT_EQ(token.role(), v1::ROLE_JUDGE) << "not the chief judge";
  ASSERT_TRUE(SetField(token, "role", "ROLE_CHIEF_JUDGE").ok());
  EXPECT_EQ(token.role(), v1::ROLE_CHIEF_JUDGE);
  EXPECT_FALSE(SetField(token, "role", "unspecified").ok());
  v1::Board board;
  ASSERT_TRUE(SetField(board, "group", "companies").ok());
  EXPECT_EQ(board.group(), v1::Board::GROUP_COMPANIES);
}

TEST_F(MessageFieldsTest, ListsAreTypedAndShownWithCommas) {
  v1::Assignment assignment;
  ASSERT_TRUE(SetField(assignment, "modules", "practice/m1,practice/m2").ok());
  ASSERT_EQ(assignment.modules_size(), 2);
  context_.language = Language::kEnglish;
  EXPECT_EQ(ShowField(context_, assignment, "modules"), "practice/m1, practice/m2");
}

TEST_F(MessageFieldsTest, ListsOfMessagesAreTypedAsJsonAndShownFieldByField) {
  v1::Evaluation evaluation;
  ASSERT_TRUE(SetField(evaluation, "findings",
                       R"([{"id": "f1", "text": "灭火器过期"}, {"id": "f2", "text": "x"}])")
                  .ok());
  ASSERT_EQ(evaluation.findings_size(), 2);
  EXPECT_EQ(evaluation.findings(1).id(), "f2");
  context_.language = Language::kEnglish;
  EXPECT_EQ(ShowField(context_, evaluation, "findings"), "id=f1 text=灭火器过期, id=f2 text=x");
  EXPECT_FALSE(SetField(evaluation, "findings", "f1").ok());
  EXPECT_FALSE(SetField(evaluation, "findings", R"([{"colour": "red"}])").ok());
}

TEST_F(MessageFieldsTest, ATextIsTypedInBothLanguages) {
  v1::Discipline discipline;
  ASSERT_TRUE(SetField(discipline, "display_name", "叉车|Forklift").ok());
  EXPECT_EQ(discipline.display_name().zh(), "叉车");
  EXPECT_EQ(discipline.display_name().en(), "Forklift");
}

TEST_F(MessageFieldsTest, WholeNumbersAreCheckedToTheirEnd) {
  v1::Incident incident;
  EXPECT_TRUE(SetField(incident, "attempt", "2").ok());
  EXPECT_EQ(incident.attempt(), 2u);
  EXPECT_FALSE(SetField(incident, "attempt", "2x").ok());
  EXPECT_FALSE(SetField(incident, "attempt", "-1").ok());
}

}  // namespace
}  // namespace touchstone::cli
