#include "services/leaderboard/visibility.h"

#include <gtest/gtest.h>

namespace touchstone::leaderboard {
namespace {

using judging::BoardState;

constexpr BoardSetting kLive{BoardState::kLive};
constexpr BoardSetting kNumbersOnly{BoardState::kNumbersOnly};
constexpr BoardSetting kPublished{BoardState::kPublished};

TEST(VisibilityTest, StaffSeeEverythingInEveryState) {
  for (const BoardSetting& setting :
       {kLive, kNumbersOnly, kPublished, ChangeBoard(kLive, BoardState::kFrozen)}) {
    const View view = ViewOf(Audience::kStaff, setting);
    EXPECT_TRUE(view.open && view.names && view.groups && view.derivations);
    EXPECT_FALSE(view.frozen_copy);
  }
}

TEST(VisibilityTest, WhoJudgesBlindSeesWhatTheHallSeesOfNamesAndAllOfNumbers) {
  for (const BoardSetting& setting :
       {kLive, kNumbersOnly, kPublished, ChangeBoard(kLive, BoardState::kFrozen),
        ChangeBoard(kNumbersOnly, BoardState::kFrozen)}) {
    const View view = ViewOf(Audience::kBlind, setting);
    EXPECT_TRUE(view.open && view.derivations);
    EXPECT_FALSE(view.frozen_copy);
    EXPECT_EQ(view.names, ViewOf(Audience::kPublic, setting).names);
    EXPECT_EQ(view.groups, view.names);
  }
}

TEST(VisibilityTest, WithoutATokenOnlyPublishedBoardsAreOpen) {
  EXPECT_FALSE(ViewOf(Audience::kAnonymous, kLive).open);
  EXPECT_FALSE(ViewOf(Audience::kAnonymous, kNumbersOnly).open);
  EXPECT_FALSE(ViewOf(Audience::kAnonymous, ChangeBoard(kLive, BoardState::kFrozen)).open);
  EXPECT_EQ(ViewOf(Audience::kAnonymous, kPublished), ViewOf(Audience::kStaff, kPublished));
}

TEST(VisibilityTest, ALiveBoardShowsNamesButNotHowATotalCameAbout) {
  const View view = ViewOf(Audience::kPublic, kLive);
  EXPECT_TRUE(view.open && view.names && view.groups);
  EXPECT_FALSE(view.frozen_copy || view.derivations);
}

TEST(VisibilityTest, NumbersOnlyHidesNamesAndGroups) {
  const View view = ViewOf(Audience::kPublic, kNumbersOnly);
  EXPECT_TRUE(view.open);
  EXPECT_FALSE(view.names || view.groups || view.derivations || view.frozen_copy);
}

TEST(VisibilityTest, AFrozenBoardShowsTheCopy) {
  const View view = ViewOf(Audience::kPublic, ChangeBoard(kLive, BoardState::kFrozen));
  EXPECT_TRUE(view.open && view.frozen_copy && view.names);
  EXPECT_FALSE(view.derivations);
}

TEST(VisibilityTest, AFreezeOpensNoNames) {
  const BoardSetting frozen = ChangeBoard(kNumbersOnly, BoardState::kFrozen);
  EXPECT_FALSE(ViewOf(Audience::kPublic, frozen).names);
  EXPECT_FALSE(ViewOf(Audience::kPublic, ChangeBoard(frozen, BoardState::kFrozen)).names);
  EXPECT_TRUE(ViewOf(Audience::kPublic, ChangeBoard(frozen, BoardState::kLive)).names);
}

TEST(VisibilityTest, ABoardShowsNumbersOnlyUntilSomebodyDecides) {
  EXPECT_EQ(ViewOf(Audience::kPublic, BoardSetting{}), ViewOf(Audience::kPublic, kNumbersOnly));
}

}  // namespace
}  // namespace touchstone::leaderboard
