#include "services/judging/scoring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::judging {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Use = NodeInput::Use;

// Items by kind.

TEST(PointsTest, AreTheMark) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.Enter("a", "p/m/b/i", "7.5");
  f.SealAll();
  EXPECT_EQ(f.Total(), "7.5");
}

TEST(FaultTest, TakesItsDeductionOffTheShareForEachCount) {
  ScoringFixture f;
  f.block().share = 10;
  f.block().floor = Number(0);
  f.AddItem(ItemKind::kFault).deduction = N("2.5");
  f.Enter("a", "p/m/b/i", "3");
  f.SealAll();
  EXPECT_EQ(f.ValueOf("p/m/b/i"), "-7.5");
  EXPECT_EQ(f.ValueOf("p/m/b"), "2.5");
}

TEST(FaultTest, NeverTakesTheBlockBelowItsFloor) {
  ScoringFixture f;
  f.block().share = 10;
  f.block().floor = Number(0);
  f.AddItem(ItemKind::kFault).deduction = 5;
  f.Enter("a", "p/m/b/i", "3");
  f.SealAll();
  EXPECT_EQ(f.Node("p/m/b").exact, Number(-5));
  EXPECT_EQ(f.ValueOf("p/m/b"), "0");
}

TEST(FaultTest, SoManyFaultsDisqualifyUnderANamedRule) {
  ScoringFixture f;
  SchemeItem& item = f.AddItem(ItemKind::kFault);
  item.deduction = 5;
  item.disqualify_at = 2;
  f.Enter("a", "p/m/b/i", "1");
  f.SealAll();
  EXPECT_EQ(f.Result().status, EntrantStatus::kFinal);
  EXPECT_EQ(f.Node("p/m/b/i").rule, "pack/item_rules/FAULT");
  f.Enter("a", "p/m/b/i", "2");
  EXPECT_EQ(f.Result().status, EntrantStatus::kDisqualified);
  EXPECT_EQ(f.Node("p/m/b/i").rule, "p/m/b/i/disqualify_at");
}

TEST(PenaltyTest, AddsItsSecondsToTheTime) {
  ScoringFixture f;
  f.pack.measure = Measure::kSeconds;
  f.AddItem(ItemKind::kTime, "time", "1000");
  f.AddItem(ItemKind::kPenalty, "box").seconds = 15;
  f.AddItem(ItemKind::kPenalty, "gate").seconds = 0;
  f.Enter("a", "p/m/b/time", "182.35");
  f.Enter("a", "p/m/b/box", "2");
  f.Enter("a", "p/m/b/gate", "1");
  f.SealAll();
  EXPECT_EQ(f.Total(), "212.35");
}

TEST(JudgementTest, IsMaxTimesTheMeanOfThreeLevels) {
  ScoringFixture f;
  f.SetPanel({"a", "b", "c"});
  f.AddItem(ItemKind::kJudgement, "i", "1.5");
  f.pack.item_rules[ItemKind::kJudgement] = {
      .combine = Combine::kMean, .item_rounding = HalfUp(2), .max_spread = 1};
  f.EnterAll("p/m/b/i", {"2", "3", "2"});
  f.SealAll();
  const Derivation node = f.Node("p/m/b/i");
  EXPECT_EQ(node.exact, Number::Ratio(7, 6));  // 1.5 * 7 / 9
  EXPECT_EQ(node.value, N("1.17"));
  EXPECT_EQ(node.operation, Operation::kJudgement);
}

TEST(JudgementTest, ASpreadOverTheLimitCallsForANewRound) {
  ScoringFixture f;
  f.SetPanel({"a", "b", "c"});
  f.AddItem(ItemKind::kJudgement, "i", "3");
  f.pack.item_rules[ItemKind::kJudgement] = {.combine = Combine::kMean, .max_spread = 1};
  f.EnterAll("p/m/b/i", {"0", "2", "1"});
  f.SealAll();
  EXPECT_EQ(f.Result().status, EntrantStatus::kRescore);
  EXPECT_EQ(f.ValueOf("p/m/b/i"), "0");
  f.sheets.Apply(Rescore{"p/m/b/i", 1, 1}, "p/m");
  EXPECT_THAT(f.Node("p/m").children, IsEmpty());  // the panel's sheets are open again
  for (const char* judge : {"a", "b", "c"}) f.Enter(judge, "p/m/b/i", "2", 1, 1);
  f.SealAll();
  EXPECT_EQ(f.ValueOf("p/m/b/i"), "2");
  EXPECT_EQ(f.Result().status, EntrantStatus::kFinal);
}

