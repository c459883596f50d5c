#include "services/leaderboard/event_board.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "tests/services/leaderboard/board_contest.h"

namespace touchstone::leaderboard {
namespace {

using judging::BoardState;
using judging::EntrantStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr BoardSetting kLive{BoardState::kLive, false};
const View kStaff = ViewOf(Audience::kStaff, kLive);
const BoardId kBoard{"d", "", Group::kEntrants};
const BoardId kFinal{"d", "final", Group::kEntrants};
const BoardId kEvent{"", "", Group::kEntrants};
const BoardId kCompanies{"d", "", Group::kCompanies};
const BoardId kTeams{"d", "", Group::kTeams};

class EventBoardTest : public ::testing::Test {
 protected:
  EventBoardTest() : board_(contest_) {
    PutDiscipline(BoardDiscipline("d", BoardPack()));
    board_.PutCompany("acme", "甲公司");
    board_.PutCompany("bolt", "乙公司");
    board_.PutTeam("red", {"红队", "acme"});
    board_.PutTeam("blue", {"蓝队", "bolt"});
    board_.ChangeState(BoardState::kLive);
  }

  void PutDiscipline(judging::DisciplineSetup discipline) {
    contest_.Put(std::move(discipline));
    board_.DisciplinesChanged();
  }
  void Enter(const std::string& code, const std::string& company = "", const std::string& team = "",
             const std::string& discipline = "d") {
    const std::string id = discipline + "-" + code;
    contest_.Put(judging::EntrantSetup{id, discipline, code, "选手" + code, company, team});
    board_.PutEntrant(id);
  }
  void Enter(const std::string& code, EntrantResult result) {
    Enter(code);
    Put(code, std::move(result));
  }
  void Put(const std::string& code, EntrantResult result, const std::string& discipline = "d") {
    board_.PutResult(discipline + "-" + code, std::move(result));
  }
  View Public() const { return ViewOf(Audience::kPublic, board_.setting()); }

  std::vector<Line> Lines(const BoardId& id, const View& view = kStaff) {
    const auto page = board_.Lines(id, view, 0, 1000);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? page->lines : std::vector<Line>();
  }
  // "1 A 90", "2= B 80" …, "- C" without a place.
  std::vector<std::string> Told(const BoardId& id, const View& view = kStaff) {
    std::vector<std::string> told;
    for (const Line& line : Lines(id, view)) {
      std::string text = line.place == 0 ? "-" : std::to_string(line.place);
      text += (line.shared ? "= " : " ") + line.code;
      told.push_back(line.total ? text + " " + line.total->ToString() : text);
    }
    return told;
  }

