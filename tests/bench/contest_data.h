#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/kv_store.h"
#include "tests/services/ledger/small_contest.h"
#include "touchstone/v1/identity.pb.h"
#include "touchstone/v1/ledger.pb.h"

// Contests to measure with, put straight into a store before a server opens it.
namespace touchstone::bench {

// Adds a token and returns its secret.
std::string AddToken(storage::KvStore& store, v1::Role role, const std::string& event = "",
                     const std::string& judge = "");

// An endless row of good marks of judge "j1", none of which conflicts with another one: each slot
// has entrants of its own and marks them item by item, entrant by entrant, then all anew as the
// next revision. One call at a time for a slot; different slots may be used by different threads.
class MarkSource {
 public:
  // REQUIRES: contest.entrants >= slots.
  MarkSource(const SmallContest& contest, int slots);

  // The bytes of the next entry.
  std::string Next(int slot);

 private:
  struct Slot {
    v1::Entry entry;  // of the last mark
    int entrant = 0;
    int item = 0;
    std::uint32_t revision = 0;
  };

  const SmallContest contest_;
  std::vector<Slot> slots_;
  const std::string run_;  // makes ids of different sources different
  std::atomic<std::uint64_t> made_{0};
};

// Marks every item of `entrants` entrants from number `first` on, and seals their sheets, through
// the sequencer that the server uses. Returns how many entries that made. Totals differ.
std::uint64_t MarkAndSeal(storage::KvStore& store, const SmallContest& contest, int first,
                          int entrants);

// The same as a list of entries of one entrant; all must be taken in this order.
std::vector<v1::Entry> SheetOf(const SmallContest& contest, int entrant);

}  // namespace touchstone::bench