TEST(JudgementTest, AfterTheLastRoundMarksCountWhateverTheirSpread) {
  ScoringFixture f;
  f.SetPanel({"a", "b", "c"});
  f.AddItem(ItemKind::kJudgement, "i", "3");
  f.pack.item_rules[ItemKind::kJudgement] = {
      .combine = Combine::kMean, .max_spread = 1, .rescore_rounds = 1};
  f.sheets.Apply(Rescore{"p/m/b/i", 1, 1}, "p/m");
  f.Enter("a", "p/m/b/i", "0", 1, 1);
  f.Enter("b", "p/m/b/i", "3", 1, 1);
  f.Enter("c", "p/m/b/i", "3", 1, 1);
  f.SealAll();
  EXPECT_EQ(f.ValueOf("p/m/b/i"), "2");
}

TEST(PanelItemTest, RoundsTheMeanThenTimesFactorThenRounds) {
  ScoringFixture f;
  f.SetPanel({"a", "b"});
  f.AddItem(ItemKind::kPanel).factor = N("1.6");
  f.pack.item_rules[ItemKind::kPanel] = {
      .combine = Combine::kMean, .panel_rounding = HalfUp(2), .item_rounding = HalfUp(2)};
  f.EnterAll("p/m/b/i", {"8.25", "8.5"});  // 8.375 -> 8.38; * 1.6 = 13.408
  f.SealAll();
  const Derivation node = f.Node("p/m/b/i");
  EXPECT_EQ(node.exact, N("13.408"));
  EXPECT_EQ(node.value, N("13.41"));
  EXPECT_THAT(node.inputs,
              ElementsAre(NodeInput{"a", N("8.25")}, NodeInput{"b", N("8.5")},
                          NodeInput{"panel mark", N("8.38")}, NodeInput{"factor", N("1.6")}));
}

TEST(DeductionTest, TakesOffTheAbsoluteValue) {
  for (const char* entered : {"2", "-2"}) {
    ScoringFixture f;
    f.AddItem(ItemKind::kPoints);
    f.AddItem(ItemKind::kDeduction, "d");
    f.Enter("a", "p/m/b/i", "9");
    f.Enter("a", "p/m/b/d", entered);
    f.SealAll();
    EXPECT_EQ(f.Total(), "7") << entered;
  }
}

// Null, not attempted, zero.

TEST(MissingMarkTest, NullIsNotZero) {
  ScoringFixture f;
  f.SetPanel({"a", "b", "c"});
  f.AddItem(ItemKind::kPoints);
  f.pack.item_rules[ItemKind::kPoints].combine = Combine::kMean;
  f.EnterAll("p/m/b/i", {"8", "-", "6"});
  f.SealAll();
  EXPECT_EQ(f.Total(), "7");
  EXPECT_EQ(f.Node("p/m/b/i").inputs[1].use, Use::kMissing);
}

TEST(MissingMarkTest, NotAttemptedIsZeroAndSaysSo) {
  ScoringFixture f;
  f.SetPanel({"a", "b"});
  f.AddItem(ItemKind::kPoints);
  f.pack.item_rules[ItemKind::kPoints].combine = Combine::kMean;
  f.EnterAll("p/m/b/i", {"8", ""});
  f.SealAll();
  EXPECT_EQ(f.Total(), "4");
  EXPECT_EQ(f.Node("p/m/b/i").inputs[1].use, Use::kNotAttempted);
}

TEST(MissingMarkTest, AMeasurementThatWasNotAttemptedIsWorthNothing) {
  ScoringFixture f;
  // A measured 0 would be full marks.
  f.AddItem(ItemKind::kMeasurement).calculation =
      DifferenceDeduction{.target = 0, .difference = 1, .deduction = 1};
  f.Enter("a", "p/m/b/i", "");
  f.SealAll();
  EXPECT_EQ(f.Total(), "0");
  f.Enter("a", "p/m/b/i", "0");
  EXPECT_EQ(f.Total(), "10");
}

