#include "services/leaderboard/watch_channel.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "storage/memory_store.h"
#include "tests/services/leaderboard/stored_contest.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::leaderboard {
namespace {

using namespace std::chrono_literals;

// Takes a message when the test says so.
class SlowWatcher final : public Watcher {
 public:
  bool Claim() override { return !std::exchange(busy_, true); }
  void Send(const grpc::ByteBuffer& message) override {
    grpc::ByteBuffer copy = message;
    v1::WatchStandingsResponse parsed;
    EXPECT_TRUE(
        grpc::SerializationTraits<v1::WatchStandingsResponse>::Deserialize(&copy, &parsed).ok());
    got.push_back(std::move(parsed));
  }
  void Free() { busy_ = false; }

  std::vector<v1::WatchStandingsResponse> got;

 private:
  bool busy_ = false;
};

class WatchChannelTest : public ::testing::Test {
 protected:
  WatchChannelTest() : contest_(store_, RandomHistory(6)) {
    event_ = *FollowedEvent::Load(store_, "ev");
    const std::string discipline = contest_.archive().disciplines(0).name();
    key_ = {"ev",
            {discipline.substr(discipline.rfind('/') + 1), "", Group::kEntrants},
            Audience::kStaff,
            100};
    channel_ = std::make_unique<WatchChannel>(key_);
  }

  // Writes entries and looks at the board.
  void Go(int entries) {
    contest_.Write(entries);
    ASSERT_TRUE(event_->Advance(static_cast<std::uint64_t>(contest_.written())).ok());
    now_ += 100ms;
    channel_->Refresh(event_, store_.FeedEnd(), now_, 5s);
  }

  // Goes on until the board has changed. `before_following` runs when the entries are written and
  // the board does not know them yet.
  void GoUntilChanged(const std::function<void()>& before_following = [] {}) {
    auto probe = std::make_shared<SlowWatcher>();
    channel_->Join(probe);
    while (contest_.written() < contest_.envelopes()) {
      contest_.Write(1);
      probe->Free();
      before_following();
      probe->Free();
      const std::size_t heard = probe->got.size();
      Go(0);
      if (probe->got.size() > heard && !probe->got.back().has_heartbeat()) break;
    }
    ASSERT_FALSE(probe->got.back().has_heartbeat());
    channel_->Leave(probe.get());
  }

