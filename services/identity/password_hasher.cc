#include "services/identity/password_hasher.h"

#include <sodium.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "services/common/await_callback.h"
#include "services/common/errors.h"

namespace touchstone::identity {
namespace {

namespace asio = boost::asio;

// By then a queue of passwords, which takes some three seconds, is half as long.
constexpr char kRetrySeconds[] = "2";
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

PasswordHasher::PasswordHasher() {
  for (std::thread& thread : threads_) thread = std::thread([this] { Work(); });
}

PasswordHasher::~PasswordHasher() {
  {
    std::lock_guard lock(mutex_);
    ends_ = true;
  }
  news_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool PasswordHasher::Begin(Secret kind) {
  std::lock_guard lock(mutex_);
  Queue& queue = QueueOf(kind);
  if (queue.under_way == queue.most) return false;
  ++queue.under_way;
  return true;
}

void PasswordHasher::Add(Secret kind, std::function<void()> work) {
  {
    std::lock_guard lock(mutex_);
    QueueOf(kind).waiting.push_back(std::move(work));
  }
  news_.notify_one();
}

void PasswordHasher::End(Secret kind) {
  std::lock_guard lock(mutex_);
  --QueueOf(kind).under_way;
}

void PasswordHasher::Work() {
  // Of this thread only, as Linux has it.
  ::setpriority(PRIO_PROCESS, 0, kNice);
  std::unique_lock lock(mutex_);
  for (;;) {
    news_.wait(lock,
               [this] { return ends_ || !pins_.waiting.empty() || !passwords_.waiting.empty(); });
    if (ends_) return;
    Queue& queue = pins_.waiting.empty() ? passwords_ : pins_;
    const std::function<void()> work = std::move(queue.waiting.front());
    queue.waiting.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

template <class Result>
asio::awaitable<absl::StatusOr<Result>> PasswordHasher::Run(Secret kind,
                                                            std::function<Result()> work) {
  if (!Begin(kind)) {
    co_return MakeError(Reason::SIGN_IN_BUSY, "", {}, {{"retry_seconds", kRetrySeconds}});
  }
  // Shared, so that there is one copy of the secret, which is wiped.
  auto once = std::make_shared<std::function<Result()>>(std::move(work));
  auto start = [this, kind, once = std::move(once)](auto done) {
    Add(kind, [this, kind, once, done] {
      Result result = (*once)();
      End(kind);
      done(std::move(result));
    });
  };
  co_return co_await AwaitCallback<Result>(std::move(start));
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
  auto hash = co_await Run(kind, std::move(work));
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
  co_return co_await Run(kind, std::move(work));
}

}  // namespace touchstone::identity
