#include "services/leaderboard/follower.h"

#include <future>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "services/common/errors.h"
#include "services/leaderboard/snapshot_rows.h"
#include "storage/memory_store.h"
#include "tests/services/leaderboard/stored_contest.h"

namespace touchstone::leaderboard {
namespace {

using namespace std::chrono_literals;
using Reached = absl::StatusOr<std::shared_ptr<FollowedEvent>>;

// A follower with threads of its own.
class RunningFollower {
 public:
  explicit RunningFollower(storage::KvStore& store, FollowerSettings settings = {})
      : pool_(2), follower_(std::make_unique<Follower>(store, pool_, settings)) {}
  ~RunningFollower() {
    pool_.stop();
    pool_.join();
    follower_.reset();
  }
  std::future<Reached> Post(const std::string& event, std::uint64_t position,
                            std::chrono::milliseconds patience = 20s) {
    return boost::asio::co_spawn(
        pool_, follower_->Reach(event, position, std::chrono::system_clock::now() + patience),
        boost::asio::use_future);
  }
  Reached Reach(const std::string& event, std::uint64_t position,
                std::chrono::milliseconds patience = 20s) {
    return Post(event, position, patience).get();
  }
  Follower& operator*() { return *follower_; }

 private:
  boost::asio::thread_pool pool_;
  std::unique_ptr<Follower> follower_;
};

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
  return TellBoards(**FollowedEvent::Load(copy, "ev"), archive);
}

TEST(FollowerTest, WhoPassesThePositionOfHisReceiptReadsWhatHeWrote) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(2));
  RunningFollower follower(store);
  while (contest.written() < contest.envelopes()) {
    contest.Write(7);
    const Reached event = follower.Reach("ev", store.FeedEnd());
    ASSERT_TRUE(event.ok()) << event.status();
    ASSERT_EQ((*event)->position(), static_cast<std::uint64_t>(contest.written()));
  }
  EXPECT_EQ(TellBoards(**follower.Reach("ev", 0), contest.archive()),
            Rebuilt(store, contest.archive()));
}

TEST(FollowerTest, WaitsForAPositionThatIsStillToCome) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(2));
  RunningFollower follower(store);
  auto waiting = follower.Post("ev", store.FeedEnd() + 1);
  EXPECT_EQ(waiting.wait_for(50ms), std::future_status::timeout);
  contest.Write(1);
  const Reached event = waiting.get();
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ((*event)->position(), 1u);
}

TEST(FollowerTest, SaysSoWhenThePositionIsNotReachedInTime) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(2));
  RunningFollower follower(store);
  EXPECT_EQ(ReasonOf(follower.Reach("ev", store.FeedEnd() + 1, 30ms).status()),
            Reason::POSITION_NOT_REACHED);
}

TEST(FollowerTest, AnUnknownEventIsNotFound) {
  storage::MemoryStore store;
  RunningFollower follower(store);
  EXPECT_EQ(ReasonOf(follower.Reach("none", 0).status()), Reason::RESOURCE_NOT_FOUND);
}

TEST(FollowerTest, KeepsUpWithAWriterAndStaysWhatARebuildSays) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(7));
  RunningFollower follower(store, {.snapshot_interval = 5ms, .feed_batch = 10});
  ASSERT_TRUE(follower.Reach("ev", 0).ok());
  std::thread writer([&] {
    while (contest.written() < contest.envelopes()) contest.Write(3);
  });
  for (int i = 0; i < 100; ++i) {  // readers meanwhile
    const Reached event = follower.Reach("ev", 0);
    ASSERT_TRUE(event.ok());
    (*event)->Look([](const EventBoard& board) { return board.version(); });
  }
  writer.join();
  const Reached event = follower.Reach("ev", store.FeedEnd());
  EXPECT_EQ(TellBoards(**event, contest.archive()), Rebuilt(store, contest.archive()));
}

TEST(FollowerTest, AStartAfterACrashGoesOnFromTheSnapshot) {
  storage::MemoryStore store;
  StoredContest contest(store, RandomHistory(9));
  {
    RunningFollower follower(store, {.snapshot_interval = 5ms});
    ASSERT_TRUE(follower.Reach("ev", 0).ok());
    contest.Write(contest.envelopes() / 2);
    ASSERT_TRUE(follower.Reach("ev", store.FeedEnd()).ok());
    for (int i = 0; i < 500 && !store.Get(HeadKey("ev")).value().has_value(); ++i) {
      std::this_thread::sleep_for(5ms);
    }
  }
  storage::v1::LeaderboardHead head;
  ASSERT_TRUE(Unseal(*store.Get(HeadKey("ev")).value(), head));
  EXPECT_EQ(head.position(), static_cast<std::uint64_t>(contest.written()));
  contest.Write(contest.envelopes());
  RunningFollower follower(store);
  EXPECT_EQ(TellBoards(**follower.Reach("ev", store.FeedEnd()), contest.archive()),
            Rebuilt(store, contest.archive()));
}

TEST(FollowerTest, NamesChangeOnTheBoardWhenTheirResourcesDo) {
  storage::MemoryStore store;
  v1::EventArchive archive = RandomHistory(4);
  v1::Worker& worker = *archive.add_workers();
  worker.set_name("workers/w-new");
  worker.set_display_name("旧名");
  v1::Entrant& entrant = *archive.mutable_entrants(0);
  entrant.clear_display_name();
  entrant.set_worker(worker.name());
  StoredContest contest(store, archive);
  RunningFollower follower(store);
  const auto name = [&]() -> std::string {
    const Reached event = follower.Reach("ev", store.FeedEnd());
    const BoardId board{entrant.discipline().substr(entrant.discipline().rfind('/') + 1), "",
                        Group::kEntrants};
    const View staff = ViewOf(Audience::kStaff, {});
    return (*event)->Look([&](const EventBoard& standings) {
      const auto position = standings.PositionOf(board, staff, entrant.code());
      return standings.Lines(board, staff, *position, 1)->lines[0].display_name;
    });
  };
  EXPECT_EQ(name(), "旧名");
  worker.set_display_name("新名");
  contest.PutResource("worker", worker.name(), worker);
  EXPECT_EQ(name(), "新名");
}

}  // namespace
}  // namespace touchstone::leaderboard