  storage::MemoryStore store_;
  StoredContest contest_;
  std::shared_ptr<FollowedEvent> event_;
  WatchKey key_;
  std::unique_ptr<WatchChannel> channel_;
  Time now_;
};

TEST_F(WatchChannelTest, WhoComesBackToTheSameBoardGetsAHeartbeatAndThenTheChanges) {
  Go(10);
  GoUntilChanged();  // its message has a later position than any message before it
  auto first = std::make_shared<SlowWatcher>();
  channel_->Join(first);
  const std::uint64_t position = first->got[0].position();
  auto back = std::make_shared<SlowWatcher>();
  channel_->Join(back, position);
  ASSERT_EQ(back->got.size(), 1u);
  EXPECT_TRUE(back->got[0].has_heartbeat());
  EXPECT_EQ(back->got[0].position(), position);
  back->Free();
  GoUntilChanged();
  ASSERT_EQ(back->got.size(), 2u);
  EXPECT_FALSE(back->got[1].has_heartbeat());
}

TEST_F(WatchChannelTest, WhoMissedAChangeOrIsUnsureGetsTheWholeBoard) {
  Go(10);
  const std::uint64_t first = store_.FeedEnd();
  auto unsure = std::make_shared<SlowWatcher>();
  channel_->Join(unsure, first);  // an earlier channel may have said as much of an older board
  EXPECT_TRUE(unsure->got[0].has_snapshot());
  GoUntilChanged();
  auto missed = std::make_shared<SlowWatcher>();
  channel_->Join(missed, first);
  EXPECT_TRUE(missed->got[0].has_snapshot());
}

TEST_F(WatchChannelTest, AChangeOfTheSamePositionAsAMessageBeforeItIsNotTakenForKnown) {
  Go(10);
  GoUntilChanged([this] { channel_->Refresh(event_, store_.FeedEnd(), now_ += 6s, 5s); });
  auto between = std::make_shared<SlowWatcher>();
  channel_->Join(between, store_.FeedEnd());
  EXPECT_TRUE(between->got[0].has_snapshot());
}

TEST_F(WatchChannelTest, AWatcherWhoKeepsUpCanFollowByChanges) {
  Go(10);
  auto watcher = std::make_shared<SlowWatcher>();
  channel_->Join(watcher);
  ASSERT_EQ(watcher->got.size(), 1u);
  ASSERT_TRUE(watcher->got[0].has_snapshot());
  std::map<std::string, std::string> lines;
  std::size_t changes = 0;
  std::size_t seen = 0;
  const auto take = [&] {
    for (; seen < watcher->got.size(); ++seen) {
      const v1::WatchStandingsResponse& message = watcher->got[seen];
      if (message.has_snapshot()) lines.clear();
      if (message.has_change()) ++changes;
      for (const auto& code : message.change().removed()) lines.erase(code);
      for (const auto& line :
           message.has_snapshot() ? message.snapshot().standings() : message.change().changed()) {
        lines[line.code()] = line.SerializeAsString();
      }
    }
  };
  while (contest_.written() < contest_.envelopes()) {
    watcher->Free();
    channel_->Continue(watcher);
    Go(3);
    take();
  }
  EXPECT_GT(changes, 3u);
  auto late = std::make_shared<SlowWatcher>();  // what he gets is what the other one has
  channel_->Join(late);
  std::map<std::string, std::string> expected;
  for (const auto& line : late->got.at(0).snapshot().standings()) {
    expected[line.code()] = line.SerializeAsString();
  }
  EXPECT_EQ(lines, expected);
}

TEST_F(WatchChannelTest, ASlowWatcherHasOneMessageOnItsWayAndThenTheNewestState) {
  Go(10);
  auto slow = std::make_shared<SlowWatcher>();
  channel_->Join(slow);
  while (contest_.written() < contest_.envelopes()) Go(5);  // he takes nothing meanwhile
  ASSERT_EQ(slow->got.size(), 1u);
  slow->Free();
  channel_->Continue(slow);
  ASSERT_EQ(slow->got.size(), 2u);
  auto late = std::make_shared<SlowWatcher>();
  channel_->Join(late);
  EXPECT_EQ(slow->got[1].snapshot().SerializeAsString(),
            late->got.at(0).snapshot().SerializeAsString());
  slow->Free();
  channel_->Continue(slow);
  EXPECT_EQ(slow->got.size(), 2u);  // there is nothing new
}

TEST_F(WatchChannelTest, NothingIsSentWhileTheBoardStaysTheSameExceptHeartbeats) {
  Go(20);
  auto watcher = std::make_shared<SlowWatcher>();
  channel_->Join(watcher);
  watcher->Free();
  for (int i = 0; i < 49; ++i) Go(0);
  EXPECT_EQ(watcher->got.size(), 1u);
  Go(0);
  ASSERT_EQ(watcher->got.size(), 2u);
  EXPECT_TRUE(watcher->got[1].has_heartbeat());
  EXPECT_EQ(watcher->got[1].position(), store_.FeedEnd());
}

TEST_F(WatchChannelTest, WhoLeftGetsNothing) {
  Go(10);
  auto watcher = std::make_shared<SlowWatcher>();
  channel_->Join(watcher);
  watcher->Free();
  channel_->Leave(watcher.get());
  EXPECT_TRUE(channel_->IsEmpty());
  Go(contest_.envelopes());
  EXPECT_EQ(watcher->got.size(), 1u);
}

}  // namespace
}  // namespace touchstone::leaderboard
