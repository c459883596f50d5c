#include "services/ledger/sequencer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/ledger/chain.h"
#include "storage/memory_store.h"
#include "tests/services/ledger/chain_audit.h"
#include "tests/services/ledger/sequencer_fixture.h"
#include "tests/services/ledger/small_contest.h"

namespace touchstone {
namespace {

namespace keys = storage::keys;
using ledger::EventChange;
using ledger::EventView;
using testing::ElementsAre;
using testing::IsEmpty;

class SequencerTest : public testing::Test {
 protected:
  SequencerTest() { contest_.PutInto(store_); }

  v1::Receipt Counted(RunningSequencers& sequencers, const v1::Entry& entry) {
    const auto receipt = sequencers.Record(entry);
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    if (!receipt.ok()) return {};
    EXPECT_EQ(receipt->disposition(), v1::DISPOSITION_COUNTED);
    return *receipt;
  }
  Reason Refused(RunningSequencers& sequencers, const v1::Entry& entry) {
    const auto before = EnvelopesOf(store_, "e1").size();
    const auto receipt = sequencers.Record(entry);
    EXPECT_FALSE(receipt.ok());
    EXPECT_EQ(EnvelopesOf(store_, "e1").size(), before);
    return ReasonOf(receipt.status());
  }
  EventChange StateChangeTo(const std::string& state, v1::Event::State value) {
    EventChange change;
    v1::Event event = contest_.Archive().event();
    event.set_state(value);
    change.writes.Put(keys::Resource("event", "e1"), event.SerializeAsString());
    change.entry = contest_.ChangeState("state-" + state, state, "because");
    return change;
  }
  std::string Value(RunningSequencers& sequencers, const std::string& entrant, int item,
                    const std::string& judge) {
    std::string value;
    EXPECT_TRUE(
        sequencers
            .Read("e1",
                  [&](EventView& view) {
                    const auto sheets = view.SheetsOf(entrant);
                    if (!sheets.ok()) return sheets.status();
                    const auto& cell = (*sheets)->Cell({SmallContest::Item(item), 1, 0, judge});
                    value = cell.value ? cell.value->ToString() : "none";
                    return absl::OkStatus();
                  })
            .ok());
    return value;
  }

