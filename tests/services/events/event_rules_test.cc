#include "services/events/event_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/errors.h"

namespace touchstone::events {
namespace {

using judging::EventState;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A discipline "wiring" with one module "practice/m1" that two judges mark.
judging::DisciplineSetup Wiring() {
  judging::RulePack pack;
  pack.id = "points";
  pack.item_rules[judging::ItemKind::kPoints] = {};
  judging::PartRule part_rule;
  part_rule.part_id = "practice";
  pack.parts.push_back(part_rule);
  judging::SchemeItem item;
  item.path = "practice/m1/b1/i1";
  item.max = Number(100);
  judging::SchemeBlock block;
  block.path = "practice/m1/b1";
  block.items.push_back(item);
  judging::SchemeModule module;
  module.path = "practice/m1";
  module.panel_size = 2;
  module.blocks.push_back(block);
  judging::SchemePart part;
  part.path = "practice";
  part.modules.push_back(module);
  judging::Scheme scheme;
  scheme.id = "wiring";
  scheme.parts.push_back(part);
  judging::DisciplineSetup discipline;
  discipline.id = "wiring";
  discipline.rules = std::make_shared<judging::ScoringRules>(std::move(pack), std::move(scheme));
  return discipline;
}

judging::EntrantSetup Entrant(std::string id, std::string code, std::string company = "") {
  return {std::move(id), "wiring", std::move(code), "", std::move(company), ""};
}

judging::AssignmentSetup Assigned(std::string judge) {
  judging::AssignmentSetup assignment;
  assignment.id = "a-" + judge;
  assignment.judge = std::move(judge);
  assignment.discipline = "wiring";
  return assignment;
}

std::vector<FieldViolation> Fields(const absl::Status& status) { return DetailOf(status).fields; }

TEST(ReadyToStartTest, NamesAMissingDiscipline) {
  absl::Status status = CheckReadyToStart(judging::Contest());
  EXPECT_EQ(ReasonOf(status), Reason::EVENT_NOT_READY);
  EXPECT_THAT(Fields(status), ElementsAre(Field(&FieldViolation::field, "disciplines")));
}

TEST(ReadyToStartTest, NamesADisciplineWithoutEntrants) {
  judging::Contest contest;
  contest.Put(Wiring());
  EXPECT_THAT(Fields(CheckReadyToStart(contest)),
              ElementsAre(Field(&FieldViolation::field, "disciplines/wiring")));
}

TEST(ReadyToStartTest, NamesAModuleWithoutAFullPanel) {
  judging::Contest contest;
  contest.Put(Wiring());
  contest.Put(Entrant("e1", "07"));
  contest.Put(judging::JudgeSetup{"j1", "", ""});
  contest.Put(Assigned("j1"));
  absl::Status status = CheckReadyToStart(contest);
  ASSERT_THAT(Fields(status), SizeIs(1));
  EXPECT_EQ(Fields(status)[0].field, "disciplines/wiring/modules/practice/m1");
  EXPECT_THAT(Fields(status)[0].description, HasSubstr("07 has 1 of 2"));
}

TEST(ReadyToStartTest, AJudgeOfTheOwnCompanyDoesNotFillThePanel) {
  judging::Contest contest;
  contest.Put(Wiring());
  contest.Put(Entrant("e1", "07", "acme"));
  contest.Put(judging::JudgeSetup{"j1", "", ""});
  contest.Put(judging::JudgeSetup{"j2", "", "acme"});
  contest.Put(Assigned("j1"));
  contest.Put(Assigned("j2"));
  EXPECT_EQ(ReasonOf(CheckReadyToStart(contest)), Reason::EVENT_NOT_READY);
  contest.Put(judging::JudgeSetup{"j3", "", "other"});
  contest.Put(Assigned("j3"));
  EXPECT_TRUE(CheckReadyToStart(contest).ok());
}

TEST(ReadyToPublishTest, NamesSheetsThenEntries) {
  Unfinished unfinished;
  EXPECT_TRUE(CheckReadyToPublish(unfinished, false).ok());
  unfinished.entries = {"entry-1"};
  EXPECT_EQ(ReasonOf(CheckReadyToPublish(unfinished, false)), Reason::ENTRIES_WAITING);
  unfinished.sheets.assign(30, "wiring/07/practice/m1");
  absl::Status status = CheckReadyToPublish(unfinished, false);
  EXPECT_EQ(ReasonOf(status), Reason::MARKS_PENDING);
  EXPECT_THAT(Fields(status), SizeIs(20));
  EXPECT_EQ(DetailOf(status).metadata.at(0).second, "30");
}

TEST(ReadyToPublishTest, ForceLetsBothPass) {
  EXPECT_TRUE(CheckReadyToPublish({{"wiring/07/practice/m1"}, {"entry-1"}}, true).ok());
}

TEST(WhatMayBeAddedTest, DependsOnTheState) {
  EXPECT_TRUE(CheckCreate(EventState::kDraft, "discipline").ok());
  EXPECT_EQ(ReasonOf(CheckCreate(EventState::kRunning, "discipline")), Reason::EVENT_STATE_WRONG);
  EXPECT_TRUE(CheckCreate(EventState::kRunning, "entrant").ok());
  EXPECT_EQ(ReasonOf(CheckCreate(EventState::kLocked, "entrant")), Reason::EVENT_STATE_WRONG);
  EXPECT_TRUE(CheckCreate(EventState::kLocked, "assignment").ok());
  EXPECT_EQ(ReasonOf(CheckCreate(EventState::kPublished, "assignment")), Reason::EVENT_STATE_WRONG);
}

TEST(WhatMayChangeTest, PackAndSchemeStayAfterTheStart) {
  EXPECT_TRUE(CheckChange(EventState::kDraft, "discipline", {"rule_pack"}, false).ok());
  absl::Status status = CheckChange(EventState::kRunning, "discipline",
                                    {"display_name", "rule_pack", "scheme"}, false);
  EXPECT_EQ(ReasonOf(status), Reason::FIELD_IMMUTABLE);
  EXPECT_THAT(Fields(status), ElementsAre(Field(&FieldViolation::field, "rule_pack"),
                                          Field(&FieldViolation::field, "scheme")));
}

TEST(WhatMayChangeTest, CodeAndDisciplineOfAnEntrantStayOnceThereAreMarks) {
  EXPECT_TRUE(CheckChange(EventState::kRunning, "entrant", {"code"}, false).ok());
  EXPECT_EQ(ReasonOf(CheckChange(EventState::kRunning, "entrant", {"code"}, true)),
            Reason::FIELD_IMMUTABLE);
  EXPECT_EQ(ReasonOf(CheckChange(EventState::kDraft, "entrant", {"discipline"}, true)),
            Reason::FIELD_IMMUTABLE);
  EXPECT_TRUE(CheckChange(EventState::kRunning, "entrant", {"team"}, true).ok());
}

TEST(WhatMayChangeTest, WhomAnAssignmentIsAboutStays) {
  EXPECT_EQ(ReasonOf(CheckChange(EventState::kDraft, "assignment", {"judge"}, false)),
            Reason::FIELD_IMMUTABLE);
  EXPECT_TRUE(CheckChange(EventState::kLocked, "assignment", {"state"}, false).ok());
}

TEST(WhatMayChangeTest, AfterPublicationOnlyTextsForPeople) {
  EXPECT_TRUE(CheckChange(EventState::kPublished, "entrant", {"display_name"}, true).ok());
  EXPECT_EQ(ReasonOf(CheckChange(EventState::kPublished, "entrant", {"team"}, true)),
            Reason::FIELD_IMMUTABLE);
  EXPECT_EQ(ReasonOf(CheckChange(EventState::kPublished, "assignment", {"state"}, true)),
            Reason::FIELD_IMMUTABLE);
}

TEST(InterestTest, AnAssignmentMayNotNameAnEntrantOfTheOwnCompany) {
  judging::Contest contest;
  contest.Put(Wiring());
  contest.Put(Entrant("e1", "07", "acme"));
  contest.Put(Entrant("e2", "08", "other"));
  contest.Put(judging::JudgeSetup{"j1", "", "acme"});
  judging::AssignmentSetup assignment = Assigned("j1");
  EXPECT_TRUE(CheckInterest(contest, assignment).ok());
  assignment.entrants = {"e2"};
  EXPECT_TRUE(CheckInterest(contest, assignment).ok());
  assignment.entrants = {"e1", "e2"};
  absl::Status status = CheckInterest(contest, assignment);
  EXPECT_EQ(ReasonOf(status), Reason::JUDGE_HAS_INTEREST);
  EXPECT_THAT(Fields(status), SizeIs(1));
}

}  // namespace
}  // namespace touchstone::events
