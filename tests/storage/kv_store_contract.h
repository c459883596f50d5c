#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/kv_store.h"

namespace touchstone::storage {

inline void PrintTo(const FeedEvent& event, std::ostream* out) {
  *out << event.position << ":" << event.type << ":" << event.payload;
}

// What every KvStore must do. `Home` is default constructible and has `KvStore& store()`, a new
// empty store; instantiate it once for each store.
template <typename Home>
class KvStoreContract : public testing::Test {
 protected:
  using Entries = std::vector<std::pair<std::string, std::string>>;

  KvStore& store() { return home_.store(); }

  absl::StatusOr<std::uint64_t> Put(std::string key, std::string value) {
    WriteBatch batch;
    batch.Put(std::move(key), std::move(value));
    return store().CommitSync(std::move(batch));
  }

  std::optional<std::string> Get(std::string_view key) {
    auto value = store().Get(key);
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *std::move(value) : std::nullopt;
  }

  Entries Scan(std::string_view begin, std::string_view end) {
    Entries entries;
    const absl::Status status = store().Scan(begin, end, Collect(entries));
    EXPECT_TRUE(status.ok()) << status;
    return entries;
  }

  Entries ScanBackward(std::string_view begin, std::string_view end) {
    Entries entries;
    const absl::Status status = store().ScanBackward(begin, end, Collect(entries));
    EXPECT_TRUE(status.ok()) << status;
    return entries;
  }

  static KvStore::Visitor Collect(Entries& entries) {
    return [&entries](std::string_view key, std::string_view value) {
      entries.emplace_back(key, value);
      return true;
    };
  }

  std::vector<FeedEvent> ReadFeed(std::uint64_t after, std::size_t limit) {
    auto events = store().ReadFeed(after, limit);
    EXPECT_TRUE(events.ok()) << events.status();
    return events.ok() ? *std::move(events) : std::vector<FeedEvent>();
  }