TEST(MissingMarkTest, ATimeThatWasNotAttemptedIsNotTheBestTime) {
  ScoringFixture f;
  f.pack.measure = Measure::kSeconds;
  f.AddItem(ItemKind::kTime, "time", "1000");
  f.Enter("a", "p/m/b/time", "");
  f.SealAll();
  EXPECT_EQ(f.Result().status, EntrantStatus::kDidNotStart);
}

// Panels.

TEST(IncompletePanelTest, ContributesNothingAndShowsNothing) {
  ScoringFixture f;
  f.SetPanel({"a", "b"});
  f.AddItem(ItemKind::kPoints);
  f.pack.item_rules[ItemKind::kPoints].combine = Combine::kMean;
  f.EnterAll("p/m/b/i", {"8", "9"});
  f.sheets.Apply(Seal{"a", "p/m"});
  const Derivation node = f.Node("p/m");
  EXPECT_EQ(node.state, NodeState::kPanelIncomplete);
  EXPECT_EQ(node.value, Number(0));
  EXPECT_THAT(node.inputs, IsEmpty());
  EXPECT_THAT(node.children, IsEmpty());
  EXPECT_EQ(f.Result().status, EntrantStatus::kWaiting);
  f.sheets.Apply(Seal{"b", "p/m"});
  EXPECT_EQ(f.Total(), "8.5");
  EXPECT_EQ(f.Result().status, EntrantStatus::kFinal);
}

TEST(IncompletePanelTest, OfAPanelThatIsLargeEnoughOnlySealedMarksCount) {
  ScoringFixture f;
  f.SetPanel({"a", "b", "c"});
  f.module().panel_size = 2;
  f.pack.panel_complete = PanelComplete::kPanelSize;
  f.AddItem(ItemKind::kPoints);
  f.pack.item_rules[ItemKind::kPoints].combine = Combine::kMean;
  f.EnterAll("p/m/b/i", {"8", "9", "1"});
  f.sheets.Apply(Seal{"a", "p/m"});
  f.sheets.Apply(Seal{"b", "p/m"});
  EXPECT_EQ(f.Total(), "8.5");
}

TEST(PanelMembersTest, MarksOfAJudgeWhoLeftThePanelDoNotCount) {
  ScoringFixture f;
  f.SetPanel({"a", "b"});
  f.AddItem(ItemKind::kPoints);
  f.pack.item_rules[ItemKind::kPoints].combine = Combine::kMean;
  f.EnterAll("p/m/b/i", {"8", "9"});
  f.SealAll();
  f.SetPanel({"b"});
  EXPECT_EQ(f.Total(), "9");
}

// Rounding points.

TEST(RoundingPointTest, PartIsFlooredThenRoundedThenWeightedThenRounded) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints, "i", "100");
  PartRule& part = f.pack.parts[0];
  part.weight = N("0.7");
  part.rounding = HalfUp(1);
  part.weighted_rounding = HalfUp(2);
  f.Enter("a", "p/m/b/i", "77.77");  // 77.8; * 0.7 = 54.46
  f.SealAll();
  EXPECT_EQ(f.Node("p").unweighted, N("77.8"));
  EXPECT_EQ(f.ValueOf("p"), "54.46");
  part.rounding.reset();  // 77.77 * 0.7 = 54.439
  EXPECT_EQ(f.ValueOf("p"), "54.44");
  part.weighted_rounding.reset();
  f.pack.total_rounding = HalfUp(1);
  EXPECT_EQ(f.ValueOf("p"), "54.439");
  EXPECT_EQ(f.Total(), "54.4");
}

TEST(RoundingPointTest, HalvesGoAwayFromZeroAtTwoPlaces) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints, "i", "100");
  f.pack.total_rounding = HalfUp(2);
  f.Enter("a", "p/m/b/i", "2.345");
  f.SealAll();
  EXPECT_EQ(f.Total(), "2.35");
}

