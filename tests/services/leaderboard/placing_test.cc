#include "services/leaderboard/placing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace touchstone::leaderboard {
namespace {

using judging::GroupRule;
using judging::TieBreak;
using ::testing::ElementsAre;

RankKey Key(std::initializer_list<std::int64_t> values) {
  RankKey key;
  for (const std::int64_t value : values) key.values.push_back(value);
  return key;
}

TEST(PlacesTest, EqualKeysShareAPlaceAndTheNextIsSkipped) {
  const std::vector<Place> places =
      AssignPlaces({Key({9, 1}), Key({8, 5}), Key({8, 5}), Key({8, 4})});
  EXPECT_THAT(places,
              ElementsAre(Place{1, false}, Place{2, true}, Place{2, true}, Place{4, false}));
}

TEST(PlacesTest, EverybodyMayShareTheFirst) {
  EXPECT_THAT(AssignPlaces({Key({1}), Key({1}), Key({1})}),
              ElementsAre(Place{1, true}, Place{1, true}, Place{1, true}));
  EXPECT_TRUE(AssignPlaces({}).empty());
}

GroupMember Member(std::string group, std::size_t place, std::int64_t total,
                   std::int64_t practice = 0) {
  return {std::move(group), place, total, {practice}};
}

// "b 1, a 2, c 0": groups in their order with their places.
std::string Shown(const std::vector<GroupStanding>& standings) {
  std::string text;
  for (const GroupStanding& standing : standings) {
    text += (text.empty() ? "" : ", ") + standing.group + " " +
            std::to_string(standing.place.place) + (standing.place.shared ? "=" : "");
  }
  return text;
}

GroupRule TeamOfTwo() {
  GroupRule rule;
  rule.members = 2;
  rule.tie_breaks = {{TieBreak::By::kPart, "practice", false}};
  return rule;
}

TEST(SumOfTotalsTest, TheBestMembersOfAGroupCount) {
  const auto standings = GroupStandings(TeamOfTwo(), false,
                                        {Member("a", 1, 90), Member("a", 4, 60), Member("a", 5, 59),
                                         Member("b", 2, 80), Member("b", 3, 75)});
  EXPECT_EQ(Shown(standings), "b 1, a 2");
  EXPECT_EQ(standings[0].total, 155);
  EXPECT_EQ(standings[1].total, 150);
  EXPECT_EQ(standings[1].counting, 2u);
}

TEST(SumOfTotalsTest, AGroupWithTooFewRankedMembersHasNoPlace) {
  const auto standings = GroupStandings(
      TeamOfTwo(), false, {Member("a", 1, 99), Member("b", 2, 50), Member("b", 3, 40)}, {"c"});
  EXPECT_EQ(Shown(standings), "b 1, a 0, c 0");
  EXPECT_EQ(standings[1].total, 0);
}

TEST(SumOfTotalsTest, TiesAreBrokenByTheSumOfPracticeOfThoseWhoCount) {
  EXPECT_EQ(
      Shown(GroupStandings(TeamOfTwo(), false,
                           {Member("a", 1, 80, 30), Member("a", 2, 70, 30), Member("b", 3, 75, 35),
                            Member("b", 3, 75, 36), Member("b", 9, 10, 99)})),
      "b 1, a 2");
  EXPECT_EQ(Shown(GroupStandings(TeamOfTwo(), false,
                                 {Member("a", 1, 80, 30), Member("a", 2, 70, 30),
                                  Member("b", 3, 75, 31), Member("b", 3, 75, 29)})),
            "a 1=, b 1=");
}

TEST(SumOfTotalsTest, WhereLeastWinsTheFastestCount) {
  GroupRule rule;
  rule.members = 1;
  const auto standings =
      GroupStandings(rule, true, {Member("a", 2, 70), Member("a", 3, 90), Member("b", 1, 65)});
  EXPECT_EQ(Shown(standings), "b 1, a 2");
  EXPECT_EQ(standings[1].total, 70);
}

GroupRule League() {
  GroupRule rule;
  rule.method = GroupRule::Method::kLeaguePoints;
  rule.points = {10, 9, 8, 7, 6, 5, 4, 4, 4, 4};
  rule.points_for_others = 1;
  return rule;
}

TEST(LeaguePointsTest, PlacesGivePoints) {
  const auto standings = GroupStandings(
      League(), false, {Member("a", 1, 0), Member("a", 11, 0), Member("b", 2, 0)}, {"c"});
  EXPECT_EQ(Shown(standings), "a 1, b 2, c 0");
  EXPECT_EQ(standings[0].total, 11);
}

TEST(LeaguePointsTest, TiesAreBrokenByCountingBetterPlaces) {
  // 10 + 5 against 8 + 7: one first place against none.
  EXPECT_EQ(Shown(GroupStandings(
                League(), false,
                {Member("a", 3, 0), Member("a", 4, 0), Member("b", 1, 0), Member("b", 6, 0)})),
            "b 1, a 2");
  // 4 against 1 + 1 + 1 + 1: a seventh place against none.
  EXPECT_EQ(Shown(GroupStandings(League(), false,
                                 {Member("a", 11, 0), Member("a", 12, 0), Member("a", 13, 0),
                                  Member("a", 14, 0), Member("b", 7, 0)})),
            "b 1, a 2");
}

TEST(LeaguePointsTest, EqualPlacesAndOneMoreBeatsEqualPlaces) {
  GroupRule rule = League();
  rule.points_for_others = 0;
  EXPECT_EQ(Shown(GroupStandings(rule, false,
                                 {Member("a", 2, 0), Member("b", 2, 0), Member("b", 20, 0)})),
            "b 1, a 2");
}

TEST(LeaguePointsTest, PlacesAreWorthTheSameWhereLeastWins) {
  EXPECT_EQ(Shown(GroupStandings(League(), true, {Member("a", 1, 70), Member("b", 2, 80)})),
            "a 1, b 2");
}

TEST(LeaguePointsTest, OnlyTheBestMembersCountWhenTheRuleSaysSo) {
  GroupRule rule = League();
  rule.members = 1;
  const auto standings =
      GroupStandings(rule, false, {Member("a", 2, 0), Member("a", 3, 0), Member("b", 1, 0)});
  EXPECT_EQ(Shown(standings), "b 1, a 2");
  EXPECT_EQ(standings[1].total, 9);
}

}  // namespace
}  // namespace touchstone::leaderboard
