#pragma once

#include <atomic>
#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include "absl/status/statusor.h"
#include "services/identity/sign_in_rules.h"

namespace touchstone::identity {

// Hashes passwords and PINs with argon2id (RFC 9106) on two threads of its own, of low priority:
// neither gRPC's threads nor those that take marks ever wait for it, and its memory is bounded.
//
// Passwords: 64 MiB, 3 passes. PINs: 19 MiB, 2 passes; of 10^6 PINs no cost would keep one who has
// the store, and the lock-out keeps all others, so a judge need not wait longer.
//
// Thread-safe. The awaitables are resumed on the executor of who awaits them.
class PasswordHasher {
 public:
  PasswordHasher() = default;
  // Nothing may be awaiting any more.
  ~PasswordHasher();

  // The hash to keep, with its salt and costs in it. SIGN_IN_BUSY when too many wait.
  boost::asio::awaitable<absl::StatusOr<std::string>> Hash(Secret kind, std::string secret);

  // Whether `hash` was made of `secret`. An empty hash, of somebody unknown, is never right and
  // costs the same time. SIGN_IN_BUSY when too many wait.
  boost::asio::awaitable<absl::StatusOr<bool>> Verify(Secret kind, std::string hash,
                                                      std::string secret);

 private:
  template <class Result>
  boost::asio::awaitable<absl::StatusOr<Result>> Run(std::function<Result()> work);

  std::atomic<int> under_way_ = 0;
  boost::asio::thread_pool threads_{2};
};

}  // namespace touchstone::identity
