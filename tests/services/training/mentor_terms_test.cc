#include "services/training/mentor_terms.h"

#include <gtest/gtest.h>

#include "tests/services/training/progress_cases.h"

namespace touchstone::training {
namespace {

using testing::At;
using testing::Day;

MentorContract Contract(const std::string& record, const std::string& from, const std::string& to) {
  MentorContract contract = At<MentorContract>(record, from);
  contract.to = Day(to);
  return contract;
}
MentorOutcome Outcome(const std::string& record, const std::string& date,
                      const std::string& contract) {
  MentorOutcome outcome = At<MentorOutcome>(record, date);
  outcome.contract = contract;
  return outcome;
}

TEST(MentorTermsTest, AContractIsOverdueFromTheDayAfterItsTermUntilItHasAnOutcome) {
  Progress progress;
  progress.contracts = {Contract("k1", "2024-01-01", "2024-12-31")};
  progress.outcomes = {Outcome("o1", "2025-01-10", "k1")};
  EXPECT_FALSE(ContractsOn(progress, Day("2024-12-31"))[0].overdue);
  EXPECT_TRUE(ContractsOn(progress, Day("2025-01-01"))[0].overdue);
  EXPECT_EQ(ContractsOn(progress, Day("2025-01-09"))[0].outcome, nullptr);
  const ContractState ended = ContractsOn(progress, Day("2025-01-10"))[0];
  EXPECT_EQ(ended.outcome, &progress.outcomes[0]);
  EXPECT_FALSE(ended.overdue);
}

TEST(MentorTermsTest, AnOutcomeEndsItsOwnContractOnly) {
  Progress progress;
  progress.contracts = {Contract("k1", "2023-01-01", "2023-12-31"),
                        Contract("k2", "2024-01-01", "2024-12-31")};
  progress.outcomes = {Outcome("o1", "2024-06-30", "k2")};
  const auto states = ContractsOn(progress, Day("2024-12-01"));
  ASSERT_EQ(states.size(), 2u);
  EXPECT_TRUE(states[0].overdue);
  EXPECT_NE(states[1].outcome, nullptr);
}

TEST(MentorTermsTest, ACorrectedContractKeepsItsOutcome) {
  Progress progress;  // k2 corrects k1
  progress.contracts = {Contract("k2", "2024-01-01", "2024-12-31")};
  progress.contracts[0].first = "k1";
  progress.outcomes = {Outcome("o1", "2024-06-30", "k1")};
  EXPECT_NE(ContractsOn(progress, Day("2025-01-01"))[0].outcome, nullptr);
}

}  // namespace
}  // namespace touchstone::training
