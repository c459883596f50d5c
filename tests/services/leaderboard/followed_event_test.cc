#include "services/leaderboard/followed_event.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/judging/contest_convert.h"
#include "services/leaderboard/snapshot_rows.h"
#include "services/ledger/archive.h"
#include "services/ledger/archive_scoring.h"
#include "storage/keys.h"
#include "storage/memory_store.h"
#include "tests/services/leaderboard/stored_contest.h"
#include "tests/support/dice.h"

namespace touchstone::leaderboard {
namespace {

constexpr std::uint64_t kHistories = 25;

std::shared_ptr<FollowedEvent> Load(const storage::KvStore& store) {
  auto event = FollowedEvent::Load(store, "ev");
  EXPECT_TRUE(event.ok()) << event.status();
  return event.ok() ? *event : nullptr;
}

void WriteSnapshot(FollowedEvent& event, storage::KvStore& store) {
  storage::WriteBatch batch;
  event.AddSnapshotTo(batch);
  ASSERT_TRUE(store.CommitSync(std::move(batch)).ok());
}

// What a board made from nothing but the chain and the set-up says.
std::string Rebuilt(const storage::KvStore& store, const v1::EventArchive& archive) {
  storage::MemoryStore copy;
  storage::WriteBatch batch;
  EXPECT_TRUE(store
                  .Scan("", "",
                        [&](std::string_view key, std::string_view value) {
                          batch.Put(std::string(key), std::string(value));
                          return true;
                        })
                  .ok());
  EXPECT_TRUE(copy.CommitSync(std::move(batch)).ok());
  DeleteSnapshots(copy);
  return TellBoards(*Load(copy), archive);
}

TEST(FollowedEventTest, EntryByEntryItIsWhatARebuildSays) {
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE(seed);
    storage::MemoryStore store;
    StoredContest contest(store, RandomHistory(seed));
    auto event = Load(store);
    testing::Dice dice(seed);
    while (contest.written() < contest.envelopes()) {
      contest.Write(dice.Between(1, 9));
      ASSERT_TRUE(event->Advance(static_cast<std::uint64_t>(contest.written())).ok());
      if (dice.Percent(10)) {
        ASSERT_EQ(TellBoards(*event, contest.archive()), Rebuilt(store, contest.archive()));
      }
    }
    ASSERT_EQ(TellBoards(*event, contest.archive()), Rebuilt(store, contest.archive()));
  }
}

TEST(FollowedEventTest, AcrossRestartsAtRandomPointsItIsWhatARebuildSays) {
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE(seed);
    storage::MemoryStore store;
    StoredContest contest(store, RandomHistory(seed));
    auto event = Load(store);
    testing::Dice dice(seed);
    while (contest.written() < contest.envelopes()) {
      contest.Write(dice.Between(1, 15));
      ASSERT_TRUE(event->Advance(static_cast<std::uint64_t>(contest.written())).ok());
      if (dice.Percent(30)) WriteSnapshot(*event, store);
      if (dice.Percent(20)) event = Load(store);  // what came after the snapshot was forgotten
      ASSERT_EQ(event->position(), static_cast<std::uint64_t>(contest.written()));
    }
    ASSERT_EQ(TellBoards(*event, contest.archive()), Rebuilt(store, contest.archive()));
  }
}

TEST(FollowedEventTest, OfflineScoringSaysTheSame) {
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE(seed);
    storage::MemoryStore store;
    StoredContest contest(store, RandomHistory(seed));
    contest.Write(contest.envelopes());
    const auto event = Load(store);
    const auto scored = ledger::ScoreArchive(contest.archive());
    ASSERT_TRUE(scored.ok()) << scored.status();
    const View staff = ViewOf(Audience::kStaff, {});
    for (const ledger::DisciplineStandings& discipline : scored->disciplines) {
      const auto page = event->Look([&](const EventBoard& board) {
        return board.Lines({discipline.discipline, "", Group::kEntrants}, staff, 0, 10'000);
      });
      ASSERT_TRUE(page.ok());
      ASSERT_EQ(page->lines.size(), discipline.entrants.size());
      for (std::size_t i = 0; i < page->lines.size(); ++i) {
        const ledger::EntrantStanding& offline = discipline.entrants[i];
        EXPECT_EQ(page->lines[i].code, offline.entrant.code);
        EXPECT_EQ(page->lines[i].place, offline.place.place);
        EXPECT_EQ(page->lines[i].shared, offline.place.shared);
        EXPECT_EQ(page->lines[i].status, offline.score.status);
        if (offline.place.place > 0) {
          EXPECT_EQ(page->lines[i].total, offline.score.total.value);
        }
      }
    }
  }
}

