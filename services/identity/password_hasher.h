#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <boost/asio/awaitable.hpp>

#include "absl/status/statusor.h"
#include "services/identity/sign_in_rules.h"

namespace touchstone::identity {

// Hashes passwords and PINs with argon2id (RFC 9106) on two threads of its own, of low priority:
// neither gRPC's threads nor those that take marks ever wait for it, and its memory is bounded.
//
// PINs are taken first and have a queue of their own: however many people, or programs, try
// passwords, a judge with a tablet waits for one password at most.
//
// Passwords: 64 MiB, 3 passes. PINs: 19 MiB, 2 passes; of 10^6 PINs no cost would keep one who has
// the store, and the lock-out keeps all others, so a judge need not wait longer.
//
// Thread-safe. The awaitables are resumed on the executor of who awaits them.
class PasswordHasher {
 public:
  PasswordHasher();
  // Nothing may be awaiting any more.
  ~PasswordHasher();

  // The hash to keep, with its salt and costs in it. SIGN_IN_BUSY when too many of the kind wait.
  boost::asio::awaitable<absl::StatusOr<std::string>> Hash(Secret kind, std::string secret);

  // Whether `hash` was made of `secret`. An empty hash, of somebody unknown, is never right and
  // costs the same time. SIGN_IN_BUSY when too many of the kind wait.
  boost::asio::awaitable<absl::StatusOr<bool>> Verify(Secret kind, std::string hash,
                                                      std::string secret);

 private:
  // What waits to be hashed.
  struct Queue {
    const std::size_t most;
    std::size_t under_way = 0;  // waiting, or being hashed
    std::deque<std::function<void()>> waiting = {};
  };

  template <class Result>
  boost::asio::awaitable<absl::StatusOr<Result>> Run(Secret kind, std::function<Result()> work);
  Queue& QueueOf(Secret kind) { return kind == Secret::kPin ? pins_ : passwords_; }
  // Whether one more of the kind has room; it is counted then.
  bool Begin(Secret kind);
  void Add(Secret kind, std::function<void()> work);
  void End(Secret kind);
  void Work();

  std::mutex mutex_;  // guards all below but the threads
  std::condition_variable news_;
  Queue pins_{64};
  Queue passwords_{34};
  bool ends_ = false;
  std::array<std::thread, 2> threads_;
};

}  // namespace touchstone::identity
