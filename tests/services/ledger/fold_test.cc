#include "services/ledger/fold.h"

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/ledger/admission.h"
#include "services/ledger/entry.h"
#include "tests/support/kinds_contest.h"

namespace touchstone::ledger {
namespace {

using judging::Disposition;
using judging::EventState;
using namespace touchstone::testing;  // NOLINT: the entries of this contest

// Admits entries and folds them, as the sequencer does.
class FoldTest : public ::testing::Test {
 protected:
  absl::StatusOr<Effect> Take(const v1::Entry& entry) {
    std::string entrant = entry.has_decision() ? "e1" : EntrantOf(contest_, entry).value();
    const auto verdict =
        Admit(contest_, fold_.event_state(), entrant, fold_.Entrant(entrant), entry);
    if (!verdict.ok()) return verdict.status();
    last_ = verdict->disposition;
    v1::Envelope envelope;
    envelope.ParseFromString(
        Append({entry.SerializeAsString(), "", {}, judging::ToProto(verdict->disposition), entrant},
               head_));
    envelopes_.push_back(envelope);
    return fold_.Apply(contest_, envelope);
  }

  Disposition DispositionOf(const v1::Entry& entry) {
    const auto effect = Take(entry);
    EXPECT_TRUE(effect.ok()) << effect.status();
    return last_;
  }

  std::optional<Number> Points(std::string_view judge) {
    return fold_.SheetsOf("e1").Cell({Item("m1", "points"), 1, 0, std::string(judge)}).value;
  }

  void Start() { ASSERT_TRUE(Take(StateEntry(900, "RUNNING")).ok()); }