 private:
  Home home_;
};

TYPED_TEST_SUITE_P(KvStoreContract);

TYPED_TEST_P(KvStoreContract, GetsWhatWasPutAndNothingElse) {
  EXPECT_EQ(this->Get("a"), std::nullopt);
  ASSERT_TRUE(this->Put("a", "1").ok());
  EXPECT_EQ(this->Get("a"), "1");
  EXPECT_EQ(this->Get("aa"), std::nullopt);
  ASSERT_TRUE(this->Put("a", "").ok());
  EXPECT_EQ(this->Get("a"), "");
  WriteBatch deletion;
  deletion.Delete("a");
  ASSERT_TRUE(this->store().CommitSync(deletion).ok());
  EXPECT_EQ(this->Get("a"), std::nullopt);
}

TYPED_TEST_P(KvStoreContract, LaterWritesInOneBatchWin) {
  WriteBatch batch;
  batch.Put("a", "1");
  batch.Put("a", "2");
  batch.Put("b", "1");
  batch.Delete("b");
  batch.Delete("c");
  batch.Put("c", "3");
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  EXPECT_THAT(this->Scan("", ""),
              testing::ElementsAre(testing::Pair("a", "2"), testing::Pair("c", "3")));
}

TYPED_TEST_P(KvStoreContract, KeysAndValuesAreAnyBytes) {
  const std::string key("\0k\0\xff", 4);
  const std::string value("\0v\0\xff\x80", 5);
  ASSERT_TRUE(this->Put(key, value).ok());
  ASSERT_TRUE(this->Put("", "empty key").ok());
  EXPECT_EQ(this->Get(key), value);
  EXPECT_EQ(this->Get(std::string_view("\0k", 2)), std::nullopt);
  EXPECT_THAT(this->Scan("", ""),
              testing::ElementsAre(testing::Pair("", "empty key"), testing::Pair(key, value)));
}

TYPED_TEST_P(KvStoreContract, AppliesNothingWhenOneConditionFails) {
  ASSERT_TRUE(this->Put("present", "1").ok());
  const auto attempt = [&](auto expect) {
    WriteBatch batch;
    batch.ExpectValue("present", "1");
    expect(batch);
    batch.Put("written", "x");
    batch.Delete("present");
    batch.AppendToFeed(1, "x");
    return this->store().CommitSync(batch).status();
  };
  EXPECT_TRUE(absl::IsAborted(attempt([](WriteBatch& b) { b.ExpectAbsent("present"); })));
  EXPECT_TRUE(absl::IsAborted(attempt([](WriteBatch& b) { b.ExpectValue("present", "2"); })));
  EXPECT_TRUE(absl::IsAborted(attempt([](WriteBatch& b) { b.ExpectValue("absent", ""); })));
  EXPECT_EQ(this->Get("written"), std::nullopt);
  EXPECT_EQ(this->Get("present"), "1");
  EXPECT_EQ(this->store().FeedEnd(), 0u);
  EXPECT_TRUE(attempt([](WriteBatch& b) { b.ExpectAbsent("absent"); }).ok());
  EXPECT_EQ(this->Get("written"), "x");
  EXPECT_EQ(this->Get("present"), std::nullopt);
}

TYPED_TEST_P(KvStoreContract, ConditionsSeeTheStateBeforeTheirOwnBatch) {
  WriteBatch batch;
  batch.Put("a", "1");
  batch.ExpectAbsent("a");
  EXPECT_TRUE(this->store().CommitSync(batch).ok());
  EXPECT_EQ(this->Get("a"), "1");
}

// Submitted without waiting, so that most of them meet in one group.
TYPED_TEST_P(KvStoreContract, ConditionsSeeEveryBatchSubmittedEarlier) {
  constexpr int kBatches = 500;
  std::vector<std::promise<absl::StatusOr<std::uint64_t>>> answers(2 * kBatches);
  for (int i = 0; i < kBatches; ++i) {
    WriteBatch next;
    i == 0 ? next.ExpectAbsent("n") : next.ExpectValue("n", std::to_string(i));
    next.Put("n", std::to_string(i + 1));
    next.AppendToFeed(1, std::to_string(i + 1));
    this->store().Commit(next, [&, i](auto answer) { answers[2 * i].set_value(answer); });
    WriteBatch stale = next;
    this->store().Commit(stale, [&, i](auto answer) { answers[2 * i + 1].set_value(answer); });
  }
  for (int i = 0; i < kBatches; ++i) {
    const auto fresh = answers[2 * i].get_future().get();
    ASSERT_TRUE(fresh.ok()) << i << ": " << fresh.status();
    EXPECT_EQ(*fresh, static_cast<std::uint64_t>(i + 1));
    EXPECT_TRUE(absl::IsAborted(answers[2 * i + 1].get_future().get().status())) << i;
  }
  EXPECT_EQ(this->Get("n"), std::to_string(kBatches));
  EXPECT_EQ(this->store().FeedEnd(), static_cast<std::uint64_t>(kBatches));
}

TYPED_TEST_P(KvStoreContract, ConditionsSeeEarlierDeletions) {
  ASSERT_TRUE(this->Put("a", "1").ok());
  WriteBatch deletion;
  deletion.Delete("a");
  std::promise<absl::StatusOr<std::uint64_t>> deleted;
  this->store().Commit(deletion, [&](auto answer) { deleted.set_value(answer); });
  WriteBatch batch;
  batch.ExpectAbsent("a");
  batch.Put("b", "1");
  EXPECT_TRUE(this->store().CommitSync(batch).ok());
  EXPECT_TRUE(deleted.get_future().get().ok());
  EXPECT_EQ(this->Get("b"), "1");
}

TYPED_TEST_P(KvStoreContract, AnswersInTheOrderOfTheCalls) {
  constexpr int kBatches = 300;
  std::vector<int> order;
  std::promise<void> last;
  for (int i = 0; i < kBatches; ++i) {
    WriteBatch batch;
    if (i % 3 == 0) batch.ExpectValue("absent", "so this one is dropped");
    if (i % 3 != 1) batch.Put("k" + std::to_string(i), "v");
    this->store().Commit(batch, [&, i](auto) {
      order.push_back(i);
      if (i + 1 == kBatches) last.set_value();
    });
  }
  last.get_future().wait();
  ASSERT_EQ(order.size(), static_cast<std::size_t>(kBatches));
  for (int i = 0; i < kBatches; ++i) EXPECT_EQ(order[i], i);
}

TYPED_TEST_P(KvStoreContract, AnEmptyBatchIsAnsweredWithTheFeedEnd) {
  EXPECT_EQ(*this->store().CommitSync(WriteBatch()), 0u);
  WriteBatch append;
  append.AppendToFeed(7, "x");
  EXPECT_EQ(*this->store().CommitSync(append), 1u);
  EXPECT_EQ(*this->store().CommitSync(WriteBatch()), 1u);
  EXPECT_TRUE(this->Scan("", "").empty());
}

TYPED_TEST_P(KvStoreContract, ScansFromBeginUpToButNotEnd) {
  for (const char* key : {"a", "b", "ba", "c"}) ASSERT_TRUE(this->Put(key, key).ok());
  using testing::ElementsAre;
  using testing::Pair;
  EXPECT_THAT(this->Scan("b", "c"), ElementsAre(Pair("b", "b"), Pair("ba", "ba")));
  EXPECT_THAT(this->Scan("aa", "b\x01"), ElementsAre(Pair("b", "b")));
  EXPECT_THAT(this->Scan("c", ""), ElementsAre(Pair("c", "c")));
  EXPECT_TRUE(this->Scan("b", "b").empty());
  EXPECT_TRUE(this->Scan("c", "a").empty());
  EXPECT_TRUE(this->Scan("d", "").empty());
}

TYPED_TEST_P(KvStoreContract, ScansBackwardWithTheSameBounds) {
  for (const char* key : {"a", "b", "ba", "c"}) ASSERT_TRUE(this->Put(key, key).ok());
  using testing::ElementsAre;
  using testing::Pair;
  EXPECT_THAT(this->ScanBackward("b", "c"), ElementsAre(Pair("ba", "ba"), Pair("b", "b")));
  EXPECT_THAT(this->ScanBackward("", "b"), ElementsAre(Pair("a", "a")));
  EXPECT_THAT(this->ScanBackward("b", ""),
              ElementsAre(Pair("c", "c"), Pair("ba", "ba"), Pair("b", "b")));
  EXPECT_TRUE(this->ScanBackward("c", "a").empty());
}

TYPED_TEST_P(KvStoreContract, AScanEndsWhenTheVisitorSaysSo) {
  for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(this->Put(key, key).ok());
  std::string seen;
  const auto two = [&](std::string_view key, std::string_view) {
    seen += key;
    return seen.size() < 2;
  };
  ASSERT_TRUE(this->store().Scan("", "", two).ok());
  EXPECT_EQ(seen, "ab");
  seen.clear();
  ASSERT_TRUE(this->store().ScanBackward("", "", two).ok());
  EXPECT_EQ(seen, "cb");
}

TYPED_TEST_P(KvStoreContract, AScanDoesNotSeeCommitsMadeMeanwhile) {
  for (const char* key : {"a", "b", "c"}) ASSERT_TRUE(this->Put(key, "old").ok());
  typename TestFixture::Entries seen;
  const absl::Status status = this->store().Scan("", "", [&](auto key, auto value) {
    if (seen.empty()) {
      WriteBatch batch;
      batch.Put("b", "new");
      batch.Delete("c");
      batch.Put("d", "new");
      EXPECT_TRUE(this->store().CommitSync(batch).ok());
    }
    seen.emplace_back(key, value);
    return true;
  });
  EXPECT_TRUE(status.ok());
  using testing::Pair;
  EXPECT_THAT(seen, testing::ElementsAre(Pair("a", "old"), Pair("b", "old"), Pair("c", "old")));
  EXPECT_THAT(this->Scan("b", ""), testing::ElementsAre(Pair("b", "new"), Pair("d", "new")));
}

TYPED_TEST_P(KvStoreContract, PrefixEndBoundsExactlyThePrefix) {
  for (const char* key : {"a", "b", "b\x01", "b\xff\xff", "c", "\xff", "\xff\xff z"}) {
    ASSERT_TRUE(this->Put(key, "").ok());
  }
  EXPECT_EQ(this->Scan("b", PrefixEnd("b")).size(), 3u);
  EXPECT_EQ(this->Scan("b\xff", PrefixEnd("b\xff")).size(), 1u);
  EXPECT_EQ(this->Scan("\xff", PrefixEnd("\xff")).size(), 2u);
  EXPECT_EQ(this->Scan("", PrefixEnd("")).size(), 7u);
}

TYPED_TEST_P(KvStoreContract, TheFeedHasNoGapsAndTheOrderOfTheCommits) {
  for (int i = 0; i < 3; ++i) {
    WriteBatch batch;
    batch.AppendToFeed(10, "first of " + std::to_string(i));
    batch.AppendToFeed(4000000000u, std::string("second\0of ", 10) + std::to_string(i));
    EXPECT_EQ(*this->store().CommitSync(batch), 2u * i + 2);
  }
  EXPECT_EQ(this->store().FeedEnd(), 6u);
  const auto all = this->ReadFeed(0, 100);
  ASSERT_EQ(all.size(), 6u);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].position, i + 1);
  EXPECT_EQ(all[2].type, 10u);
  EXPECT_EQ(all[2].payload, "first of 1");
  EXPECT_EQ(all[5].type, 4000000000u);
  EXPECT_EQ(all[5].payload, std::string("second\0of 2", 11));
  EXPECT_TRUE(this->Scan("", "").empty()) << "events are no keys";
}