TEST(PartFloorTest, DeductionsDoNotTakeAPartBelowItsFloor) {
  ScoringFixture f;
  f.AddItem(ItemKind::kDeduction);
  f.pack.parts[0].floor = Number(0);
  f.Enter("a", "p/m/b/i", "4");
  f.SealAll();
  EXPECT_EQ(f.ValueOf("p/m"), "-4");
  EXPECT_EQ(f.Total(), "0");
}

// Attempts.

class AttemptTest : public ::testing::Test {
 protected:
  AttemptTest() {
    f.module().attempts = 3;
    f.AddItem(ItemKind::kPoints);
  }
  void Enter(int attempt, const char* mark) { f.Enter("a", "p/m/b/i", mark, attempt); }
  ScoringFixture f;
};

TEST_F(AttemptTest, TheBestCounts) {
  Enter(1, "5");
  Enter(2, "8");
  Enter(3, "6");
  f.SealAll();
  EXPECT_EQ(f.Total(), "8");
  EXPECT_EQ(f.Node("p/m").inputs[0].use, Use::kNotCounted);
  EXPECT_EQ(f.Node("p/m").inputs[1].use, Use::kUsed);
  EXPECT_EQ(f.Node("p/m/b/i").id, "p/m#2/b/i");
}

TEST_F(AttemptTest, TheLastThatWasMadeCounts) {
  f.pack.attempt_rule = AttemptRule::kLast;
  Enter(1, "8");
  Enter(2, "5");
  f.SealAll();
  EXPECT_EQ(f.Total(), "5");
  EXPECT_EQ(f.Node("p/m").inputs[2].use, Use::kMissing);
}

TEST_F(AttemptTest, TheSumCounts) {
  f.pack.attempt_rule = AttemptRule::kSum;
  Enter(1, "8");
  Enter(3, "5");
  f.SealAll();
  EXPECT_EQ(f.Total(), "13");
}

TEST_F(AttemptTest, OneThatWasNotFinishedDoesNotCount) {
  Enter(1, "9");
  Enter(2, "4");
  f.Happen(IncidentKind::kDidNotFinish, "p/m", 1);
  f.SealAll();
  EXPECT_EQ(f.Total(), "4");
  EXPECT_EQ(f.Result().status, EntrantStatus::kFinal);
}

TEST_F(AttemptTest, WhenNoneThatWasMadeIsFinishedTheEntrantDidNotFinish) {
  Enter(1, "9");
  f.Happen(IncidentKind::kDidNotFinish, "p/m", 1);
  EXPECT_EQ(f.Result().status, EntrantStatus::kWaiting);  // a second attempt may follow
  f.SealAll();
  EXPECT_EQ(f.Result().status, EntrantStatus::kDidNotFinish);
  EXPECT_EQ(f.Total(), "0");
}

TEST_F(AttemptTest, OneThatWasNotMadeIsNotAZero) {
  f.pack.measure = Measure::kSeconds;
  Enter(2, "50");
  f.SealAll();
  EXPECT_EQ(f.Total(), "50");
}

// Incidents.

TEST(IncidentTest, SafetyZeroTakesABlockModuleOrPartToNothing) {
  for (const char* scope : {"p/m/b", "p/m", "p"}) {
    ScoringFixture f;
    f.AddItem(ItemKind::kPoints);
    f.Enter("a", "p/m/b/i", "8");
    f.SealAll();
    f.Happen(IncidentKind::kSafetyZero, scope);
    EXPECT_EQ(f.Total(), "0") << scope;
    EXPECT_EQ(f.Node(scope).state, NodeState::kZeroed);
    EXPECT_EQ(f.Node(scope).rule, "rule 7");
    EXPECT_EQ(f.ValueOf("p/m/b/i"), "8") << "what was marked stays readable";
    EXPECT_EQ(f.Result().status, EntrantStatus::kFinal);
  }
}

