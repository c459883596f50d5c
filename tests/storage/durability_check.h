#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "storage/kv_store.h"
#include "storage/write_batch.h"

namespace touchstone::storage {

// What a check of one opened store has found.
struct Findings {
  std::uint64_t acked = 0;    // commits that were acknowledged
  std::uint64_t lost = 0;     // of these: no key or no event
  std::uint64_t dup = 0;      // commits with more than one event
  std::uint64_t altered = 0;  // other bytes than were committed, or half a commit

  bool Sound() const { return lost == 0 && dup == 0 && altered == 0; }
};

// Commits under fresh ids, remembers each answer, and compares a store that was opened again with
// them. A commit is one key, its value, and one event that names the key.
class DurabilityCheck {
 public:
  // `clients` threads commit bursts, each until a commit is answered with an error other than
  // ABORTED or it has done `bursts`.
  void Work(KvStore& store, int clients, int bursts, std::size_t value_bytes);

  // Commits again what was answered UNAVAILABLE; the answer to that settles it.
  void Settle(KvStore& store);

  // Compares everything ever committed. Forgets nothing.
  Findings Verify(const KvStore& store) const;

  std::uint64_t acked() const;
  std::uint64_t unknown() const;

 private:
  enum class Outcome { kUnknown, kAcknowledged };

  void WorkAsOneClient(KvStore& store, int bursts, std::size_t value_bytes);
  bool CommitBurst(KvStore& store, const std::map<std::string, std::string>& burst);
  std::uint64_t Count(Outcome outcome) const;

  mutable std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::map<std::string, Outcome> outcomes_;
  std::map<std::string, std::string> values_;
};

}  // namespace touchstone::storage
