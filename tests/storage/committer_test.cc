#include "storage/committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"

namespace touchstone::storage {
namespace {

using testing::ElementsAre;
using Answer = absl::StatusOr<std::uint64_t>;

// Remembers the groups it was given. A gate holds each write until the test lets it go.
class ScriptedTarget : public CommitTarget {
 public:
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
    if (key == "unreadable") return absl::DataLossError("checksum");
    const auto found = values_.find(std::string(key));
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }

  absl::Status ApplyDurably(std::span<const WriteBatch* const> batches,
                            std::uint64_t first_position) override {
    groups.push_back(batches.size());
    first_positions.push_back(first_position);
    if (entered) std::exchange(entered, nullptr)->set_value();
    if (gate.valid()) gate.wait();
    std::this_thread::sleep_for(write_takes);
    for (const WriteBatch* batch : batches) {
      for (const auto& write : batch->writes()) values_[write.key] = write.value;
    }
    return next_status;
  }

  std::vector<std::size_t> groups;
  std::vector<std::uint64_t> first_positions;
  std::promise<void>* entered = nullptr;
  std::shared_future<void> gate;
  std::chrono::milliseconds write_takes{0};
  absl::Status next_status;

 private:
  std::map<std::string, std::optional<std::string>> values_;
};

WriteBatch Put(std::string key, std::string value = "v") {
  WriteBatch batch;
  batch.Put(std::move(key), std::move(value));
  batch.AppendToFeed(1, "event");
  return batch;
}

class CommitterTest : public testing::Test {
 protected:
  void Start(Committer::Limits limits = {}) {
    committer_ = std::make_unique<Committer>(
        &target_,
        [this](const absl::Status& reason) {
          ++fatal_calls_;
          fatal_reason_ = reason;
        },
        limits);
    committer_->Start(100);
  }

  void Submit(WriteBatch batch) {
    const std::size_t i = answers_++;
    committer_->Submit(std::move(batch), [this, i](Answer answer) {
      std::lock_guard lock(mutex_);
      answered_.emplace_back(i, std::move(answer));
    });
  }

  // Submits a first batch and returns once it is being written; the write ends with `Release()`.
  void SubmitAndHold(WriteBatch batch) {
    std::promise<void> entered;
    target_.entered = &entered;
    target_.gate = gate_.get_future().share();
    Submit(std::move(batch));
    entered.get_future().wait();
  }
  void Release() { gate_.set_value(); }

  // Stops and returns the answers in the order in which they came.
  std::vector<std::pair<std::size_t, Answer>>& Finish() {
    committer_->Stop();
    return answered_;
  }

  ScriptedTarget target_;
  std::unique_ptr<Committer> committer_;
  int fatal_calls_ = 0;
  absl::Status fatal_reason_;

 private:
  std::promise<void> gate_;
  std::mutex mutex_;
  std::size_t answers_ = 0;
  std::vector<std::pair<std::size_t, Answer>> answered_;
};

TEST_F(CommitterTest, WritesAllWaitingBatchesAsOneGroup) {
  Start();
  SubmitAndHold(Put("a"));
  for (int i = 0; i < 10; ++i) Submit(Put("b"));
  Release();
  const auto& answers = Finish();
  EXPECT_THAT(target_.groups, ElementsAre(1u, 10u));
  EXPECT_THAT(target_.first_positions, ElementsAre(101u, 102u));
  ASSERT_EQ(answers.size(), 11u);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i].first, i);
    EXPECT_EQ(*answers[i].second, 101 + i);
  }
  EXPECT_EQ(committer_->FeedEnd(), 111u);
}