TEST(IncidentTest, SafetyZeroIsNoWorldRecordWhereLeastWins) {
  ScoringFixture f;
  f.pack.measure = Measure::kSeconds;
  f.AddItem(ItemKind::kTime, "time", "1000");
  f.Enter("a", "p/m/b/time", "90");
  f.SealAll();
  f.Happen(IncidentKind::kSafetyZero, "p/m");
  EXPECT_EQ(f.Result().status, EntrantStatus::kDisqualified);
}

TEST(IncidentTest, TheStrongestWordCounts) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.Enter("a", "p/m/b/i", "8");
  f.SealAll();
  EXPECT_EQ(f.Result().status, EntrantStatus::kFinal);
  f.Happen(IncidentKind::kDidNotFinish, "");
  EXPECT_EQ(f.Result().status, EntrantStatus::kDidNotFinish);
  f.Happen(IncidentKind::kDidNotStart, "p");
  EXPECT_EQ(f.Result().status, EntrantStatus::kDidNotStart);
  f.Happen(IncidentKind::kDisqualified, "p/m/b");
  EXPECT_EQ(f.Result().status, EntrantStatus::kDisqualified);
  f.Happen(IncidentKind::kWithdrawn, "");
  EXPECT_EQ(f.Result().status, EntrantStatus::kWithdrawn);
}

TEST(IncidentTest, ARevokedIncidentNeverWas) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.Enter("a", "p/m/b/i", "8");
  f.SealAll();
  const Score before = f.Result();
  f.sheets.Apply(Incident{.kind = IncidentKind::kDisqualified, .rule = "r"}, "mistake", 90);
  ASSERT_EQ(f.Result().status, EntrantStatus::kDisqualified);
  f.sheets.Apply(Incident{.kind = IncidentKind::kRevoked, .revokes = "mistake"}, "mended", 91);
  EXPECT_EQ(f.Result(), before);
}

TEST(IncidentTest, AnEquipmentFaultChangesNoMark) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.Enter("a", "p/m/b/i", "8");
  f.SealAll();
  const Score before = f.Result();
  f.Happen(IncidentKind::kEquipmentFault, "p/m");
  EXPECT_EQ(f.Result(), before);
}

TEST(IncidentTest, DoesNotOpenAHiddenModule) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.Enter("a", "p/m/b/i", "8");
  f.Happen(IncidentKind::kDidNotStart, "");
  EXPECT_EQ(f.Result().status, EntrantStatus::kDidNotStart);
  EXPECT_THAT(f.Node("p/m").children, IsEmpty());
  EXPECT_EQ(f.Total(), "0");
}

// Stages.

TEST(StageTest, IsTheSumOfSomePartsUnderTheTotalsRounding) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.pack.parts.push_back({.part_id = "q", .weight = N("0.5")});
  SchemePart q{.path = "q"};
  q.modules = {{.path = "q/m"}};
  q.modules[0].blocks = {{.path = "q/m/b"}};
  q.modules[0].blocks[0].items = {{.path = "q/m/b/i", .kind = ItemKind::kPoints}};
  f.scheme.parts.push_back(q);
  f.panels["q/m"] = {"a"};
  f.pack.total_rounding = HalfUp(1);
  f.Enter("a", "p/m/b/i", "1.11");
  f.Enter("a", "q/m/b/i", "8.5");
  f.SealAll("p/m");
  f.SealAll("q/m");
  const ScoringRules rules(f.pack, f.scheme);
  const Score score = f.Result();
  EXPECT_EQ(StageTotal(rules, score, {"q"}), N("4.3"));
  EXPECT_EQ(StageTotal(rules, score, {"p", "q"}), N("5.4"));
  EXPECT_EQ(score.total.value, N("5.4"));
}

TEST(FindNodeTest, FindsEveryLevelAndNothingElse) {
  ScoringFixture f;
  f.AddItem(ItemKind::kPoints);
  f.Enter("a", "p/m/b/i", "8");
  f.SealAll();
  for (const char* path : {"", "p", "p/m", "p/m/b", "p/m/b/i"}) EXPECT_EQ(f.Node(path).id, path);
  for (const char* path : {"x", "p/mm", "p/m/b/i/j", "p/m#1"}) {
    EXPECT_EQ(f.Node(path).id, "missing") << path;
  }
}

}  // namespace
}  // namespace touchstone::judging