TEST(FollowedEventTest, ADamagedSnapshotIsNoticedAndMadeAnew) {
  int damaged = 0;
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE(seed);
    storage::MemoryStore store;
    StoredContest contest(store, RandomHistory(seed));
    contest.Write(contest.envelopes());
    WriteSnapshot(*Load(store), store);
    std::vector<std::pair<std::string, std::string>> rows;
    const std::string prefix = storage::keys::SnapshotPrefix("leaderboard");
    ASSERT_TRUE(store
                    .Scan(prefix, storage::PrefixEnd(prefix),
                          [&](std::string_view key, std::string_view value) {
                            rows.emplace_back(key, value);
                            return true;
                          })
                    .ok());
    ASSERT_FALSE(rows.empty());
    testing::Dice dice(seed);
    auto [key, value] = dice.Pick(rows);
    storage::WriteBatch batch;
    if (dice.Percent(30)) {
      batch.Delete(key);
    } else {
      value[static_cast<std::size_t>(dice.Below(static_cast<int>(value.size())))] ^= 0x10;
      batch.Put(key, value);
    }
    ASSERT_TRUE(store.CommitSync(std::move(batch)).ok());
    ++damaged;
    ASSERT_EQ(TellBoards(*Load(store), contest.archive()), Rebuilt(store, contest.archive()));
  }
  EXPECT_EQ(damaged, static_cast<int>(kHistories));
}

TEST(FollowedEventTest, ASoundSnapshotIsUsed) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(3));
  contest.Write(contest.envelopes());
  WriteSnapshot(*Load(store), store);
  const std::string before = TellBoards(*Load(store), contest.archive());
  storage::WriteBatch batch;  // the histories are gone: only the snapshot can still tell
  for (int i = 1; i < contest.envelopes(); ++i) {
    batch.Delete(storage::keys::Envelope("ev", static_cast<std::uint64_t>(i)));
  }
  ASSERT_TRUE(store.CommitSync(std::move(batch)).ok());
  EXPECT_EQ(TellBoards(*Load(store), contest.archive()), before);
}

TEST(FollowedEventTest, ChangesOfTheSetUpAreTakenInAsByARebuild) {
  for (std::uint64_t seed = 1; seed <= kHistories; ++seed) {
    SCOPED_TRACE(seed);
    v1::EventArchive archive = RandomHistory(seed);
    storage::MemoryStore store;
    StoredContest contest(store, archive);
    auto event = Load(store);
    contest.Write(contest.envelopes() / 2);
    ASSERT_TRUE(event->Advance(static_cast<std::uint64_t>(contest.written())).ok());
    WriteSnapshot(*event, store);
    testing::Dice dice(seed);
    const auto put = [&](const std::string& kind, const auto& resource) {
      contest.PutResource(kind, resource.name(), resource);
      const std::string id(judging::LastSegment(resource.name()));
      ASSERT_TRUE(
          (kind == "company" ? event->CompanyChanged(id) : event->ResourceChanged(kind, id)).ok());
    };
    if (archive.assignments_size() > 0) {
      auto& assignment =
          *contest.archive().mutable_assignments(dice.Below(archive.assignments_size()));
      assignment.set_state(v1::Assignment::STATE_ENDED);
      put("assignment", assignment);
    }
    auto& entrant = *contest.archive().mutable_entrants(dice.Below(archive.entrants_size()));
    entrant.set_display_name("新名字");
    entrant.set_code("NEW");
    put("entrant", entrant);
    if (archive.companies_size() > 0) {
      auto& company = *contest.archive().mutable_companies(0);
      company.set_display_name("新公司");
      put("company", company);
    }
    // A frozen copy is what was shown; a rebuild knows the assignments of now only.
    const bool frozen = event->Look([](const EventBoard& board) {
      return board.setting().state == judging::BoardState::kFrozen;
    });
    if (frozen) continue;
    ASSERT_EQ(TellBoards(*event, contest.archive()), Rebuilt(store, contest.archive()));
    // A snapshot from before the changes is not believed.
    ASSERT_EQ(TellBoards(*Load(store), contest.archive()), Rebuilt(store, contest.archive()));
  }
}

TEST(FollowedEventTest, ExplainsTheTotalThatTheBoardShows) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(5));
  contest.Write(contest.envelopes());
  const auto event = Load(store);
  int explained = 0;
  for (const v1::Entrant& entrant : contest.archive().entrants()) {
    const std::string discipline(judging::LastSegment(entrant.discipline()));
    const auto explanation = event->Explain(discipline, entrant.code());
    ASSERT_TRUE(explanation.ok()) << explanation.status();
    event->Look([&](const EventBoard& board) {
      const EntrantResult* result =
          board.FindResult(std::string(judging::LastSegment(entrant.name())));
      EXPECT_EQ(result->boards.front().status, explanation->score.status);
      if (!IsRanked(explanation->score.status)) return;
      EXPECT_EQ(result->boards.front().total, explanation->score.total.value);
      ++explained;
    });
  }
  EXPECT_GT(explained, 0);
  EXPECT_EQ(ReasonOf(event->Explain("none", "1").status()), Reason::RESOURCE_NOT_FOUND);
}

TEST(SnapshotRowsTest, NumbersOfAnyLengthComeBack) {
  for (const char* text : {"0", "-12.5", "22/7", "-1/3", "123456789012345678901234567890",
                           "0.000000000000000000001", "12345678901234567890/7"}) {
    const auto number = ParseExact(text);
    ASSERT_TRUE(number) << text;
    EXPECT_EQ(number->ToString(), text);
  }
  for (const char* text : {"", "-", "1.2.3", "x", "1/0", "1/", "/2"}) {
    EXPECT_FALSE(ParseExact(text)) << text;
  }
}

}  // namespace
}  // namespace touchstone::leaderboard
