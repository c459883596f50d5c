#include "services/training/findings.h"

#include <gtest/gtest.h>

#include "tests/services/training/progress_cases.h"

namespace touchstone::training {
namespace {

using testing::Check;
using testing::Closure;
using testing::Day;

// "check/f1 open", "check/f1 2024-05-08 by c1", "check/f1 overdue".
std::vector<std::string> Standing(const Progress& progress, const std::string& day) {
  std::vector<std::string> lines;
  for (const FindingState& state : FindingsOn(progress, Day(day))) {
    std::string line = progress.evaluations[state.evaluation].record + "/" + state.finding.id;
    if (state.closed) {
      line += " " + state.closed->ToString() + " by " + state.closure;
    } else {
      line += state.overdue ? " overdue" : " open";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(FindingsTest, AFindingStaysOpenOverWeeksMonthsAndYearsUntilItIsClosed) {
  Progress progress;
  progress.evaluations = {Check("w1", "2024-12-30", {"f1", "f2"})};
  progress.closures = {Closure("c1", "2026-02-03", "w1", "f1")};
  EXPECT_EQ(Standing(progress, "2024-12-29"), Lines{});
  EXPECT_EQ(Standing(progress, "2024-12-30"), (Lines{"w1/f1 open", "w1/f2 open"}));
  EXPECT_EQ(Standing(progress, "2025-01-06"), (Lines{"w1/f1 open", "w1/f2 open"}));
  EXPECT_EQ(Standing(progress, "2026-02-02"), (Lines{"w1/f1 open", "w1/f2 open"}));
  EXPECT_EQ(Standing(progress, "2026-02-03"), (Lines{"w1/f1 2026-02-03 by c1", "w1/f2 open"}));
}

TEST(FindingsTest, AFindingIsOverdueOnTheDayAfterItsDay) {
  Progress progress;
  progress.evaluations = {Check("w1", "2024-05-06", {"f1"})};
  progress.evaluations[0].findings[0].due = Day("2024-05-10");
  EXPECT_EQ(Standing(progress, "2024-05-10"), Lines{"w1/f1 open"});
  EXPECT_EQ(Standing(progress, "2024-05-11"), Lines{"w1/f1 overdue"});
  progress.closures = {Closure("c1", "2024-05-20", "w1", "f1")};
  EXPECT_EQ(Standing(progress, "2024-05-19"), Lines{"w1/f1 overdue"});
  EXPECT_EQ(Standing(progress, "2024-05-20"), Lines{"w1/f1 2024-05-20 by c1"});
}

TEST(FindingsTest, FindingsWithOneIdOfTwoEvaluationsAreTwoFindings) {
  Progress progress;
  progress.evaluations = {Check("w1", "2024-05-06", {"f1"}), Check("w2", "2024-05-13", {"f1"})};
  progress.closures = {Closure("c1", "2024-05-14", "w2", "f1")};
  EXPECT_EQ(Standing(progress, "2024-05-31"), (Lines{"w1/f1 open", "w2/f1 2024-05-14 by c1"}));
}

TEST(FindingsTest, ACorrectedEvaluationKeepsTheClosuresOfTheFindingsThatItStillHas) {
  Progress progress;  // w2 corrects w1, which had f1 and f2
  progress.evaluations = {Check("w2", "2024-05-06", {"f1", "f3"})};
  progress.evaluations[0].first = "w1";
  progress.closures = {Closure("c1", "2024-05-08", "w1", "f1"),
                       Closure("c2", "2024-05-08", "w1", "f2")};
  EXPECT_EQ(Standing(progress, "2024-05-31"), (Lines{"w2/f1 2024-05-08 by c1", "w2/f3 open"}));
}

TEST(FindingsTest, NothingIsClosedBeforeItWasFound) {
  Progress progress;  // corrected to a later day than that of the closure
  progress.evaluations = {Check("w1", "2024-06-03", {"f1"})};
  progress.closures = {Closure("c1", "2024-05-08", "w1", "f1")};
  EXPECT_EQ(Standing(progress, "2024-06-03"), Lines{"w1/f1 2024-06-03 by c1"});
}

TEST(FindingsTest, OfTwoClosuresTheFirstCounts) {
  Progress progress;
  progress.evaluations = {Check("w1", "2024-05-06", {"f1"})};
  progress.closures = {Closure("c1", "2024-05-20", "w1", "f1"),
                       Closure("c2", "2024-05-08", "w1", "f1"),
                       Closure("c3", "2024-05-08", "w1", "f1")};
  EXPECT_EQ(Standing(progress, "2024-06-03"), Lines{"w1/f1 2024-05-08 by c2"});
}

}  // namespace
}  // namespace touchstone::training