  judging::Contest contest_;
  EventBoard board_;
};

TEST_F(EventBoardTest, EqualResultsShareAPlaceAndTheNextOneIsSkipped) {
  Enter("A", Result(80, 40));
  Enter("B", Result(90, 40));
  Enter("C", Result(80, 40));
  Enter("D", Result(70, 40));
  EXPECT_THAT(Told(kBoard), ElementsAre("1 B 90", "2= A 80", "2= C 80", "4 D 70"));
}

TEST_F(EventBoardTest, TheNextTieBreakDecidesBetweenEqualTotals) {
  Enter("A", Result(80, 40));
  Enter("B", Result(80, 41));
  Enter("C", Result(80, Number::Ratio(81, 2)));
  EXPECT_THAT(Told(kBoard), ElementsAre("1 B 80", "2 C 80", "3 A 80"));
  EXPECT_EQ(Lines(kBoard)[1].tie_break_values, std::vector<Number>{Number::Ratio(81, 2)});
}

TEST_F(EventBoardTest, TotalsThatDifferBehindTheFourthDigitAreNotEqual) {
  Enter("A", Result(Number::Ratio(800000, 10001), 40));
  Enter("B", Result(Number::Ratio(800001, 10001), 40));
  Enter("C", Result(*Number::Parse("79.99201"), 40));
  EXPECT_EQ(Lines(kBoard)[0].code, "B");
  EXPECT_EQ(Lines(kBoard)[1].code, "C");
  EXPECT_EQ(Lines(kBoard)[2].place, 3u);
}

TEST_F(EventBoardTest, ThoseWithoutAPlaceStandBehindByCode) {
  Enter("Z", Result(10, 5));
  Enter("C", Unranked(EntrantStatus::kDisqualified));
  Enter("B", Unranked(EntrantStatus::kDidNotStart));
  Enter("A");
  EXPECT_THAT(Told(kBoard), ElementsAre("1 Z 10", "- A", "- B", "- C"));
  Put("C", Result(11, 5));
  EXPECT_THAT(Told(kBoard), ElementsAre("1 C 11", "2 Z 10", "- A", "- B"));
}

TEST_F(EventBoardTest, WithdrawnEntrantsAreOnNoBoard) {
  Enter("A", Result(10, 5));
  Enter("B", Result(20, 5));
  Put("B", Unranked(EntrantStatus::kWithdrawn));
  EXPECT_THAT(Told(kBoard), ElementsAre("1 A 10"));
  EXPECT_EQ(ReasonOf(board_.PositionOf(kBoard, kStaff, "B").status()), Reason::ENTRANT_UNKNOWN);
  Put("B", Result(20, 5));  // the withdrawal was revoked
  EXPECT_THAT(Told(kBoard), ElementsAre("1 B 20", "2 A 10"));
}

TEST_F(EventBoardTest, AStageHasItsOwnOrder) {
  Enter("A", Result(90, 30));
  Enter("B", Result(80, 60));
  EXPECT_THAT(Told(kBoard), ElementsAre("1 A 90", "2 B 80"));
  EXPECT_THAT(Told(kFinal), ElementsAre("1 B 60", "2 A 30"));
  EXPECT_EQ(ReasonOf(board_.Lines({"d", "heat", Group::kEntrants}, kStaff, 0, 1).status()),
            Reason::RESOURCE_NOT_FOUND);
  EXPECT_EQ(ReasonOf(board_.Lines({"", "final", Group::kEntrants}, kStaff, 0, 1).status()),
            Reason::REQUEST_INVALID);
}

TEST_F(EventBoardTest, PagesAndPlacesOfOneEntrantFitTogether) {
  for (int i = 0; i < 50; ++i) Enter("E" + std::to_string(i), Result(i % 20, i % 3));
  const std::vector<Line> all = Lines(kBoard);
  ASSERT_EQ(all.size(), 50u);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(board_.PositionOf(kBoard, kStaff, all[i].code).value(), i);
  }
  const Page page = board_.Lines(kBoard, kStaff, 45, 20).value();
  EXPECT_EQ(page.lines.size(), 5u);
  EXPECT_EQ(page.total_size, 50u);
  EXPECT_EQ(page.lines[0].code, all[45].code);
}

TEST_F(EventBoardTest, AFrozenBoardStaysForThePublicAndGoesOnForStaff) {
  Enter("A", Result(10, 5));
  Enter("B", Result(20, 5));
  board_.ChangeState(BoardState::kFrozen);
  Put("A", Result(30, 5));
  Enter("C", Result(40, 5));
  EXPECT_THAT(Told(kBoard, Public()), ElementsAre("1 B 20", "2 A 10", "- C"));
  EXPECT_THAT(Told(kFinal, Public()), ElementsAre("1= A 5", "1= B 5", "- C"));
  EXPECT_THAT(Told(kBoard), ElementsAre("1 C 40", "2 A 30", "3 B 20"));
  EXPECT_EQ(Lines(kBoard, Public())[0].display_name, "选手B");
  board_.ChangeState(BoardState::kFrozen);  // again: nothing new is shown
  EXPECT_THAT(Told(kBoard, Public()), ElementsAre("1 B 20", "2 A 10", "- C"));
  board_.ChangeState(BoardState::kPublished);
  EXPECT_THAT(Told(kBoard, ViewOf(Audience::kAnonymous, board_.setting())),
              ElementsAre("1 C 40", "2 A 30", "3 B 20"));
}

TEST_F(EventBoardTest, AFrozenCompanyBoardStaysToo) {
  Enter("A", "acme");
  Enter("B", "acme");
  Put("A", Result(10, 5));
  Put("B", Result(20, 5));
  board_.ChangeState(BoardState::kFrozen);
  Put("A", Result(70, 5));
  EXPECT_THAT(Told(kCompanies, Public()), ElementsAre("1 acme 30"));
  EXPECT_THAT(Told(kCompanies), ElementsAre("1 acme 90"));
}

TEST_F(EventBoardTest, NumbersOnlyShowsNeitherNamesNorGroups) {
  Enter("A", "acme", "red");
  Put("A", Result(10, 5));
  board_.ChangeState(BoardState::kNumbersOnly);
  const Line line = Lines(kBoard, Public()).at(0);
  EXPECT_EQ(line.code, "A");
  EXPECT_EQ(line.total, Number(10));
  EXPECT_EQ(line.id + line.display_name + line.company, "");
  EXPECT_THAT(Lines(kCompanies, Public()), IsEmpty());
  EXPECT_THAT(Lines(kTeams, Public()), IsEmpty());
  EXPECT_EQ(ReasonOf(board_.PositionOf(kTeams, Public(), "red").status()), Reason::ENTRANT_UNKNOWN);
  EXPECT_EQ(Lines(kBoard).at(0).company, "甲公司");
  board_.ChangeState(BoardState::kFrozen);  // a freeze opens no names
  EXPECT_EQ(Lines(kBoard, Public()).at(0).display_name, "");
}

TEST_F(EventBoardTest, AnAnonymousPackHidesNamesFromAllUntilPublication) {
  judging::RulePack pack = BoardPack();
  pack.anonymous = true;
  PutDiscipline(BoardDiscipline("d", pack));
  Enter("A", "acme");
  Put("A", Result(10, 5));
  EXPECT_EQ(Lines(kBoard, Public()).at(0).display_name, "");
  EXPECT_EQ(Lines(kBoard).at(0).display_name, "");
  EXPECT_THAT(Lines(kCompanies), IsEmpty());
  board_.ChangeState(BoardState::kPublished);
  EXPECT_EQ(Lines(kBoard).at(0).display_name, "选手A");
}

TEST_F(EventBoardTest, PrizesAreToldWhenNobodyCanComeAnyMore) {
  Enter("A", Result(10, 5));
  Enter("B", Result(20, 5));
  Enter("C");
  EXPECT_EQ(Lines(kBoard)[0].award.name.en, "");
  Put("C", Result(15, 5));
  EXPECT_EQ(Lines(kBoard)[0].award.name.en, "First prize");
  EXPECT_EQ(Lines(kBoard)[2].award.name.zh, "二等奖");
  Put("C", Result(30, 5, EntrantStatus::kProvisional));
  EXPECT_EQ(Lines(kBoard)[0].award.name.en, "");
  board_.ChangeState(BoardState::kPublished);  // as it is
  EXPECT_EQ(Lines(kBoard)[0].award.name.en, "First prize");
}

TEST_F(EventBoardTest, ACompanyCountsItsBestTwo) {
  for (const char* code : {"A", "B", "C"}) Enter(code, "acme");
  for (const char* code : {"D", "E"}) Enter(code, "bolt");
  Put("A", Result(10, 5));
  Put("B", Result(50, 5));
  Put("C", Result(40, 5));
  Put("D", Result(95, 5));
  EXPECT_THAT(Told(kCompanies), ElementsAre("1 acme 90", "- bolt"));
  Put("E", Result(3, 5));
  EXPECT_THAT(Told(kCompanies), ElementsAre("1 bolt 98", "2 acme 90"));
  EXPECT_EQ(Lines(kCompanies)[0].display_name, "乙公司");
}

TEST_F(EventBoardTest, LeagueTiesAreBrokenByCountingBetterPlaces) {
  // red: places 1 and 6; blue: places 2 and 5, with points so that both have 11.
  judging::RulePack pack = BoardPack();
  pack.team_rule->points = {10, 9, 8, 7, 2, 1};
  PutDiscipline(BoardDiscipline("d", pack));
  const char* teams[] = {"red", "blue", "", "", "blue", "red"};
  for (int i = 0; i < 6; ++i) {
    const std::string code(1, static_cast<char>('A' + i));
    Enter(code, "", teams[i]);
    Put(code, Result(100 - i, 5));
  }
  EXPECT_THAT(Told(kTeams), ElementsAre("1 red 11", "2 blue 11"));
  EXPECT_EQ(Lines(kTeams)[0].tie_break_values, (std::vector<Number>{1, 6}));
  EXPECT_EQ(Lines(kTeams)[0].display_name, "红队");
  EXPECT_EQ(Lines(kTeams)[0].company, "甲公司");
}

TEST_F(EventBoardTest, ComparableDisciplinesAreRankedTogether) {
  PutDiscipline(BoardDiscipline("x", BoardPack()));
  Enter("1");
  Put("1", Result(10, 5));
  Enter("1", "", "", "x");
  Put("1", Result(20, 5), "x");
  Enter("2", "", "", "x");
  EXPECT_THAT(Told(kEvent), ElementsAre("1 x/1 20", "2 d/1 10", "- 2"));
  EXPECT_EQ(board_.PositionOf(kEvent, kStaff, "d/1").value(), 1u);
  EXPECT_EQ(board_.PositionOf(kEvent, kStaff, "2").value(), 2u);
  EXPECT_EQ(ReasonOf(board_.PositionOf(kEvent, kStaff, "1").status()), Reason::ENTRANT_UNKNOWN);
}

TEST_F(EventBoardTest, DisciplinesWithOtherRulesAreNotRankedTogetherButLeaguesAre) {
  PutDiscipline(BoardDiscipline("x", BoardPack(), "rulePacks/other"));
  Enter("1", "", "red");
  Put("1", Result(10, 5));
  Enter("1", "", "red", "x");
  Put("1", Result(20, 5), "x");
  EXPECT_EQ(ReasonOf(board_.Lines(kEvent, kStaff, 0, 9).status()),
            Reason::DISCIPLINES_NOT_COMPARABLE);
  EXPECT_EQ(ReasonOf(board_.Lines({"", "", Group::kCompanies}, kStaff, 0, 9).status()),
            Reason::DISCIPLINES_NOT_COMPARABLE);
  EXPECT_THAT(Told({"", "", Group::kTeams}), ElementsAre("1 red 20"));
}

TEST_F(EventBoardTest, AGroupBoardNeedsARule) {
  judging::RulePack pack = BoardPack();
  pack.team_rule.reset();
  PutDiscipline(BoardDiscipline("d", pack));
  EXPECT_EQ(ReasonOf(board_.Lines(kTeams, kStaff, 0, 9).status()), Reason::BOARD_NOT_DEFINED);
}

TEST_F(EventBoardTest, ARestoredFreezeShowsWhatItShowed) {
  Enter("A", Result(10, 5));
  Enter("B", Result(20, 5));
  board_.ChangeState(BoardState::kFrozen);
  Put("A", Result(30, 5));
  EventBoard other(contest_);
  for (const char* id : {"d-A", "d-B"}) {
    other.PutEntrant(id);
    other.PutResult(id, *board_.FindResult(id));
  }
  other.Restore(board_.setting(), board_.FrozenCopy());
  const auto page = other.Lines(kBoard, Public(), 0, 9);
  ASSERT_EQ(page->lines.size(), 2u);
  EXPECT_EQ(page->lines[0].code, "B");
  EXPECT_EQ(page->lines[1].total, Number(10));
  EXPECT_EQ(page->lines[0].display_name, "选手B");
}

TEST_F(EventBoardTest, EveryVisibleChangeChangesTheVersion) {
  std::uint64_t version = board_.version();
  const auto changed = [&] { return std::exchange(version, board_.version()) != version; };
  Enter("A");
  EXPECT_TRUE(changed());
  Put("A", Result(1, 1));
  EXPECT_TRUE(changed());
  board_.PutCompany("acme", "甲");
  EXPECT_TRUE(changed());
  board_.ChangeState(BoardState::kFrozen);
  EXPECT_TRUE(changed());
  EXPECT_FALSE(changed());
}

}  // namespace
}  // namespace touchstone::leaderboard