TEST_F(CommitterTest, AnswersOnlyAfterTheWrite) {
  Start();
  std::promise<void> entered;
  std::promise<void> gate;
  target_.entered = &entered;
  target_.gate = gate.get_future().share();
  std::promise<Answer> answer;
  committer_->Submit(Put("a"), [&](Answer a) { answer.set_value(std::move(a)); });
  entered.get_future().wait();
  auto answered = answer.get_future();
  EXPECT_EQ(answered.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  EXPECT_EQ(committer_->FeedEnd(), 100u);
  gate.set_value();
  EXPECT_TRUE(answered.get().ok());
  EXPECT_EQ(committer_->FeedEnd(), 101u);
}

TEST_F(CommitterTest, DropsABatchWhoseConditionAnEarlierOneOfTheGroupBroke) {
  Start();
  SubmitAndHold(Put("a"));
  WriteBatch first = Put("cell", "1");
  first.ExpectAbsent("cell");
  WriteBatch second = Put("cell", "2");
  second.ExpectAbsent("cell");
  WriteBatch third = Put("other", "3");
  third.ExpectValue("cell", "1");
  Submit(first);
  Submit(second);
  Submit(third);
  Release();
  const auto& answers = Finish();
  EXPECT_THAT(target_.groups, ElementsAre(1u, 2u));
  EXPECT_EQ(*answers[1].second, 102u);
  EXPECT_TRUE(absl::IsAborted(answers[2].second.status()));
  EXPECT_EQ(*answers[3].second, 103u);
}

TEST_F(CommitterTest, ADroppedBatchLeavesNoTraceForLaterOnes) {
  Start();
  SubmitAndHold(Put("a"));
  WriteBatch dropped = Put("cell", "1");
  dropped.ExpectValue("absent", "x");
  WriteBatch next = Put("cell", "2");
  next.ExpectAbsent("cell");
  Submit(dropped);
  Submit(next);
  Release();
  const auto& answers = Finish();
  EXPECT_TRUE(absl::IsAborted(answers[1].second.status()));
  EXPECT_EQ(*answers[2].second, 102u);
}

TEST_F(CommitterTest, AnUnreadableConditionConcernsItsBatchOnly) {
  Start();
  SubmitAndHold(Put("a"));
  WriteBatch unreadable = Put("b");
  unreadable.ExpectAbsent("unreadable");
  Submit(unreadable);
  Submit(Put("c"));
  Release();
  const auto& answers = Finish();
  EXPECT_TRUE(absl::IsDataLoss(answers[1].second.status()));
  EXPECT_TRUE(answers[2].second.ok());
  EXPECT_EQ(fatal_calls_, 0);
}

TEST_F(CommitterTest, EndsAGroupAtItsLimits) {
  Start({.group_batches = 3, .group_bytes = 1000});
  SubmitAndHold(Put("a"));
  for (int i = 0; i < 4; ++i) Submit(Put("small"));
  Submit(Put("large", std::string(5000, 'x')));
  Submit(Put("small"));
  Release();
  Finish();
  EXPECT_THAT(target_.groups, ElementsAre(1u, 3u, 1u, 1u, 1u));
}

TEST_F(CommitterTest, WritesNothingForAGroupWithoutWrites) {
  Start();
  Submit(WriteBatch());
  const auto& answers = Finish();
  EXPECT_EQ(*answers[0].second, 100u);
  EXPECT_TRUE(target_.groups.empty());
}

TEST_F(CommitterTest, AFailedWriteMakesEveryWaitingAndLaterCommitUnknown) {
  Start();
  target_.next_status = absl::UnavailableError("the disk is gone");
  SubmitAndHold(Put("a"));
  WriteBatch dropped = Put("b");
  dropped.ExpectValue("absent", "x");
  Submit(dropped);
  Submit(Put("c"));
  Release();
  while (true) {
    std::promise<Answer> later;
    committer_->Submit(WriteBatch(), [&](Answer answer) { later.set_value(answer); });
    if (absl::IsUnavailable(later.get_future().get().status())) break;
  }
  const auto& answers = Finish();
  ASSERT_EQ(answers.size(), 3u);
  for (const auto& [i, answer] : answers) {
    EXPECT_TRUE(absl::IsUnavailable(answer.status())) << answer.status();
    EXPECT_THAT(std::string(answer.status().message()),
                testing::HasSubstr("COMMIT_OUTCOME_UNKNOWN"));
  }
  EXPECT_THAT(target_.groups, ElementsAre(1u)) << "nothing is written after a failure";
  EXPECT_EQ(fatal_calls_, 1);
  EXPECT_EQ(committer_->FeedEnd(), 100u);
}

TEST_F(CommitterTest, AFailureReportedFromOutsideEndsAnIdleCommitter) {
  std::promise<absl::Status> fatal;
  Committer committer(&target_, [&](const absl::Status& reason) { fatal.set_value(reason); });
  committer.Start(0);
  committer.Fail(absl::DataLossError("compaction"));
  committer.Fail(absl::DataLossError("again"));
  EXPECT_EQ(fatal.get_future().get().message(), "compaction");
  std::promise<Answer> later;
  committer.Submit(Put("a"), [&](Answer answer) { later.set_value(answer); });
  EXPECT_TRUE(absl::IsUnavailable(later.get_future().get().status()));
}

// Two halves of closed-loop clients would never meet without the window.
TEST_F(CommitterTest, ASlowDiskGathersAllClientsIntoOneWrite) {
  constexpr int kClients = 8;
  constexpr int kCommits = 15;
  target_.write_takes = std::chrono::milliseconds(20);
  Start();
  std::vector<std::thread> clients;
  for (int c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      std::this_thread::sleep_for(std::chrono::milliseconds(5 * c));
      for (int i = 0; i < kCommits; ++i) {
        std::promise<Answer> answer;
        committer_->Submit(Put("k"), [&](Answer a) { answer.set_value(std::move(a)); });
        EXPECT_TRUE(answer.get_future().get().ok());
      }
    });
  }
  for (std::thread& client : clients) client.join();
  Finish();
  const auto full =
      std::count(target_.groups.begin(), target_.groups.end(), static_cast<std::size_t>(kClients));
  EXPECT_GT(full, kCommits / 2) << "of " << target_.groups.size() << " groups";
}

TEST_F(CommitterTest, ManyThreadsSubmittingAreAllAnsweredOnce) {
  Start();
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        committer_->Submit(Put("k"), [&](const Answer& answer) { answered += answer.ok(); });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Finish();
  EXPECT_EQ(answered, 4000);
  EXPECT_EQ(committer_->FeedEnd(), 4100u);
}

}  // namespace
}  // namespace touchstone::storage
