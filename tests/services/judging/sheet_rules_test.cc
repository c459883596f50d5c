#include "services/judging/sheet_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "tests/support/kinds_contest.h"

namespace touchstone::judging {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using touchstone::testing::Item;
using touchstone::testing::KindsContest;

// The contest, and what was entered about entrant e1 so far.
class SheetRulesTest : public ::testing::Test {
 protected:
  Situation At(EventState state = EventState::kRunning, std::string_view entrant = "e1") {
    return {contest_, *contest_.FindEntrant(entrant), sheets_, state, false};
  }

  static Mark MarkOf(std::string judge, std::string item, std::optional<Number> value,
                     std::uint32_t base_revision = 0) {
    Mark mark;
    mark.judge = std::move(judge);
    mark.item = std::move(item);
    mark.value = value;
    mark.base_revision = base_revision;
    return mark;
  }

  // Decides on the mark and folds it when it counts.
  absl::StatusOr<Verdict> Enter(const Mark& mark, EventState state = EventState::kRunning) {
    auto verdict = DecideMark(At(state), mark);
    if (verdict.ok() && verdict->disposition == Disposition::kCounted) {
      const SchemeItem* item = rules().FindItem(mark.item);
      sheets_.Apply(mark, rules().RuleOf(item->kind).combine == Combine::kShared, ++position_);
    }
    return verdict;
  }

  Disposition Become(const Mark& mark, EventState state = EventState::kRunning) {
    const auto verdict = Enter(mark, state);
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    return verdict.ok() ? verdict->disposition : Disposition::kQuarantined;
  }

  Reason Refusal(const Mark& mark) { return ReasonOf(DecideMark(At(), mark).status()); }

  // Marks and seals m1 by both judges.
  void FinishModuleOne() {
    for (const char* judge : {"ann", "bob"}) {
      ASSERT_EQ(Become(MarkOf(judge, Item("m1", "points"), Number(8))), Disposition::kCounted);
      ASSERT_EQ(Become(MarkOf(judge, Item("m1", "level"), Number(2))), Disposition::kCounted);
    }
    ASSERT_EQ(Become(MarkOf("ann", Item("m1", "fault"), Number(0))), Disposition::kCounted);
    for (const char* judge : {"ann", "bob"}) {
      ASSERT_TRUE(DecideSeal(At(), {judge, "work/m1"}).ok());
      sheets_.Apply(Seal{judge, "work/m1"});
    }
  }

  void Open(const std::string& item, int round) {
    sheets_.Apply(Rescore{item, 1, round}, ModuleOf(item));
  }

  const ScoringRules& rules() { return *contest_.FindDiscipline("d1")->rules; }