TYPED_TEST_P(KvStoreContract, ReadsTheFeedInPages) {
  WriteBatch batch;
  for (int i = 1; i <= 5; ++i) batch.AppendToFeed(1, std::to_string(i));
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  const auto page = this->ReadFeed(2, 2);
  ASSERT_EQ(page.size(), 2u);
  EXPECT_EQ(page[0].payload, "3");
  EXPECT_EQ(page[1].payload, "4");
  EXPECT_EQ(this->ReadFeed(4, 10).size(), 1u);
  EXPECT_TRUE(this->ReadFeed(5, 10).empty());
  EXPECT_TRUE(this->ReadFeed(~std::uint64_t{0}, 10).empty());
  EXPECT_TRUE(this->ReadFeed(0, 0).empty());
}

TYPED_TEST_P(KvStoreContract, TellsSubscribersTheNewEndUntilTheyUnsubscribe) {
  std::mutex mutex;
  std::vector<std::uint64_t> ends;
  std::promise<void> first;
  auto unsubscribe = this->store().SubscribeFeed([&](std::uint64_t end) {
    std::lock_guard lock(mutex);
    ends.push_back(end);
    if (ends.size() == 1) first.set_value();
  });
  ASSERT_TRUE(this->Put("no event", "").ok());
  WriteBatch batch;
  batch.AppendToFeed(1, "a");
  batch.AppendToFeed(1, "b");
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  first.get_future().wait();
  unsubscribe();
  unsubscribe();
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  ASSERT_TRUE(this->store().CommitSync(WriteBatch()).ok());
  EXPECT_THAT(ends, testing::ElementsAre(2u));
}

