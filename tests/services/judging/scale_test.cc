#include "services/judging/scale.h"

#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/services/judging/scoring_fixture.h"

namespace touchstone::judging {
namespace {

struct Row {
  Number mark;
  std::string scale;
  std::string award;
};

std::vector<Row> ReadRows() {
  std::ifstream file(std::string(TOUCHSTONE_SOURCE_DIR) +
                     "/tests/data/worldskills-scale/lks_32_competitors.csv");
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::istringstream cells(line);
    std::string rank, mark, scale, award;
    std::getline(cells, rank, ',');
    std::getline(cells, mark, ',');
    std::getline(cells, scale, ',');
    std::getline(cells, award);
    rows.push_back({Number::Parse(mark).value(), scale, award});
  }
  return rows;
}

TEST(ScaleTest, ReproducesEveryRowAndAwardOfAPublishedContest) {
  const std::vector<Row> rows = ReadRows();
  ASSERT_EQ(rows.size(), 32u);
  std::vector<ScaleEntry> entries;
  for (const Row& row : rows) entries.push_back({row.mark, ""});
  const std::vector<ScaleResult> results = ScaleOf(ScaleRule(), entries);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(std::to_string(results[i].score.value()), rows[i].scale) << "rank " << i + 1;
    EXPECT_EQ(MedalName(results[i].medal).en, rows[i].award) << "rank " << i + 1;
  }
}

TEST(ScaleTest, TheMedianIs700AndZeroMarksCount) {
  const auto results = ScaleOf(ScaleRule(), {{N("0"), ""}, {N("10"), ""}, {N("20"), ""}});
  EXPECT_EQ(results[1].score, 700);
  EXPECT_EQ(results[2].score, 720);  // 700 + 30 / 1.4826 = 720.23
  EXPECT_EQ(results[0].score, 680);
}

TEST(ScaleTest, AnEvenFieldHasItsMedianBetweenTheMiddleTwo) {
  const auto results =
      ScaleOf(ScaleRule(), {{N("10"), ""}, {N("20"), ""}, {N("30"), ""}, {N("40"), ""}});
  // Median 25, MAD 10: 15 above the median is 30.35 points.
  EXPECT_EQ(results[3].score, 730);
  EXPECT_EQ(results[2].score, 710);
  EXPECT_EQ(results[1].score, 690);
}

TEST(ScaleTest, WithoutSpreadOnlyTheMedianHasAScore) {
  const auto results = ScaleOf(
      ScaleRule(), {{N("80"), ""}, {N("50"), ""}, {N("50"), ""}, {N("50"), ""}, {N("0"), ""}});
  EXPECT_EQ(results[0].score, std::nullopt);
  EXPECT_EQ(results[1].score, 700);
  EXPECT_EQ(results[4].score, std::nullopt);
  // Places decide on medals: one gold, three silvers, so no bronze.
  EXPECT_EQ(results[0].medal, Medal::kGold);
  EXPECT_EQ(results[1].medal, Medal::kSilver);
  EXPECT_EQ(results[3].medal, Medal::kSilver);
  EXPECT_EQ(results[4].medal, Medal::kNone);
}

TEST(ScaleTest, AllEqualMarksAreAll700AndGold) {
  for (const ScaleResult& result : ScaleOf(ScaleRule(), {{N("5"), ""}, {N("5"), ""}})) {
    EXPECT_EQ(result.score, 700);
    EXPECT_EQ(result.medal, Medal::kGold);
  }
}

TEST(ScaleTest, NobodyIsNoResult) { EXPECT_TRUE(ScaleOf(ScaleRule(), {}).empty()); }

// Medals of the first contestants of a field in which a mark is its own scale score: the median is
// 700 and MAD is 30 / 1.4826. One letter for each: G, S, B, M (medallion) or -.
std::string MedalsOfTop(const ScaleRule& rule, std::initializer_list<int> scores) {
  const Number spread = Number(30) / Number::Ratio(14826, 10000);
  std::vector<ScaleEntry> entries;
  for (const int score : scores) entries.push_back({Number(score), ""});
  // As many far below as above, and twice as many at a distance of `spread` on either side.
  for (std::size_t i = 0; i < scores.size(); ++i) entries.push_back({Number(100), ""});
  for (std::size_t i = 0; i < 2 * scores.size(); ++i) {
    entries.push_back({Number(700) - spread, ""});
    entries.push_back({Number(700) + spread, ""});
  }
  entries.resize(entries.size() + 3, {Number(700), ""});
  const auto results = ScaleOf(rule, entries);
  std::string medals;
  auto wanted = scores.begin();
  for (std::size_t i = 0; i < scores.size(); ++i, ++wanted) {
    EXPECT_EQ(results[i].score, *wanted);
    medals += "-GSBM"[static_cast<int>(results[i].medal)];
  }
  return medals;
}