  Contest contest_ = KindsContest();
  EntrantSheets sheets_;
  std::uint64_t position_ = 0;
};

using MarkRulesTest = SheetRulesTest;
using SealRulesTest = SheetRulesTest;
using IncidentRulesTest = SheetRulesTest;
using RescoreRulesTest = SheetRulesTest;

TEST_F(MarkRulesTest, CountsAndMovesTheRevision) {
  const auto first = Enter(MarkOf("ann", Item("m1", "points"), Number(8)));
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(first->disposition, Disposition::kCounted);
  EXPECT_EQ(first->revision, 1u);
  EXPECT_EQ(first->current_value, Number(8));
  const auto second = Enter(MarkOf("ann", Item("m1", "points"), Number(9), 1));
  EXPECT_EQ(second->revision, 2u);
}

TEST_F(MarkRulesTest, IsInConflictUnlessItsBaseRevisionIsTheCurrentOne) {
  Enter(MarkOf("ann", Item("m1", "points"), Number(8))).value();
  const auto stale = Enter(MarkOf("ann", Item("m1", "points"), Number(3)));
  ASSERT_TRUE(stale.ok());
  EXPECT_EQ(stale->disposition, Disposition::kConflict);
  EXPECT_EQ(stale->revision, 1u);
  EXPECT_EQ(stale->current_value, Number(8));
  EXPECT_EQ(Become(MarkOf("ann", Item("m1", "points"), Number(3), 5)), Disposition::kConflict);
}

TEST_F(MarkRulesTest, IsInConflictWhenItReplacesAnEntryThatDoesNotCount) {
  // Two marks made without network; the second replaces the first, and another tablet was faster.
  Mark elsewhere = MarkOf("ann", Item("m1", "points"), Number(8));
  elsewhere.entry_id = "elsewhere";
  Mark first = MarkOf("ann", Item("m1", "points"), Number(3));
  first.entry_id = "first";
  Mark second = MarkOf("ann", Item("m1", "points"), Number(4), 1);
  second.entry_id = "second";
  second.replaces = "first";
  EXPECT_EQ(Become(elsewhere), Disposition::kCounted);
  EXPECT_EQ(Become(first), Disposition::kConflict);
  EXPECT_EQ(Become(second), Disposition::kConflict) << "ann never saw the 8";
  Mark third = MarkOf("ann", Item("m1", "points"), Number(5), 1);
  third.replaces = "elsewhere";
  EXPECT_EQ(Become(third), Disposition::kCounted);
}

TEST_F(MarkRulesTest, EachJudgeHasACellOfHisOwn) {
  EXPECT_EQ(Become(MarkOf("ann", Item("m1", "points"), Number(8))), Disposition::kCounted);
  EXPECT_EQ(Become(MarkOf("bob", Item("m1", "points"), Number(3))), Disposition::kCounted);
}

TEST_F(MarkRulesTest, ASharedItemHasOneCellForThePanel) {
  EXPECT_EQ(Become(MarkOf("ann", Item("m1", "fault"), Number(1))), Disposition::kCounted);
  EXPECT_EQ(Become(MarkOf("bob", Item("m1", "fault"), Number(2))), Disposition::kConflict);
  EXPECT_EQ(Become(MarkOf("bob", Item("m1", "fault"), Number(2), 1)), Disposition::kCounted);
}

TEST_F(MarkRulesTest, ANullIsKeptAsNoMarkAndIsNotZero) {
  Enter(MarkOf("ann", Item("m1", "points"), Number(8))).value();
  const auto erased = Enter(MarkOf("ann", Item("m1", "points"), std::nullopt, 1));
  ASSERT_TRUE(erased.ok());
  EXPECT_EQ(erased->disposition, Disposition::kCounted);
  EXPECT_FALSE(erased->current_value.has_value());
  EXPECT_FALSE(sheets_.Cell({Item("m1", "points"), 1, 0, "ann"}).HasMark());
}

TEST_F(MarkRulesTest, ANotAttemptedItemHasNoValue) {
  Mark mark = MarkOf("ann", Item("m1", "points"), Number(0));
  mark.not_attempted = true;
  EXPECT_EQ(Refusal(mark), Reason::MARK_NULL_NOT_ALLOWED);
  mark.value.reset();
  EXPECT_EQ(Become(mark), Disposition::kCounted);
  EXPECT_TRUE(sheets_.Cell({Item("m1", "points"), 1, 0, "ann"}).HasMark());
}

TEST_F(MarkRulesTest, RefusesUnknownItemsAndAttempts) {
  EXPECT_EQ(Refusal(MarkOf("ann", "work/m1/b/none", Number(1))), Reason::ITEM_UNKNOWN);
  Mark third = MarkOf("ann", Item("m1", "points"), Number(1));
  third.attempt = 3;
  EXPECT_EQ(Refusal(third), Reason::ATTEMPT_UNKNOWN);
}

TEST_F(MarkRulesTest, RefusesJudgesWhoAreNotAssigned) {
  EXPECT_EQ(Refusal(MarkOf("bob", Item("m2", "time"), Number(9))), Reason::JUDGE_NOT_ASSIGNED);
  EXPECT_EQ(Refusal(MarkOf("eve", Item("m1", "points"), Number(9))), Reason::JUDGE_NOT_ASSIGNED);
}

TEST_F(MarkRulesTest, AJudgeDoesNotMarkTheOwnCompany) {
  EXPECT_EQ(Refusal(MarkOf("cid", Item("m2", "time"), Number(9))), Reason::JUDGE_NOT_ASSIGNED);
  EXPECT_TRUE(
      DecideMark(At(EventState::kRunning, "e2"), MarkOf("cid", Item("m2", "time"), Number(9)))
          .ok());
}

TEST_F(MarkRulesTest, RefusesMarksBeforeTheStart) {
  EXPECT_EQ(
      ReasonOf(DecideMark(At(EventState::kDraft), MarkOf("ann", Item("m1", "points"), 1)).status()),
      Reason::EVENT_NOT_RUNNING);
}

TEST_F(MarkRulesTest, IsLateAfterTheLock) {
  for (const EventState state : {EventState::kLocked, EventState::kPublished}) {
    EXPECT_EQ(Become(MarkOf("ann", Item("m1", "points"), Number(8)), state), Disposition::kLate);
  }
}

TEST_F(MarkRulesTest, IsLateAfterTheJudgeSealed) {
  FinishModuleOne();
  EXPECT_EQ(Become(MarkOf("ann", Item("m1", "points"), Number(9), 1)), Disposition::kLate);
}

TEST_F(MarkRulesTest, ARevokedDevicesMarkIsQuarantinedWhateverElse) {
  Situation at = At(EventState::kLocked);
  at.quarantined = true;
  const auto verdict = DecideMark(at, MarkOf("ann", Item("m1", "points"), Number(8), 4));
  ASSERT_TRUE(verdict.ok());
  EXPECT_EQ(verdict->disposition, Disposition::kQuarantined);
}

struct ValueCase {
  const char* module;
  const char* item;
  const char* value;
  Reason reason;  // kUnspecified: it may be entered
};

class MarkValueTest : public ::testing::TestWithParam<ValueCase> {};

TEST_P(MarkValueTest, StaysInTheRangeOfItsKind) {
  const Contest contest = KindsContest();
  const SchemeItem& item =
      *contest.FindDiscipline("d1")->rules->FindItem(Item(GetParam().module, GetParam().item));
  EXPECT_EQ(ReasonOf(CheckValue(item, *Number::Parse(GetParam().value))), GetParam().reason);
}

constexpr Reason kFine = Reason::kUnspecified;
INSTANTIATE_TEST_SUITE_P(
    Kinds, MarkValueTest,
    ::testing::Values(ValueCase{"m1", "points", "10", kFine}, ValueCase{"m1", "points", "0", kFine},
                      ValueCase{"m1", "points", "10.5", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m1", "points", "-0.5", Reason::MARK_BELOW_MINIMUM},
                      ValueCase{"m1", "points", "7.25", Reason::MARK_OFF_STEP},
                      ValueCase{"m1", "fault", "4", kFine},
                      ValueCase{"m1", "fault", "5", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m1", "fault", "1.5", Reason::MARK_OFF_STEP},
                      ValueCase{"m1", "level", "3", kFine},
                      ValueCase{"m1", "level", "4", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m1", "level", "2.5", Reason::MARK_OFF_STEP},
                      ValueCase{"m1", "panel", "9.123456", kFine},
                      ValueCase{"m1", "panel", "9.1234567", Reason::MARK_OFF_STEP},
                      ValueCase{"m2", "passed", "1", kFine},
                      ValueCase{"m2", "passed", "2", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m2", "done", "12", kFine},
                      ValueCase{"m2", "done", "13", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m2", "done", "3.5", Reason::MARK_OFF_STEP},
                      ValueCase{"m2", "gap", "-17.5", kFine},
                      ValueCase{"m2", "choice", "0", Reason::MARK_BELOW_MINIMUM},
                      ValueCase{"m2", "choice", "2", kFine},
                      ValueCase{"m2", "choice", "3", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m2", "time", "1000.25", kFine},
                      ValueCase{"m2", "time", "-1", Reason::MARK_BELOW_MINIMUM},
                      ValueCase{"m2", "penalty", "9", kFine},
                      ValueCase{"m2", "penalty", "10", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m2", "penalty", "0.5", Reason::MARK_OFF_STEP},
                      ValueCase{"m2", "imported", "100.5", Reason::MARK_ABOVE_MAXIMUM},
                      ValueCase{"m2", "off", "-5", kFine}, ValueCase{"m2", "off", "5", kFine},
                      ValueCase{"m2", "off", "-5.5", Reason::MARK_BELOW_MINIMUM},
                      ValueCase{"m2", "off", "5.5", Reason::MARK_ABOVE_MAXIMUM}));

TEST_F(SealRulesTest, ASheetWithGapsIsRefusedAndTheyAreNamed) {
  Enter(MarkOf("ann", Item("m1", "points"), Number(8))).value();
  const auto refused = DecideSeal(At(), {"ann", "work/m1"});
  EXPECT_EQ(ReasonOf(refused.status()), Reason::SHEET_HAS_GAPS);
  std::vector<std::string> named;
  for (const FieldViolation& gap : DetailOf(refused.status()).fields) named.push_back(gap.field);
  EXPECT_THAT(named, ElementsAre(Item("m1", "fault"), Item("m1", "level")));
}

TEST_F(SealRulesTest, AskForTheOtherJudgesSharedMarkButNotForHisOwn) {
  Enter(MarkOf("ann", Item("m1", "points"), Number(8))).value();
  Enter(MarkOf("ann", Item("m1", "level"), Number(2))).value();
  Enter(MarkOf("bob", Item("m1", "fault"), Number(0))).value();
  EXPECT_THAT(GapsOf(At(), {"ann", "work/m1"}), IsEmpty());
  EXPECT_THAT(GapsOf(At(), {"bob", "work/m1"}),
              ElementsAre(Item("m1", "points"), Item("m1", "level")));
}

TEST_F(SealRulesTest, ASecondAttemptIsAskedForOnlyWhenItWasMade) {
  Mark second = MarkOf("bob", Item("m1", "points"), Number(5));
  second.attempt = 2;
  ASSERT_EQ(Become(second), Disposition::kCounted);
  EXPECT_THAT(GapsOf(At(), {"ann", "work/m1"}),
              ElementsAre(Item("m1", "points"), Item("m1", "fault"), Item("m1", "level"),
                          Item("m1", "points") + "#2", Item("m1", "fault") + "#2",
                          Item("m1", "level") + "#2"));
}

TEST_F(SealRulesTest, AnIncidentLiftsWhatItCovers) {
  Incident incident;
  incident.kind = IncidentKind::kDidNotFinish;
  incident.scope = "work/m1";
  incident.attempt = 1;
  sheets_.Apply(incident, "i1", ++position_);
  EXPECT_THAT(GapsOf(At(), {"ann", "work/m1"}), IsEmpty());
  EXPECT_THAT(GapsOf(At(), {"ann", "work/m2"}), ::testing::SizeIs(8));
  const SchemeItem& points = *rules().FindItem(Item("m1", "points"));
  EXPECT_TRUE(MayStayEmpty(rules(), sheets_, points, 1));
  EXPECT_FALSE(MayStayEmpty(rules(), sheets_, points, 2));
  Incident revoked;
  revoked.kind = IncidentKind::kRevoked;
  revoked.revokes = "i1";
  sheets_.Apply(revoked, "i2", ++position_);
  EXPECT_THAT(GapsOf(At(), {"ann", "work/m1"}), ::testing::SizeIs(3));
}

TEST_F(SealRulesTest, IsLateAfterTheLockWithGapsOrWithout) {
  const auto late = DecideSeal(At(EventState::kLocked), {"ann", "work/m1"});
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(late->disposition, Disposition::kLate);
}

TEST_F(SealRulesTest, RefusesStrangersAndUnknownModules) {
  EXPECT_EQ(ReasonOf(DecideSeal(At(), {"bob", "work/m2"}).status()), Reason::JUDGE_NOT_ASSIGNED);
  EXPECT_EQ(ReasonOf(DecideSeal(At(), {"ann", "work/m9"}).status()), Reason::ITEM_UNKNOWN);
}

TEST_F(SealRulesTest, ThePanelIsCompleteWhenAllOfItSealed) {
  const SchemeModule& module = *rules().FindModule("work/m1");
  const Panel panel = contest_.PanelOf(*contest_.FindEntrant("e1"), "work/m1");
  EXPECT_THAT(panel, ElementsAre("ann", "bob"));
  EXPECT_FALSE(IsPanelComplete(rules(), module, panel, sheets_));
  sheets_.Apply(Seal{"ann", "work/m1"});
  EXPECT_FALSE(IsPanelComplete(rules(), module, panel, sheets_));
  sheets_.Apply(Seal{"bob", "work/m1"});
  EXPECT_TRUE(IsPanelComplete(rules(), module, panel, sheets_));
  EXPECT_FALSE(IsPanelComplete(rules(), module, {"ann"}, sheets_)) << "smaller than its size";
  EXPECT_FALSE(IsPanelComplete(rules(), module, {}, sheets_));
}

TEST_F(SealRulesTest, JudgesWithAnInterestAreNotOnThePanel) {
  EXPECT_THAT(contest_.PanelOf(*contest_.FindEntrant("e1"), "work/m2"), ElementsAre("ann"));
  EXPECT_THAT(contest_.PanelOf(*contest_.FindEntrant("e2"), "work/m2"), ElementsAre("ann", "cid"));
}

TEST_F(RescoreRulesTest, NeedsTheWholePanelAndTheNextRound) {
  EXPECT_EQ(ReasonOf(CheckRescore(At(), {Item("m1", "level"), 1, 1})), Reason::PANEL_INCOMPLETE);
  FinishModuleOne();
  EXPECT_EQ(ReasonOf(CheckRescore(At(), {Item("m1", "level"), 1, 2})), Reason::RESCORE_ROUND_WRONG);
  EXPECT_TRUE(CheckRescore(At(), {Item("m1", "level"), 1, 1}).ok());
  EXPECT_EQ(ReasonOf(CheckRescore(At(EventState::kLocked), {Item("m1", "level"), 1, 1})),
            Reason::EVENT_STATE_WRONG);
}

TEST_F(RescoreRulesTest, OpensTheSheetsForThisItemOnly) {
  FinishModuleOne();
  Open(Item("m1", "level"), 1);
  Mark again = MarkOf("ann", Item("m1", "level"), Number(3));
  EXPECT_EQ(Become(again), Disposition::kConflict) << "round 0 is over";
  again.round = 1;
  EXPECT_EQ(Become(again), Disposition::kCounted);
  again.round = 2;
  EXPECT_EQ(Refusal(again), Reason::RESCORE_ROUND_WRONG);
  EXPECT_EQ(Become(MarkOf("ann", Item("m1", "points"), Number(1), 1)), Disposition::kLate);
  EXPECT_EQ(sheets_.Cell({Item("m1", "level"), 1, 0, "ann"}).value, Number(2)) << "stays readable";
}

TEST_F(RescoreRulesTest, IsSealedAgainWithAMarkOfTheNewRound) {
  FinishModuleOne();
  Open(Item("m1", "level"), 1);
  EXPECT_THAT(GapsOf(At(), {"ann", "work/m1"}), ElementsAre(Item("m1", "level")));
  EXPECT_FALSE(sheets_.IsSealed("work/m1", "ann"));
  EXPECT_EQ(ReasonOf(CheckRescore(At(), {Item("m1", "level"), 1, 2})), Reason::PANEL_INCOMPLETE);
  EXPECT_TRUE(CheckRescore(At(), {Item("m1", "points"), 1, 1}).ok()) << "another item may follow";
}

TEST_F(IncidentRulesTest, GraveOnesNeedRuleJudgeWitnessAndReason) {
  Incident incident;
  incident.kind = IncidentKind::kSafetyZero;
  const auto refused = CheckIncident(At(), incident);
  EXPECT_EQ(ReasonOf(refused), Reason::INCIDENT_INCOMPLETE);
  EXPECT_THAT(DetailOf(refused).fields, ::testing::SizeIs(5));
  incident.rule = "3.2";
  incident.reason = "no helmet";
  incident.scope = "work/m1/b";
  incident.judge = "ann";
  incident.witness = "ann";
  EXPECT_EQ(ReasonOf(CheckIncident(At(), incident)), Reason::INCIDENT_INCOMPLETE)
      << "the witness is another judge";
  incident.witness = "bob";
  EXPECT_TRUE(CheckIncident(At(), incident).ok());
}

TEST_F(IncidentRulesTest, AWithdrawalNeedsAReasonOnlyAndMayComeBeforeTheStart) {
  Incident incident;
  incident.kind = IncidentKind::kWithdrawn;
  EXPECT_EQ(ReasonOf(CheckIncident(At(), incident)), Reason::INCIDENT_INCOMPLETE);
  incident.reason = "ill";
  EXPECT_TRUE(CheckIncident(At(EventState::kDraft), incident).ok());
  EXPECT_EQ(ReasonOf(CheckIncident(At(EventState::kPublished), incident)),
            Reason::EVENT_STATE_WRONG);
}

TEST_F(IncidentRulesTest, OnlyAnIncidentThatStandsIsRevoked) {
  Incident revoked;
  revoked.kind = IncidentKind::kRevoked;
  revoked.reason = "mistaken number";
  revoked.revokes = "i1";
  EXPECT_EQ(ReasonOf(CheckIncident(At(), revoked)), Reason::INCIDENT_INCOMPLETE);
  Incident withdrawn;
  withdrawn.kind = IncidentKind::kWithdrawn;
  sheets_.Apply(withdrawn, "i1", 1);
  EXPECT_TRUE(sheets_.IsWithdrawn());
  EXPECT_TRUE(CheckIncident(At(), revoked).ok());
  sheets_.Apply(revoked, "i2", 2);
  EXPECT_FALSE(sheets_.IsWithdrawn());
  EXPECT_EQ(ReasonOf(CheckIncident(At(), revoked)), Reason::INCIDENT_INCOMPLETE);
}

TEST_F(IncidentRulesTest, ScopesAndAttemptsExist) {
  Incident incident;
  incident.kind = IncidentKind::kDidNotFinish;
  incident.reason = "stopped";
  incident.scope = "work/m9";
  EXPECT_EQ(ReasonOf(CheckIncident(At(), incident)), Reason::ITEM_UNKNOWN);
  incident.scope = "work/m2";
  incident.attempt = 2;
  EXPECT_EQ(ReasonOf(CheckIncident(At(), incident)), Reason::ATTEMPT_UNKNOWN);
}

TEST(StateChangeRulesTest, GoesFromDraftToPublishedAndBackOnlyFromLocked) {
  const EventState all[] = {EventState::kDraft, EventState::kRunning, EventState::kLocked,
                            EventState::kPublished};
  std::vector<std::string> allowed;
  for (int from = 0; from < 4; ++from) {
    for (int to = 0; to < 4; ++to) {
      if (CheckStateChange(all[from], {all[to], {}, "why"}).ok()) {
        allowed.push_back(std::to_string(from) + ">" + std::to_string(to));
      }
    }
  }
  EXPECT_THAT(allowed, ElementsAre("0>1", "1>2", "2>1", "2>3"));
  EXPECT_EQ(ReasonOf(CheckStateChange(EventState::kLocked, {EventState::kRunning, {}, ""})),
            Reason::ENTRY_MALFORMED)
      << "an unlock has a reason";
}

TEST(StateChangeRulesTest, TheBoardIsPublishedWithTheEvent) {
  EXPECT_TRUE(CheckStateChange(EventState::kRunning, {{}, BoardState::kFrozen, ""}).ok());
  EXPECT_FALSE(CheckStateChange(EventState::kRunning, {{}, BoardState::kPublished, ""}).ok());
  EXPECT_FALSE(CheckStateChange(EventState::kPublished, {{}, BoardState::kLive, ""}).ok());
  EXPECT_FALSE(CheckStateChange(EventState::kRunning, {}).ok());
}

}  // namespace
}  // namespace touchstone::judging
