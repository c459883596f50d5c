#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "services/identity/sign_in_rules.h"

namespace touchstone::identity {

// SIGN_IN_LOCKED, with `until` in its metadata when it ends by itself; OK when not locked.
absl::Status CheckLockOut(const WrongTries& wrong, Secret secret, Time now);

// Wrong tries by login name, known and unknown alike, so that a lock-out does not tell which names
// exist. In memory: a restart ends a pause of 5 minutes, which nobody outside can bring about; the
// lock-out that lasts, of a judge's PIN, stands in the store. Thread-safe.
class WrongTriesByName {
 public:
  explicit WrongTriesByName(Secret secret) : secret_(secret) {}

  // Counts a try as wrong before it is looked at, so that many at once are no way around the limit.
  // SIGN_IN_LOCKED: it must not be looked at. SIGN_IN_BUSY: more names were tried than are kept.
  absl::Status Begin(const std::string& name, Time now);
  // It was right.
  void Right(const std::string& name);
  // It was not looked at after all.
  void NotTried(const std::string& name);

 private:
  // What lies behind it answers at most some 20 tries a second, so a pause sees fewer names.
  static constexpr std::size_t kMostNames = 10'000;

  const Secret secret_;
  std::mutex mutex_;
  std::unordered_map<std::string, WrongTries> tries_;  // guarded by mutex_
};

}  // namespace touchstone::identity