  judging::Contest contest_ = KindsContest();
  EventFold fold_;
  ChainHead head_;
  Disposition last_ = Disposition::kCounted;
  std::vector<v1::Envelope> envelopes_;
};

TEST_F(FoldTest, TheEventChangesItsState) {
  EXPECT_EQ(fold_.event_state(), EventState::kDraft);
  EXPECT_EQ(ReasonOf(Take(MarkEntry(1, "ann", Item("m1", "points"), "8")).status()),
            Reason::EVENT_NOT_RUNNING);
  const auto effect = Take(StateEntry(2, "RUNNING"));
  ASSERT_TRUE(effect.ok());
  EXPECT_TRUE(effect->event_changed);
  EXPECT_EQ(fold_.event_state(), EventState::kRunning);
}

TEST_F(FoldTest, AMarkThatCountsSaysWhatItChanged) {
  Start();
  const auto effect = Take(MarkEntry(1, "ann", Item("m1", "points"), "8"));
  ASSERT_TRUE(effect.ok());
  EXPECT_EQ(effect->entrant, "e1");
  EXPECT_EQ(effect->path, Item("m1", "points"));
  EXPECT_EQ(Points("ann"), Number(8));
  EXPECT_EQ(fold_.SheetsOf("e1").last_position(), 2u);
}

TEST_F(FoldTest, AnEntryInConflictWaitsWithoutEffect) {
  Start();
  Take(MarkEntry(1, "ann", Item("m1", "points"), "8")).value();
  const auto effect = Take(MarkEntry(2, "ann", Item("m1", "points"), "3"));
  EXPECT_EQ(last_, Disposition::kConflict);
  EXPECT_FALSE(effect->Any());
  EXPECT_EQ(Points("ann"), Number(8));
  ASSERT_NE(fold_.Entrant("e1").FindWaiting(EntryId(2)), nullptr);
}

TEST_F(FoldTest, AnAcceptedEntryIsTheNewestVersionOfItsCell) {
  Start();
  Take(MarkEntry(1, "ann", Item("m1", "points"), "8")).value();
  Take(MarkEntry(2, "ann", Item("m1", "points"), "3")).value();
  Take(MarkEntry(3, "ann", Item("m1", "points"), "9", 1)).value();
  const auto effect = Take(DecisionEntry(4, EntryId(2), true));
  ASSERT_TRUE(effect.ok()) << effect.status();
  EXPECT_EQ(effect->path, Item("m1", "points"));
  EXPECT_EQ(Points("ann"), Number(3));
  const auto& cell = fold_.SheetsOf("e1").Cell({Item("m1", "points"), 1, 0, "ann"});
  EXPECT_EQ(cell.revision, 3u);
  EXPECT_EQ(cell.position, 3u) << "of the mark, not of the decision";
  EXPECT_EQ(fold_.SheetsOf("e1").last_position(), 5u);
  EXPECT_EQ(ReasonOf(Take(DecisionEntry(5, EntryId(2), true)).status()), Reason::ENTRY_NOT_WAITING);
}

TEST_F(FoldTest, ARejectedEntryNeverCounts) {
  Start();
  Take(StateEntry(1, "LOCKED")).value();
  EXPECT_EQ(DispositionOf(MarkEntry(2, "ann", Item("m1", "points"), "8")), Disposition::kLate);
  const auto effect = Take(DecisionEntry(3, EntryId(2), false));
  ASSERT_TRUE(effect.ok());
  EXPECT_FALSE(effect->Any());
  EXPECT_EQ(Points("ann"), std::nullopt);
  EXPECT_TRUE(fold_.Entrant("e1").waiting().empty());
}

TEST_F(FoldTest, ALateSealIsAcceptedOnlyWithoutGaps) {
  Start();
  Take(MarkEntry(1, "ann", Item("m1", "points"), "8")).value();
  Take(MarkEntry(2, "ann", Item("m1", "fault"), "0")).value();
  Take(StateEntry(3, "LOCKED")).value();
  EXPECT_EQ(DispositionOf(MarkEntry(4, "ann", Item("m1", "level"), "2")), Disposition::kLate);
  EXPECT_EQ(DispositionOf(SealEntry(5, "ann", "work/m1")), Disposition::kLate);
  EXPECT_EQ(ReasonOf(Take(DecisionEntry(6, EntryId(5), true)).status()), Reason::SHEET_HAS_GAPS);
  Take(DecisionEntry(7, EntryId(4), true)).value();
  EXPECT_TRUE(Take(DecisionEntry(8, EntryId(5), true)).ok());
  EXPECT_TRUE(fold_.SheetsOf("e1").IsSealed("work/m1", "ann"));
}

TEST_F(FoldTest, NothingIsDecidedOnceTheResultsAreOut) {
  Start();
  Take(StateEntry(1, "LOCKED")).value();
  Take(MarkEntry(2, "ann", Item("m1", "points"), "8")).value();
  Take(StateEntry(3, "PUBLISHED")).value();
  EXPECT_EQ(fold_.board_state(), judging::BoardState::kPublished);
  EXPECT_EQ(ReasonOf(Take(DecisionEntry(4, EntryId(2), true)).status()), Reason::EVENT_STATE_WRONG);
}

TEST_F(FoldTest, OneEntrantFoldsFromHisEnvelopesAlone) {
  Start();
  Take(MarkEntry(1, "ann", Item("m1", "points"), "8")).value();
  v1::Entry other = MarkEntry(2, "ann", Item("m1", "points"), "5");
  other.mutable_mark()->set_entrant_code("8");
  Take(other).value();
  Take(MarkEntry(3, "ann", Item("m1", "points"), "3")).value();
  Take(DecisionEntry(4, EntryId(3), true)).value();
  Take(IncidentEntry(5, v1::Incident::KIND_WITHDRAWN)).value();
  EntrantFold alone;
  for (const v1::Envelope& envelope : envelopes_) {
    if (envelope.entrant() != "e1") continue;
    ASSERT_TRUE(alone.Apply(contest_, envelope).ok());
  }
  const judging::EntrantSheets& whole = fold_.SheetsOf("e1");
  EXPECT_EQ(alone.sheets().Cell({Item("m1", "points"), 1, 0, "ann"}).value, Number(3));
  EXPECT_EQ(alone.sheets().cells().size(), whole.cells().size());
  EXPECT_EQ(alone.sheets().last_position(), whole.last_position());
  EXPECT_TRUE(alone.sheets().IsWithdrawn());
}

TEST_F(FoldTest, WhatCannotHaveBeenAcceptedIsRefused) {
  v1::Envelope envelope;
  envelope.set_position(1);
  envelope.set_entrant("e1");
  envelope.set_disposition(v1::DISPOSITION_COUNTED);
  for (const v1::Entry& entry :
       {MarkEntry(1, "ann", "work/m1/b/none", "8"), MarkEntry(2, "ann", Item("m1", "points"), "x"),
        SealEntry(3, "ann", "work/m9"), DecisionEntry(4, EntryId(9), true)}) {
    envelope.set_entry(entry.SerializeAsString());
    EXPECT_EQ(ReasonOf(fold_.Apply(contest_, envelope).status()), Reason::CHAIN_BROKEN);
  }
  envelope.set_entry("no entry");
  EXPECT_EQ(ReasonOf(fold_.Apply(contest_, envelope).status()), Reason::CHAIN_BROKEN);
  EXPECT_TRUE(fold_.SheetsOf("e1").cells().empty());
}

}  // namespace
}  // namespace touchstone::ledger