  SmallContest contest_;
  storage::MemoryStore store_;
};

TEST_F(SequencerTest, AMarkGetsTheNextPositionAndTheNextRevision) {
  RunningSequencers sequencers(store_);
  const auto first = Counted(sequencers, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8.5"));
  const auto second = Counted(sequencers, contest_.Mark("m2", "j1", "1", "p/m/b/a1", "9", 1));
  EXPECT_EQ(first.position(), 1u);
  EXPECT_EQ(first.revision(), 1u);
  EXPECT_EQ(second.position(), 2u);
  EXPECT_EQ(second.revision(), 2u);
  EXPECT_EQ(second.current_value(), "9");
  EXPECT_EQ(second.feed_position(), store_.FeedEnd());
}

TEST_F(SequencerTest, RefusalsChangeNothingAndDoNotTouchTheirNeighbours) {
  RunningSequencers sequencers(store_);
  auto receipts = sequencers
                      .Post({contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"),
                             contest_.Mark("m2", "j1", "9", "p/m/b/a1", "8"),
                             contest_.Mark("m3", "j1", "1", "p/m/b/a2", "10.5"),
                             contest_.Mark("m4", "j1", "1", "p/m/b/a2", "8,5"),
                             contest_.Mark("m5", "jx", "1", "p/m/b/a2", "8"),
                             contest_.Mark("m6", "j1", "1", "p/m/b/zz", "8"),
                             contest_.Mark("m7", "j1", "1", "p/m/b/a2", "7")})
                      .get();
  ASSERT_TRUE(receipts[0].ok());
  EXPECT_EQ(ReasonOf(receipts[1].status()), Reason::ENTRANT_UNKNOWN);
  EXPECT_EQ(ReasonOf(receipts[2].status()), Reason::MARK_ABOVE_MAXIMUM);
  EXPECT_EQ(ReasonOf(receipts[3].status()), Reason::MARK_NOT_A_NUMBER);
  EXPECT_EQ(ReasonOf(receipts[4].status()), Reason::JUDGE_NOT_ASSIGNED);
  EXPECT_EQ(ReasonOf(receipts[5].status()), Reason::ITEM_UNKNOWN);
  ASSERT_TRUE(receipts[6].ok());
  EXPECT_EQ(receipts[6]->position(), 2u);
  EXPECT_EQ(receipts[6]->feed_position(), receipts[0]->feed_position() + 1);
  EXPECT_EQ(EnvelopesOf(store_, "e1").size(), 2u);
}

TEST_F(SequencerTest, AnEventThatDoesNotExistIsNotFound) {
  RunningSequencers sequencers(store_);
  SmallContest other{.event = "e2"};
  EXPECT_EQ(Refused(sequencers, other.Mark("m1", "j1", "1", "p/m/b/a1", "8")),
            Reason::RESOURCE_NOT_FOUND);
}

TEST_F(SequencerTest, AConflictIsKeptAnsweredWithTheCurrentValueAndWaits) {
  RunningSequencers sequencers(store_);
  Counted(sequencers, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  const auto conflict = sequencers.Record(contest_.Mark("m2", "j1", "1", "p/m/b/a1", "9"));
  ASSERT_TRUE(conflict.ok());
  EXPECT_EQ(conflict->disposition(), v1::DISPOSITION_CONFLICT);
  EXPECT_EQ(conflict->current_value(), "8");
  EXPECT_EQ(conflict->revision(), 1u);
  EXPECT_EQ(Value(sequencers, "n1", 1, "j1"), "8");
  Counted(sequencers, contest_.Decide("yes", "m2", true));
  EXPECT_EQ(Value(sequencers, "n1", 1, "j1"), "9");
  EXPECT_EQ(Refused(sequencers, contest_.Decide("again", "m2", true)), Reason::ENTRY_NOT_WAITING);
}

TEST_F(SequencerTest, ARepeatedEntryGetsTheSameReceipt) {
  const auto mark = contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8");
  const auto conflict = contest_.Mark("m2", "j1", "1", "p/m/b/a1", "7");
  v1::Receipt first, first_conflict;
  {
    RunningSequencers sequencers(store_);
    auto once = sequencers.Post({mark});
    auto twice = sequencers.Post({mark});  // most likely while the first is in flight
    first = once.get()[0].value();
    EXPECT_EQ(first.SerializeAsString(), twice.get()[0]->SerializeAsString());
    first_conflict = sequencers.Record(conflict).value();
    Counted(sequencers, contest_.Mark("m3", "j1", "1", "p/m/b/a1", "9", 1));
  }
  RunningSequencers reopened(store_);
  auto again = reopened.Record(mark).value();
  again.set_feed_position(first.feed_position());
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  auto conflict_again = reopened.Record(conflict).value();
  conflict_again.set_feed_position(first_conflict.feed_position());
  EXPECT_EQ(conflict_again.SerializeAsString(), first_conflict.SerializeAsString());
  EXPECT_EQ(EnvelopesOf(store_, "e1").size(), 3u);
}

TEST_F(SequencerTest, AnIdWithOtherBytesIsRefused) {
  RunningSequencers sequencers(store_);
  auto receipts = sequencers
                      .Post({contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"),
                             contest_.Mark("m1", "j1", "1", "p/m/b/a1", "9")})
                      .get();
  EXPECT_TRUE(receipts[0].ok());
  EXPECT_EQ(ReasonOf(receipts[1].status()), Reason::ENTRY_ID_REUSED);
  EXPECT_EQ(Refused(sequencers, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "9")),
            Reason::ENTRY_ID_REUSED);
}

TEST_F(SequencerTest, ManyMarksInFlightNeverFailEachOther) {
  constexpr int kThreads = 8;
  constexpr int kMarks = 64;
  SmallContest large{.event = "e2", .entrants = kMarks, .judges = kThreads};
  large.PutInto(store_);
  Acknowledgements acks;
  {
    RunningSequencers sequencers(store_, {.entrants = 8, .events = 4});
    std::vector<std::thread> threads;
    for (int t = 1; t <= kThreads; ++t) {
      threads.emplace_back([&, t] {
        std::vector<std::pair<v1::Entry, std::future<ledger::Sequencers::Receipts>>> posted;
        for (int i = 1; i <= kMarks; ++i) {
          const std::string id = "m-" + std::to_string(t) + "-" + std::to_string(i);
          auto mark = large.Mark(id, "j" + std::to_string(t), std::to_string(i), "p/m/b/a1", "5");
          posted.emplace_back(mark, sequencers.Post({mark}));
        }
        for (auto& [mark, answer] : posted) {
          const auto receipt = answer.get()[0];
          ASSERT_TRUE(receipt.ok()) << receipt.status();
          acks.Add(ledger::MakeSubmission(mark)->bytes, *receipt);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  const auto audit = acks.Audit("e2", EnvelopesOf(store_, "e2"));
  EXPECT_EQ(audit.acked, kThreads * kMarks);
  EXPECT_TRUE(audit.Sound()) << audit.ToString();
}

TEST_F(SequencerTest, ARestartInTheMiddleGoesOnWhereItWas) {
  {
    RunningSequencers sequencers(store_);
    Counted(sequencers, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
    Counted(sequencers, contest_.Mark("m2", "j1", "1", "p/m/b/a2", "6"));
    Counted(sequencers, contest_.Mark("m3", "j1", "1", "p/m/b/f", "0"));
    Counted(sequencers, contest_.Seal("s1", "j1", "1"));
  }
  RunningSequencers reopened(store_);
  const auto late = reopened.Record(contest_.Mark("m4", "j1", "1", "p/m/b/a1", "9", 1));
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(late->disposition(), v1::DISPOSITION_LATE);
  EXPECT_EQ(late->position(), 5u);
  EXPECT_EQ(Value(reopened, "n1", 1, "j1"), "8");
  ledger::ChainVerifier verifier("e1");
  for (const auto& bytes : EnvelopesOf(store_, "e1")) EXPECT_TRUE(verifier.Next(bytes).ok());
}

TEST_F(SequencerTest, SheetsThatWereDroppedAreReadAgain) {
  RunningSequencers sequencers(store_, {.entrants = 1, .events = 1});
  SmallContest other{.event = "e2"};
  other.PutInto(store_);
  for (std::uint32_t revision = 0; revision < 5; ++revision) {
    const std::string n = std::to_string(revision);
    Counted(sequencers, contest_.Mark("one" + n, "j1", "1", "p/m/b/a1", n, revision));
    Counted(sequencers, contest_.Mark("two" + n, "j1", "2", "p/m/b/a1", n, revision));
    Counted(sequencers, other.Mark("one" + n, "j1", "1", "p/m/b/a1", n, revision));
  }
  EXPECT_EQ(Value(sequencers, "n1", 1, "j1"), "4");
  EXPECT_EQ(Value(sequencers, "n2", 1, "j1"), "4");
}

TEST_F(SequencerTest, AfterTheLockMarksWaitAndCanBeAccepted) {
  RunningSequencers sequencers(store_);
  Counted(sequencers, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  const auto locked = sequencers.Change(
      "e1", [&](EventView&) { return StateChangeTo("LOCKED", v1::Event::STATE_LOCKED); });
  ASSERT_TRUE(locked.ok()) << locked.status();
  EXPECT_EQ(*locked, store_.FeedEnd());
  const auto late = sequencers.Record(contest_.Mark("m2", "j1", "1", "p/m/b/a1", "9", 1));
  EXPECT_EQ(late->disposition(), v1::DISPOSITION_LATE);
  std::vector<std::string> waiting;
  judging::EventState state{};
  EXPECT_TRUE(sequencers
                  .Read("e1",
                        [&](EventView& view) {
                          waiting = view.WaitingEntries();
                          state = view.event_state();
                          return absl::OkStatus();
                        })
                  .ok());
  EXPECT_THAT(waiting, ElementsAre(SmallContest::EntryId("m2")));
  EXPECT_EQ(state, judging::EventState::kLocked);
  Counted(sequencers, contest_.Decide("ok", "m2", true));
  EXPECT_EQ(Value(sequencers, "n1", 1, "j1"), "9");
  EXPECT_TRUE(sequencers
                  .Read("e1",
                        [&](EventView& view) {
                          waiting = view.WaitingEntries();
                          return absl::OkStatus();
                        })
                  .ok());
  EXPECT_THAT(waiting, IsEmpty());
}

TEST_F(SequencerTest, AStateChangeThatTheRulesRefuseWritesNothing) {
  RunningSequencers sequencers(store_);
  const auto published = sequencers.Change(
      "e1", [&](EventView&) { return StateChangeTo("PUBLISHED", v1::Event::STATE_PUBLISHED); });
  EXPECT_EQ(ReasonOf(published.status()), Reason::EVENT_STATE_WRONG);
  EXPECT_THAT(EnvelopesOf(store_, "e1"), IsEmpty());
}

TEST_F(SequencerTest, AChangedResourceHoldsForTheNextEntry) {
  RunningSequencers sequencers(store_);
  Counted(sequencers, contest_.Mark("m1", "j2", "1", "p/m/b/a1", "8"));
  ASSERT_TRUE(sequencers
                  .Change("e1",
                          [&](EventView& view) -> absl::StatusOr<EventChange> {
                            EXPECT_TRUE(view.HasEntries("n1").value());
                            EXPECT_FALSE(view.HasEntries("n2").value());
                            v1::Assignment ended = contest_.Archive().assignments(1);
                            ended.set_state(v1::Assignment::STATE_ENDED);
                            EventChange change;
                            change.writes.Put(keys::ResourceIn("e1", "assignment", "a2"),
                                              ended.SerializeAsString());
                            return change;
                          })
                  .ok());
  EXPECT_EQ(Refused(sequencers, contest_.Mark("m2", "j2", "1", "p/m/b/a2", "8")),
            Reason::JUDGE_NOT_ASSIGNED);
}

TEST_F(SequencerTest, EachChangeSeesTheOnesBefore) {
  RunningSequencers sequencers(store_);
  constexpr int kChanges = 32;
  std::vector<std::future<absl::StatusOr<std::uint64_t>>> answers;
  for (int i = 0; i < kChanges; ++i) {
    answers.push_back(sequencers.PostChange("e1", [&](EventView&) -> absl::StatusOr<EventChange> {
      const auto count = store_.Get("count").value();
      EventChange change;
      change.writes.Put("count", std::to_string(std::stoi(count.value_or("0")) + 1));
      return change;
    }));
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get().ok());
  EXPECT_EQ(store_.Get("count").value(), std::to_string(kChanges));
}

TEST_F(SequencerTest, AChangeWhosePreconditionFailsLeavesTheMarksAlone) {
  RunningSequencers sequencers(store_);
  auto answer = sequencers.PostChange("e1", [](EventView&) -> absl::StatusOr<EventChange> {
    EventChange change;
    change.writes.ExpectValue("company/acme", "not there");
    return change;
  });
  auto mark = sequencers.Post({contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8")});
  EXPECT_EQ(ReasonOf(answer.get().status()), Reason::CONCURRENT_CHANGE);
  EXPECT_TRUE(mark.get()[0].ok());
}

TEST_F(SequencerTest, AnotherWriterMakesItReadTheChainAgain) {
  RunningSequencers one(store_);
  RunningSequencers two(store_);
  Counted(one, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  Counted(two, contest_.Mark("m2", "j1", "2", "p/m/b/a1", "8"));
  auto lost = one.Post({contest_.Mark("m3", "j1", "1", "p/m/b/a2", "7")});
  auto behind = one.Post({contest_.Mark("m4", "j1", "2", "p/m/b/a2", "7")});
  EXPECT_EQ(ReasonOf(lost.get()[0].status()), Reason::CONCURRENT_CHANGE);
  (void)behind.get();  // refused or, when it was decided after the failure, taken
  const auto again = one.Record(contest_.Mark("m3", "j1", "1", "p/m/b/a2", "7"));
  ASSERT_TRUE(again.ok()) << again.status();
  ledger::ChainVerifier verifier("e1");
  for (const auto& bytes : EnvelopesOf(store_, "e1")) EXPECT_TRUE(verifier.Next(bytes).ok());
  EXPECT_EQ(verifier.head().position, EnvelopesOf(store_, "e1").size());
}

// Keeps commits back until they are released.
class HeldStore : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;
  void Commit(storage::WriteBatch batch, CommitCallback done) override {
    std::unique_lock lock(mutex_);
    if (!held_) return inner_.Commit(std::move(batch), std::move(done));
    waiting_.emplace_back(std::move(batch), std::move(done));
    arrived_.notify_all();
  }
  void WaitFor(std::size_t commits) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return waiting_.size() >= commits; });
  }
  void Release() {
    std::unique_lock lock(mutex_);
    held_ = false;
    for (auto& [batch, done] : waiting_) inner_.Commit(std::move(batch), std::move(done));
    waiting_.clear();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  bool held_ = true;
  std::vector<std::pair<storage::WriteBatch, CommitCallback>> waiting_;
};

TEST_F(SequencerTest, AReadIsAnsweredWhenWhatItSawIsDurable) {
  HeldStore held(store_);
  RunningSequencers sequencers(held);
  auto mark = sequencers.Post({contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8")});
  std::uint64_t seen = 0;
  auto read = sequencers.PostRead("e1", [&](EventView& view) {
    seen = view.last_position();
    return absl::OkStatus();
  });
  held.WaitFor(2);
  EXPECT_EQ(seen, 1u);
  EXPECT_EQ(read.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  EXPECT_EQ(mark.wait_for(std::chrono::seconds(0)), std::future_status::timeout);
  held.Release();
  EXPECT_TRUE(mark.get()[0].ok());
  EXPECT_TRUE(read.get().ok());
}

TEST_F(SequencerTest, AFailedDiskIsAnsweredAsAnUnknownOutcome) {
  class BrokenStore : public ForwardingStore {
   public:
    using ForwardingStore::ForwardingStore;
    void Commit(storage::WriteBatch, CommitCallback done) override {
      done(absl::UnavailableError("I/O error"));
    }
  };
  BrokenStore broken(store_);
  RunningSequencers sequencers(broken);
  EXPECT_EQ(Refused(sequencers, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8")),
            Reason::COMMIT_OUTCOME_UNKNOWN);
}

// Faults that are planted to see that the audit finds them.

TEST_F(SequencerTest, TheAuditFindsADuplicateWhenDedupeIsOff) {
  class ForgetfulStore : public ForwardingStore {
   public:
    using ForwardingStore::ForwardingStore;
    absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const override {
      if (key.starts_with("entry/")) return std::nullopt;
      return inner_.Get(key);
    }
  };
  ForgetfulStore forgetful(store_);
  Acknowledgements acks;
  const auto mark = contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8");
  for (int i = 0; i < 2; ++i) {
    RunningSequencers sequencers(forgetful);
    const auto receipt = sequencers.Record(mark);
    if (i == 0) acks.Add(ledger::MakeSubmission(mark)->bytes, *receipt);
  }
  EXPECT_EQ(acks.Audit("e1", EnvelopesOf(store_, "e1")).twice, 1);
}

TEST_F(SequencerTest, TheAuditFindsALostMarkWhenItIsAcknowledgedBeforeItIsWritten) {
  class EagerStore : public ForwardingStore {
   public:
    using ForwardingStore::ForwardingStore;
    void Commit(storage::WriteBatch batch, CommitCallback done) override {
      done(std::uint64_t{1});
      if (++commits_ != 3) inner_.Commit(std::move(batch), [](const auto&) {});
    }
    int commits_ = 0;
  };
  EagerStore eager(store_);
  Acknowledgements acks;
  {
    RunningSequencers sequencers(eager);
    for (int i = 1; i <= 4; ++i) {
      const auto mark = contest_.Mark("m" + std::to_string(i), "j1", "1", "p/m/b/a1", "8",
                                      static_cast<std::uint32_t>(i - 1));
      const auto receipt = sequencers.Record(mark);
      ASSERT_TRUE(receipt.ok());
      acks.Add(ledger::MakeSubmission(mark)->bytes, *receipt);
    }
  }
  EXPECT_GE(acks.Audit("e1", EnvelopesOf(store_, "e1")).lost, 1);
}

TEST_F(SequencerTest, TheAuditFindsAnOverrunMarkWhenTheBaseRevisionIsIgnored) {
  class CountingStore : public ForwardingStore {
   public:
    using ForwardingStore::ForwardingStore;
    void Commit(storage::WriteBatch batch, CommitCallback done) override {
      storage::WriteBatch changed;
      for (const auto& [key, value] : batch.writes()) {
        v1::Envelope envelope;
        if (!key.starts_with("envelope/") || !envelope.ParseFromString(*value)) continue;
        envelope.set_disposition(v1::DISPOSITION_COUNTED);
        changed.Put(key, envelope.SerializeAsString());
      }
      inner_.Commit(std::move(changed), std::move(done));
    }
  };
  CountingStore counting(store_);
  Acknowledgements acks;
  {
    RunningSequencers sequencers(counting);
    (void)sequencers.Record(contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
    (void)sequencers.Record(contest_.Mark("m2", "j1", "1", "p/m/b/a1", "9"));
  }
  EXPECT_EQ(acks.Audit("e1", EnvelopesOf(store_, "e1")).overrun, 1);
}

}  // namespace
}  // namespace touchstone
