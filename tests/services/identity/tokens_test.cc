#include "services/identity/tokens.h"

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "storage/memory_store.h"

namespace touchstone::identity {
namespace {

class TokensTest : public ::testing::Test {
 protected:
  Tokens::New Make(v1::Role role = v1::ROLE_AUDITOR) {
    v1::Token wanted;
    wanted.set_role(role);
    storage::WriteBatch batch;
    Tokens::New made = tokens_.Make(wanted, &batch);
    EXPECT_TRUE(store_.CommitSync(std::move(batch)).ok());
    return made;
  }

  void Revoke(const Tokens::New& made) {
    auto stored = tokens_.Find(made.token.name().substr(7));
    ASSERT_TRUE(stored.ok());
    storage::WriteBatch batch;
    tokens_.Revoke(*stored, &batch);
    ASSERT_TRUE(store_.CommitSync(std::move(batch)).ok());
    tokens_.Forget(stored->hash);
  }

  storage::MemoryStore store_;
  FakeClock clock_;
  RandomIdGenerator ids_;
  Tokens tokens_{store_, clock_, ids_};
};

TEST_F(TokensTest, SecretsAre256RandomBitsAndDiffer) {
  const auto a = Make();
  const auto b = Make();
  EXPECT_EQ(a.secret.size(), 46u);
  EXPECT_TRUE(a.secret.starts_with("ts_"));
  EXPECT_NE(a.secret, b.secret);
  EXPECT_NE(a.token.name(), b.token.name());
}

TEST_F(TokensTest, AStoredTokenNeverHoldsWhatTheClientWroteIntoOutputFields) {
  v1::Token wanted;
  wanted.set_role(v1::ROLE_AUDITOR);
  wanted.set_name("tokens/forged");
  *wanted.mutable_revoke_time() = ToTimestamp(clock_.Now());
  storage::WriteBatch batch;
  const auto made = tokens_.Make(wanted, &batch);
  EXPECT_NE(made.token.name(), "tokens/forged");
  EXPECT_FALSE(made.token.has_revoke_time());
}

TEST_F(TokensTest, ARevocationEndsAlsoWhatIsRemembered) {
  const auto made = Make();
  ASSERT_TRUE(tokens_.Authenticate(made.secret).ok());
  Revoke(made);
  EXPECT_EQ(ReasonOf(tokens_.Authenticate(made.secret).status()), Reason::TOKEN_INVALID);
}

TEST_F(TokensTest, ARevocationDuringLookUpsIsNotOvertaken) {
  for (int round = 0; round < 200; ++round) {
    const auto made = Make();
    std::atomic<bool> stop = false;
    std::vector<std::thread> callers;
    for (int i = 0; i < 2; ++i) {
      callers.emplace_back([&] {
        while (!stop) (void)tokens_.Authenticate(made.secret);
      });
    }
    Revoke(made);
    ASSERT_FALSE(tokens_.Authenticate(made.secret).ok()) << round;
    stop = true;
    for (auto& caller : callers) caller.join();
    ASSERT_FALSE(tokens_.Authenticate(made.secret).ok()) << round;
  }
}

TEST_F(TokensTest, GarbageIsUnknown) {
  for (const std::string& secret :
       {std::string(), std::string("ts_"), std::string(46, 'x'), "ts_" + std::string(43, '\xff'),
        Make().secret + "x", std::string("TS_") + Make().secret.substr(3)}) {
    EXPECT_EQ(ReasonOf(tokens_.Authenticate(secret).status()), Reason::TOKEN_INVALID) << secret;
  }
}

TEST_F(TokensTest, AnUnknownTokenIsNotFound) {
  EXPECT_EQ(ReasonOf(tokens_.Find("nothing").status()), Reason::RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace touchstone::identity
