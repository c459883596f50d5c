#include "services/judging/judging_convert.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/ledger/entry.h"
#include "tests/support/kinds_contest.h"

namespace touchstone::judging {
namespace {

using ::testing::ElementsAre;
using namespace touchstone::testing;  // NOLINT: the entries of this contest

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& wrong : DetailOf(status).fields) fields.push_back(wrong.field);
  return fields;
}

TEST(EntryTest, EveryBodyOfTheContestIsWellFormed) {
  for (const v1::Entry& entry :
       {MarkEntry(1, "ann", Item("m1", "points"), "8"), SealEntry(2, "ann", "work/m1"),
        IncidentEntry(3, v1::Incident::KIND_DISQUALIFIED), DecisionEntry(4, EntryId(1), true),
        RescoreEntry(5, Item("m1", "level"), 1), StateEntry(6, "LOCKED")}) {
    EXPECT_TRUE(ValidateEntry(entry).ok()) << ValidateEntry(entry);
  }
}

TEST(EntryTest, WhatIsMissingOrMalformedIsNamed) {
  v1::Entry entry;
  EXPECT_EQ(ReasonOf(ValidateEntry(entry)), Reason::ENTRY_MALFORMED);
  EXPECT_THAT(FieldsOf(ValidateEntry(entry)),
              ElementsAre("entry.entry_id", "entry.event", "entry.author", "entry.body"));
  entry = MarkEntry(1, "ann", "", "8");
  entry.set_entry_id("too-short");
  entry.mutable_mark()->set_entrant_code("7 号");
  entry.mutable_mark()->set_note_hash("short");
  EXPECT_THAT(FieldsOf(ValidateEntry(entry)),
              ElementsAre("entry.entry_id", "entry.mark.entrant_code", "entry.mark.item",
                          "entry.mark.note_hash"));
  entry = IncidentEntry(1, v1::Incident::KIND_UNSPECIFIED);
  EXPECT_THAT(FieldsOf(ValidateEntry(entry)), ElementsAre("entry.incident.kind"));
  entry = StateEntry(1, "FINISHED");
  EXPECT_THAT(FieldsOf(ValidateEntry(entry)), ElementsAre("entry.state_change.event_state"));
  entry = RescoreEntry(1, Item("m1", "level"), 0);
  EXPECT_THAT(FieldsOf(ValidateEntry(entry)), ElementsAre("entry.rescore.round"));
}

TEST(EntryTest, TextsAreUtf8) {
  v1::Entry entry = IncidentEntry(1, v1::Incident::KIND_WITHDRAWN);
  entry.mutable_incident()->set_reason("未到场");
  EXPECT_TRUE(ValidateEntry(entry).ok());
  entry.mutable_incident()->set_reason("\xC3\x28");
  EXPECT_EQ(ReasonOf(ValidateEntry(entry)), Reason::TEXT_NOT_UTF8);
  EXPECT_THAT(FieldsOf(ValidateEntry(entry)), ElementsAre("entry.incident.reason"));
  EXPECT_EQ(ReasonOf(ledger::ParseEntry(entry.SerializePartialAsString()).status()),
            Reason::TEXT_NOT_UTF8);
}

TEST(EntryTest, BytesThatAreNoEntryAreRefused) {
  EXPECT_EQ(ReasonOf(ledger::ParseEntry("\xff\xff\xff").status()), Reason::ENTRY_MALFORMED);
  EXPECT_EQ(ReasonOf(ledger::ParseEntry("").status()), Reason::ENTRY_MALFORMED);
}

TEST(MarkTest, TakesTheJudgeFromTheAuthorAndTheFirstAttemptByDefault) {
  const Mark mark = std::get<Mark>(*ToBody(MarkEntry(1, "ann", Item("m1", "points"), "8.50", 3)));
  EXPECT_EQ(mark.judge, "ann");
  EXPECT_EQ(mark.attempt, 1);
  EXPECT_EQ(mark.value, Number::Ratio(17, 2));
  EXPECT_EQ(mark.base_revision, 3u);
}

TEST(MarkTest, AnAbsentValueIsNoMarkAndNotZero) {
  v1::Entry entry = MarkEntry(1, "ann", Item("m1", "points"), "0");
  EXPECT_EQ(std::get<Mark>(*ToBody(entry)).value, Number(0));
  entry.mutable_mark()->clear_value();
  EXPECT_EQ(std::get<Mark>(*ToBody(entry)).value, std::nullopt);
}

TEST(MarkTest, TextThatIsNoNumberIsRefused) {
  for (const char* text : {"", "abc", "1e3", " 8", "8,5", "0x10", "NaN", "８", "1234567890123"}) {
    EXPECT_EQ(ReasonOf(ToBody(MarkEntry(1, "ann", Item("m1", "points"), text)).status()),
              Reason::MARK_NOT_A_NUMBER)
        << text;
  }
}

TEST(StateNameTest, IsTheNameInTheApiWithoutItsPrefix) {
  EXPECT_EQ(StateName(EventState::kRunning), "RUNNING");
  EXPECT_EQ(StateName(BoardState::kNumbersOnly), "NUMBERS_ONLY");
  EXPECT_EQ(FromProto(v1::Event::STATE_UNSPECIFIED), EventState::kDraft);
  EXPECT_EQ(FromProto(v1::Event::BOARD_STATE_UNSPECIFIED), BoardState::kNumbersOnly);
}

}  // namespace
}  // namespace touchstone::judging
