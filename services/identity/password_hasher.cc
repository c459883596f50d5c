#include "services/identity/password_hasher.h"

#include <sodium.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "services/common/errors.h"

namespace touchstone::identity {
namespace {

namespace asio = boost::asio;

// Two are hashed and 32 wait: the last of them for some three seconds.
constexpr int kMostUnderWay = 34;
constexpr int kNice = 10;

struct Cost {
  unsigned long long passes;
  std::size_t memory;
  const char* nobody;  // a hash of this cost that no secret has
};

Cost CostOf(Secret kind) {
  static constexpr Cost kOfPasswords{3, 64u << 20,
                                     "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  static constexpr Cost kOfPins{2, 19u << 20,
                                "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
  return kind == Secret::kPassword ? kOfPasswords : kOfPins;
}

void Forget(std::string& secret) { sodium_memzero(secret.data(), secret.size()); }

}  // namespace

PasswordHasher::~PasswordHasher() { threads_.join(); }

template <class Result>
asio::awaitable<absl::StatusOr<Result>> PasswordHasher::Run(std::function<Result()> work) {
  if (under_way_.fetch_add(1) >= kMostUnderWay) {
    --under_way_;
    co_return MakeError(Reason::SIGN_IN_BUSY);
  }
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(
      [this](auto handler, std::function<Result()> todo) {
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        asio::post(threads_, [this, waiting, todo = std::move(todo)] {
          // Of this thread only, as Linux has it.
          ::setpriority(PRIO_PROCESS, 0, kNice);
          Result result = todo();
          --under_way_;
          asio::post(asio::get_associated_executor(*waiting),
                     [waiting, result = std::move(result)]() mutable {
                       std::move (*waiting)(std::move(result));
                     });
        });
      },
      asio::use_awaitable, std::move(work));
}

asio::awaitable<absl::StatusOr<std::string>> PasswordHasher::Hash(Secret kind, std::string secret) {
  std::function<std::string()> work = [kind, secret = std::move(secret)]() mutable {
    const Cost cost = CostOf(kind);
    char text[crypto_pwhash_STRBYTES];
    const int failed = crypto_pwhash_str_alg(text, secret.data(), secret.size(), cost.passes,
                                             cost.memory, crypto_pwhash_ALG_ARGON2ID13);
    Forget(secret);
    return failed != 0 ? std::string() : std::string(text);
  };
  auto hash = co_await Run(std::move(work));
  if (hash.ok() && hash->empty()) co_return MakeError(Reason::SIGN_IN_BUSY, "out of memory");
  co_return hash;
}

asio::awaitable<absl::StatusOr<bool>> PasswordHasher::Verify(Secret kind, std::string hash,
                                                             std::string secret) {
  std::function<bool()> work = [kind, hash = std::move(hash),
                                secret = std::move(secret)]() mutable {
    const char* known = hash.empty() ? CostOf(kind).nobody : hash.c_str();
    const bool same = crypto_pwhash_str_verify(known, secret.data(), secret.size()) == 0;
    Forget(secret);
    return same && !hash.empty();
  };
  co_return co_await Run(std::move(work));
}

}  // namespace touchstone::identity