TEST(MedalTest, GoldSilverAndBronzeGoToPlacesOneToThree) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 790, 780, 770}), "GSBM");
}

TEST(MedalTest, WithinTwoPointsMedalsAreTied) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 797, 790, 787}), "GSBM");
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 798, 790, 787}), "GGBM");
}

TEST(MedalTest, TwoGoldsGiveNoSilverAndOneOrMoreBronzes) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 799, 790, 780}), "GGBM");
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 800, 790, 789, 787, 780}), "GGBBBM");
}

TEST(MedalTest, ThreeGoldsGiveNoSilverAndNoBronzeFurtherThanTheWindow) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 799, 798, 790}), "GGGM");
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 798, 796, 794, 790}), "GGGGM");
}

TEST(MedalTest, ThreeGoldsToTheLeaderGiveBronzeWithinTheWindowOfTheLastGold) {
  const ScaleRule to_leader{.window_to_leader = true};
  EXPECT_EQ(MedalsOfTop(to_leader, {800, 799, 798, 797, 796, 795}), "GGGBBM");
  EXPECT_EQ(MedalsOfTop(to_leader, {800, 799, 798, 795}), "GGGM");
}

TEST(MedalTest, OneGoldAndTwoSilversGiveNoBronze) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 790, 789, 780}), "GSSM");
}

TEST(MedalTest, OneGoldAndTwoSilversGiveBronzeWithinTheWindowOfTheLastSilver) {
  const ScaleRule to_leader{.window_to_leader = true};
  EXPECT_EQ(MedalsOfTop(to_leader, {800, 790, 788, 786, 785}), "GSSBM");
}

TEST(MedalTest, SeveralBronzesWithinTheWindowOfThird) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 790, 780, 779, 777, 774}), "GSBBBM");
}

TEST(MedalTest, TheWindowIsMeasuredToThePreviousHolderOrToTheLeader) {
  const ScaleRule to_leader{.window_to_leader = true};
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 790, 780, 778, 776, 774}), "GSBBBB");
  EXPECT_EQ(MedalsOfTop(to_leader, {800, 790, 780, 778, 776, 774}), "GSBBMM");
}

TEST(MedalTest, TheWindowIsASetting) {
  const ScaleRule exact{.medal_window = 0};
  EXPECT_EQ(MedalsOfTop(exact, {800, 799, 799, 798}), "GSSM");
}

TEST(MedalTest, TheMedallionGoesTo700OrMoreWithoutAMedal) {
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 790, 780, 700}), "GSBM");
  EXPECT_EQ(MedalsOfTop(ScaleRule(), {800, 790, 780, 699}), "GSB-");
}

TEST(MedalTest, ASmallFieldGivesFewerMedals) {
  const ScaleRule rule{.smallest_field = {1, 3, 5}};
  const auto results = ScaleOf(rule, {{N("80"), ""}, {N("60"), ""}, {N("40"), ""}, {N("20"), ""}});
  EXPECT_EQ(results[0].medal, Medal::kGold);
  EXPECT_EQ(results[1].medal, Medal::kSilver);
  EXPECT_EQ(results[2].medal,
            Medal::kNone);  // third of four: the field is too small, and below 700
  const auto alone = ScaleOf(ScaleRule(), {{N("80"), ""}});
  EXPECT_EQ(alone[0].medal, Medal::kGold);
}

TEST(BestOfCompanyTest, IsTheHighestOfEachCompany) {
  const auto results = ScaleOf(ScaleRule(), {{N("80"), "north"},
                                             {N("60"), "south"},
                                             {N("60"), "south"},
                                             {N("40"), "north"},
                                             {N("90"), ""}});
  EXPECT_TRUE(results[0].best_of_company);
  EXPECT_TRUE(results[1].best_of_company);
  EXPECT_TRUE(results[2].best_of_company);
  EXPECT_FALSE(results[3].best_of_company);
  EXPECT_FALSE(results[4].best_of_company);
}

}  // namespace
}  // namespace touchstone::judging
