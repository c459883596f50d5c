#include "services/identity/first_token.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/services/identity/first_secret_fixture.h"

namespace touchstone::identity {
namespace {

class FirstTokenTest : public testing::FirstSecretFixture {
 protected:
  FirstTokenTest() : FirstSecretFixture("first-token") {}

  Tokens tokens_{store_, clock_, ids_};
};

TEST_F(FirstTokenTest, AnEmptyStoreGetsAnOrganiser) {
  EXPECT_TRUE(MakeFirstToken(store_, tokens_, Path()).value());
  auto caller = tokens_.Authenticate(Secret());
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ((*caller)->role, v1::ROLE_ORGANISER);
  EXPECT_EQ((*caller)->event, "");
}

TEST_F(FirstTokenTest, OnlyTheOwnerCanReadTheFile) {
  std::ofstream(Path()) << "left over by an earlier start";
  ASSERT_EQ(::chmod(Path().c_str(), 0644), 0);
  ASSERT_TRUE(MakeFirstToken(store_, tokens_, Path()).value());
  struct stat info {};
  ASSERT_EQ(::stat(Path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_TRUE(tokens_.Authenticate(Secret()).ok());
}

TEST_F(FirstTokenTest, AStoreWithTokensGetsNoOther) {
  ASSERT_TRUE(MakeFirstToken(store_, tokens_, Path()).value());
  const std::string first = Secret();
  EXPECT_FALSE(MakeFirstToken(store_, tokens_, Path()).value());
  EXPECT_EQ(Secret(), first);
}

TEST_F(FirstTokenTest, WithoutAFileThereIsNoToken) {
  EXPECT_FALSE(MakeFirstToken(store_, tokens_, "/nowhere/at/all").ok());
  EXPECT_TRUE(MakeFirstToken(store_, tokens_, Path()).value());
}

}  // namespace
}  // namespace touchstone::identity
