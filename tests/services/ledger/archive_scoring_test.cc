#include "services/ledger/archive_scoring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/dice.h"
#include "tests/support/kinds_contest.h"
#include "tests/support/random_contest.h"

namespace touchstone::ledger {
namespace {

using namespace touchstone::testing;  // NOLINT: the entries of this contest

// Entrant 7 with everything in m2, marked and sealed by ann; his panel of m1 is not complete.
v1::EventArchive HalfMarked() {
  v1::EventArchive archive = KindsArchive();
  int number = 0;
  for (const auto& [item, value] : {std::pair("passed", "1"),
                                    {"done", "6"},
                                    {"gap", "1.5"},
                                    {"choice", "1"},
                                    {"time", "30"},
                                    {"penalty", "2"},
                                    {"imported", "50"},
                                    {"off", "-5"}}) {
    *archive.add_entries() = MarkEntry(++number, "ann", Item("m2", item), value);
  }
  *archive.add_entries() = SealEntry(++number, "ann", "work/m2");
  for (const char* item : {"points", "fault", "level"}) {
    *archive.add_entries() = MarkEntry(++number, "ann", Item("m1", item), "2");
  }
  *archive.add_entries() = SealEntry(++number, "ann", "work/m1");
  return archive;
}

TEST(ArchiveScoringTest, AnIncompletePanelIsNotInTheTotal) {
  const auto standings = ScoreArchive(HalfMarked());
  ASSERT_TRUE(standings.ok()) << standings.status();
  const DisciplineStandings& discipline = standings->disciplines.at(0);
  ASSERT_EQ(discipline.entrants.size(), 2u);
  const EntrantStanding& first = discipline.entrants[0];
  EXPECT_EQ(first.entrant.code, "7");
  EXPECT_EQ(first.score.status, judging::EntrantStatus::kProvisional);
  // 1 + 2 * 6 / 12 + (2 - 1) + 1 + 30 + 2 * 5 + 50 - 5
  EXPECT_EQ(first.score.total.value, 89);
  EXPECT_EQ(first.place, (leaderboard::Place{1, false}));
  EXPECT_EQ(discipline.entrants[1].score.status, judging::EntrantStatus::kWaiting);
  EXPECT_EQ(discipline.entrants[1].place.place, 0u);
}

TEST(ArchiveScoringTest, TheWithdrawnAreInNoStandings) {
  v1::EventArchive archive = HalfMarked();
  *archive.add_entries() = IncidentEntry(99, v1::Incident::KIND_WITHDRAWN);
  const auto standings = ScoreArchive(archive);
  ASSERT_EQ(standings->disciplines[0].entrants.size(), 1u);
  EXPECT_EQ(standings->disciplines[0].entrants[0].entrant.code, "8");
}

TEST(ArchiveScoringTest, TheJsonHoldsEveryLine) {
  const std::string json = ToJson(*ScoreArchive(HalfMarked()));
  EXPECT_THAT(json, ::testing::HasSubstr("\"status\": \"PROVISIONAL\""));
  EXPECT_THAT(json, ::testing::HasSubstr("\"total\": \"89\""));
}

// What the leaderboard does, entry by entry, against what offline scoring does once.
TEST(IncrementalScoringTest, GivesAtEveryStepWhatScoringFromTheStartGives) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const v1::EventArchive archive = SealArchive(RandomContest(seed)).value().archive;
    const judging::Contest contest = ContestOf(archive).value();
    std::map<std::string, judging::Score> scores;
    EventFold fold;
    for (const std::string& bytes : archive.envelopes()) {
      v1::Envelope envelope;
      ASSERT_TRUE(envelope.ParseFromString(bytes));
      const Effect effect = fold.Apply(contest, envelope).value();
      if (effect.entrant.empty()) continue;
      const judging::EntrantSetup& entrant = *contest.FindEntrant(effect.entrant);
      const judging::ScoringRules& rules = *contest.FindDiscipline(entrant.discipline)->rules;
      const judging::Panels panels = contest.PanelsOf(entrant);
      const judging::EntrantSheets& sheets = fold.SheetsOf(effect.entrant);
      const judging::Score whole = judging::Evaluate(rules, sheets, panels);
      const auto known = scores.find(effect.entrant);
      if (known == scores.end()) {
        scores.emplace(effect.entrant, whole);
        continue;
      }
      judging::Reevaluate(rules, sheets, panels, effect.path, known->second);
      ASSERT_TRUE(known->second == whole)
          << "seed " << seed << ", position " << envelope.position() << ", " << effect.path;
    }
  }
}

}  // namespace
}  // namespace touchstone::ledger
