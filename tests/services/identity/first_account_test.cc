#include "services/identity/first_account.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "services/identity/accounts.h"
#include "tests/services/identity/first_secret_fixture.h"

namespace touchstone::identity {
namespace {

class FirstAccountTest : public testing::FirstSecretFixture {
 protected:
  FirstAccountTest() : FirstSecretFixture("first-invitation") {}
};

TEST_F(FirstAccountTest, AnEmptyStoreGetsAnAdministratorWithoutPassword) {
  EXPECT_TRUE(InviteFirstAccount(store_, clock_, ids_, Path()).value());
  auto invited = FindAccountByInvitation(store_, Secret(), clock_.Now());
  ASSERT_TRUE(invited.ok());
  ASSERT_TRUE(invited->has_value());
  const v1::Account& account = (*invited)->record.account();
  EXPECT_EQ(account.login_name(), "admin");
  EXPECT_FALSE(account.has_password());
  ASSERT_EQ(account.grants_size(), 1);
  EXPECT_EQ(account.grants(0).role(), v1::ROLE_ORGANISER);
  EXPECT_EQ(account.grants(0).event(), "");
}

TEST_F(FirstAccountTest, OnlyTheOwnerCanReadTheFile) {
  std::ofstream(Path()) << "left over by an earlier start";
  ASSERT_EQ(::chmod(Path().c_str(), 0644), 0);
  ASSERT_TRUE(InviteFirstAccount(store_, clock_, ids_, Path()).value());
  struct stat info {};
  ASSERT_EQ(::stat(Path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(FirstAccountTest, AnotherStartBeforeThePasswordInvitesAgain) {
  ASSERT_TRUE(InviteFirstAccount(store_, clock_, ids_, Path()).value());
  const std::string before = Secret();
  ASSERT_TRUE(InviteFirstAccount(store_, clock_, ids_, Path()).value());
  EXPECT_FALSE(FindAccountByInvitation(store_, before, clock_.Now())->has_value());
  EXPECT_TRUE(FindAccountByInvitation(store_, Secret(), clock_.Now())->has_value());
}

TEST_F(FirstAccountTest, AfterTheFirstPasswordNobodyIsInvited) {
  ASSERT_TRUE(InviteFirstAccount(store_, clock_, ids_, Path()).value());
  auto invited = FindAccountByInvitation(store_, Secret(), clock_.Now());
  (*invited)->record.mutable_account()->set_has_password(true);
  storage::WriteBatch batch;
  (*invited)->Replace(&batch);
  ASSERT_TRUE(store_.CommitSync(std::move(batch)).ok());
  EXPECT_FALSE(InviteFirstAccount(store_, clock_, ids_, Path()).value());
  EXPECT_NE(::access(Path().c_str(), F_OK), 0) << "a link that leads nowhere";
}

TEST_F(FirstAccountTest, WithoutAFileNobodyIsInvited) {
  EXPECT_FALSE(InviteFirstAccount(store_, clock_, ids_, "/nowhere/at/all").ok());
  EXPECT_FALSE(FindAccountByLogin(store_, "admin")->has_value());
}

}  // namespace
}  // namespace touchstone::identity