TYPED_TEST_P(KvStoreContract, UnsubscribingWaitsForACallInProgress) {
  std::promise<void> entered;
  std::atomic<bool> left = false;
  auto unsubscribe = this->store().SubscribeFeed([&](std::uint64_t) {
    entered.set_value();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    left = true;
  });
  WriteBatch batch;
  batch.AppendToFeed(1, "a");
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  entered.get_future().wait();
  unsubscribe();
  EXPECT_TRUE(left);
}

TYPED_TEST_P(KvStoreContract, ASubscriberMayUnsubscribeItselfInItsCall) {
  std::atomic<int> calls = 0;
  std::promise<void> called;
  std::function<void()> unsubscribe;
  unsubscribe = this->store().SubscribeFeed([&](std::uint64_t) {
    unsubscribe();
    ++calls;
    called.set_value();
  });
  WriteBatch batch;
  batch.AppendToFeed(1, "a");
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  called.get_future().wait();
  ASSERT_TRUE(this->store().CommitSync(batch).ok());
  ASSERT_TRUE(this->store().CommitSync(WriteBatch()).ok());
  EXPECT_EQ(calls, 1);
}

TYPED_TEST_P(KvStoreContract, EightThreadsCountingConditionallyLoseNothing) {
  constexpr int kThreads = 8;
  constexpr int kIncrements = 50;
  ASSERT_TRUE(this->Put("counter", "0").ok());
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int done = 0; done < kIncrements;) {
        const std::string old = **this->store().Get("counter");
        WriteBatch batch;
        batch.ExpectValue("counter", old);
        batch.Put("counter", std::to_string(std::stoi(old) + 1));
        batch.AppendToFeed(1, old + " by " + std::to_string(t));
        const auto answer = this->store().CommitSync(batch);
        if (answer.ok()) {
          ++done;
        } else {
          ASSERT_TRUE(absl::IsAborted(answer.status())) << answer.status();
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(this->Get("counter"), std::to_string(kThreads * kIncrements));
  const auto events = this->ReadFeed(0, 10000);
  ASSERT_EQ(events.size(), static_cast<std::size_t>(kThreads * kIncrements));
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].payload.substr(0, events[i].payload.find(' ')), std::to_string(i));
  }
}

REGISTER_TYPED_TEST_SUITE_P(KvStoreContract, GetsWhatWasPutAndNothingElse, LaterWritesInOneBatchWin,
                            KeysAndValuesAreAnyBytes, AppliesNothingWhenOneConditionFails,
                            ConditionsSeeTheStateBeforeTheirOwnBatch,
                            ConditionsSeeEveryBatchSubmittedEarlier, ConditionsSeeEarlierDeletions,
                            AnswersInTheOrderOfTheCalls, AnEmptyBatchIsAnsweredWithTheFeedEnd,
                            ScansFromBeginUpToButNotEnd, ScansBackwardWithTheSameBounds,
                            AScanEndsWhenTheVisitorSaysSo, AScanDoesNotSeeCommitsMadeMeanwhile,
                            PrefixEndBoundsExactlyThePrefix,
                            TheFeedHasNoGapsAndTheOrderOfTheCommits, ReadsTheFeedInPages,
                            TellsSubscribersTheNewEndUntilTheyUnsubscribe,
                            UnsubscribingWaitsForACallInProgress,
                            ASubscriberMayUnsubscribeItselfInItsCall,
                            EightThreadsCountingConditionallyLoseNothing);

}  // namespace touchstone::storage
