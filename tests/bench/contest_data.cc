#include "tests/bench/contest_data.h"

#include <algorithm>
#include <cstdio>
#include <semaphore>
#include <utility>

#include <boost/asio/thread_pool.hpp>

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/identity/tokens.h"
#include "services/ledger/sequencer.h"
#include "tests/bench/process.h"

namespace touchstone::bench {
namespace {

std::string RunId() {
  RandomIdGenerator ids;
  return ids.NewId().substr(0, 8);
}

std::string Id(const std::string& run, std::uint64_t number) {
  char text[40];
  std::snprintf(text, sizeof(text), "%s-%020llu", run.c_str(),
                static_cast<unsigned long long>(number));
  return text;
}

}  // namespace

std::string AddToken(storage::KvStore& store, v1::Role role, const std::string& event,
                     const std::string& judge) {
  const SystemClock clock;
  RandomIdGenerator ids;
  const identity::Tokens tokens(store, clock, ids);
  v1::Token wanted;
  wanted.set_role(role);
  wanted.set_event(event);
  wanted.set_judge(judge);
  storage::WriteBatch batch;
  const auto made = tokens.Make(wanted, &batch);
  if (!store.CommitSync(std::move(batch)).ok()) Fail("cannot store a token");
  return made.secret;
}

MarkSource::MarkSource(const SmallContest& contest, int slots)
    : contest_(contest), slots_(std::size_t(slots)), run_(RunId()) {
  if (contest.entrants < slots) Fail("more slots than entrants");
  for (int i = 0; i < slots; ++i) slots_[std::size_t(i)].entrant = i;
}

std::string MarkSource::Next(int number) {
  Slot& slot = slots_[std::size_t(number)];
  if (++slot.item > contest_.items) {
    slot.item = 1;
    slot.entrant += int(slots_.size());
    if (slot.entrant >= contest_.entrants) {
      slot.entrant = number;
      ++slot.revision;
    }
  }
  v1::Entry& entry = slot.entry;
  entry.set_entry_id(Id(run_, made_.fetch_add(1, std::memory_order_relaxed)));
  entry.set_event(contest_.event);
  entry.set_author("j1");
  auto& mark = *entry.mutable_mark();
  mark.set_discipline("d1");
  mark.set_entrant_code(std::to_string(slot.entrant + 1));
  mark.set_item(SmallContest::Item(slot.item));
  mark.set_value(slot.revision % 2 == 0 ? "8.5" : "7.5");
  mark.set_base_revision(slot.revision);
  return entry.SerializeAsString();
}

std::vector<v1::Entry> SheetOf(const SmallContest& contest, int entrant) {
  static const std::string run = RunId();
  static std::atomic<std::uint64_t> made{0};
  const std::string code = std::to_string(entrant);
  std::vector<v1::Entry> entries;
  const auto add = [&](v1::Entry entry) {
    entry.set_entry_id(Id(run, ++made));
    entries.push_back(std::move(entry));
  };
  for (int item = 1; item <= contest.items; ++item) {
    const int halves = (entrant * 7919 + item * 31) % 21;
    add(contest.Mark("", "j1", code, SmallContest::Item(item),
                     std::to_string(halves / 2) + (halves % 2 == 0 ? "" : ".5")));
  }
  add(contest.Mark("", "j1", code, "p/m/b/f", std::to_string(entrant % 5)));
  add(contest.Seal("", "j1", code));
  return entries;
}

std::uint64_t MarkAndSeal(storage::KvStore& store, const SmallContest& contest, int first,
                          int entrants) {
  constexpr std::size_t kEntriesACall = 1000;
  constexpr int kCalls = 8;  // at once
  const SystemClock clock;
  boost::asio::thread_pool pool(2);
  ledger::Sequencers sequencers(store, pool, clock);
  std::counting_semaphore<kCalls> free_calls(kCalls);
  std::atomic<bool> failed = false;
  std::uint64_t sent = 0;
  for (int entrant = first; entrant < first + entrants;) {
    std::vector<ledger::Submission> submissions;
    for (; entrant < first + entrants && submissions.size() < kEntriesACall; ++entrant) {
      for (v1::Entry& entry : SheetOf(contest, entrant)) {
        auto submission = ledger::MakeSubmission(std::move(entry));
        if (!submission.ok()) Fail(submission.status().ToString());
        submissions.push_back(*std::move(submission));
      }
    }
    sent += submissions.size();
    free_calls.acquire();
    sequencers.Record(contest.event, std::move(submissions), [&](auto receipts) {
      for (const auto& receipt : receipts) {
        if (!receipt.ok() || receipt->disposition() != v1::DISPOSITION_COUNTED) failed = true;
      }
      free_calls.release();
    });
  }
  for (int i = 0; i < kCalls; ++i) free_calls.acquire();
  pool.join();
  if (failed) Fail("an entry of the set-up was refused");
  return sent;
}

}  // namespace touchstone::bench
