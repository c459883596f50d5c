#include "services/ledger/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "tests/support/kinds_contest.h"

namespace touchstone::ledger {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace touchstone::testing;  // NOLINT: the entries of this contest

std::vector<std::string> FaultsOf(const v1::EventArchive& archive) {
  std::vector<std::string> fields;
  const absl::Status status = CheckArchive(archive);
  for (const FieldViolation& fault : DetailOf(status).fields) fields.push_back(fault.field);
  EXPECT_EQ(status.ok(), fields.empty());
  return fields;
}

v1::EventArchive ArchiveWithEntries() {
  v1::EventArchive archive = KindsArchive();
  *archive.add_entries() = MarkEntry(1, "ann", Item("m1", "points"), "8");
  *archive.add_entries() = MarkEntry(2, "bob", Item("m1", "points"), "7.5");
  *archive.add_entries() = MarkEntry(3, "ann", Item("m1", "points"), "3");
  *archive.add_entries() = MarkEntry(4, "eve", Item("m1", "points"), "9");
  *archive.add_entries() = MarkEntry(1, "ann", Item("m1", "points"), "8");
  *archive.add_entries() = MarkEntry(2, "bob", Item("m1", "points"), "9");
  *archive.add_entries() = DecisionEntry(5, EntryId(3), true);
  return archive;
}

TEST(ArchiveTest, IsTheSameInJsonAndInBinary) {
  const v1::EventArchive archive = SealArchive(ArchiveWithEntries())->archive;
  for (const ArchiveFormat format : {ArchiveFormat::kJson, ArchiveFormat::kBinary}) {
    const std::string bytes = WriteArchive(archive, format).value();
    const auto read = ReadArchive(bytes);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->SerializeAsString(), archive.SerializeAsString());
    EXPECT_EQ(WriteArchive(*read, format).value(), bytes);
  }
}

TEST(ArchiveTest, ReadsJsonWithAByteOrderMarkAndSpaces) {
  EXPECT_EQ(ReadArchive("\xEF\xBB\xBF \n {\"format\": 1}")->format(), 1u);
}

TEST(ArchiveTest, WhatDoesNotParseIsNamed) {
  EXPECT_EQ(ReasonOf(ReadArchive("{\"formatt\": 1}").status()), Reason::ARCHIVE_INVALID);
  EXPECT_EQ(ReasonOf(ReadArchive("PK\x03\x04").status()), Reason::ARCHIVE_INVALID);
  EXPECT_EQ(ReasonOf(ReadArchive(std::string(101, ' '), 100).status()), Reason::IMPORT_TOO_LARGE);
}

TEST(ArchiveTest, FaultsAreFoundWithTheirPaths) {
  EXPECT_THAT(FaultsOf(ArchiveWithEntries()), IsEmpty());
  v1::EventArchive archive = ArchiveWithEntries();
  archive.set_format(2);
  archive.mutable_disciplines(0)->set_rule_pack("rulePacks/none");
  archive.mutable_entrants(1)->set_code("7");
  archive.mutable_entrants(0)->set_company("companies/none");
  archive.mutable_assignments(1)->set_judge("events/ev/judges/none");
  archive.mutable_assignments(0)->add_entrants("events/ev/entrants/none");
  archive.mutable_entries(2)->set_event("other");
  archive.mutable_entries(3)->mutable_mark()->clear_item();
  EXPECT_THAT(FaultsOf(archive),
              ElementsAre("format", "disciplines[0].rule_pack", "entrants[0].company",
                          "entrants[1].code", "assignments[0].entrants[0]", "assignments[1].judge",
                          "entries[2].event", "entries[3].mark.item"));
}

TEST(ArchiveTest, NamesBelongToTheEventAndOccurOnce) {
  v1::EventArchive archive = KindsArchive();
  archive.mutable_judges(1)->set_name("events/other/judges/bob");
  archive.mutable_judges(2)->set_name("events/ev/judges/ann");
  EXPECT_THAT(FaultsOf(archive), ::testing::IsSupersetOf({"judges[1].name", "judges[2].name"}));
}

TEST(ArchiveTest, CompaniesAndWorkersMayBeLeftOut) {
  v1::EventArchive archive = KindsArchive();
  archive.clear_companies();
  archive.mutable_entrants(0)->set_worker("workers/w1");
  EXPECT_THAT(FaultsOf(archive), IsEmpty());
}

TEST(ArchiveTest, HasEitherEntriesOrEnvelopes) {
  v1::EventArchive archive = ArchiveWithEntries();
  archive.add_envelopes("x");
  EXPECT_THAT(FaultsOf(archive), Contains("entries"));
}

TEST(SealArchiveTest, DecidesAsTheServerWould) {
  const auto sealed = SealArchive(ArchiveWithEntries());
  ASSERT_TRUE(sealed.ok()) << sealed.status();
  std::vector<std::string> dispositions;
  for (const std::string& bytes : sealed->archive.envelopes()) {
    v1::Envelope envelope;
    envelope.ParseFromString(bytes);
    dispositions.push_back(v1::Disposition_Name(envelope.disposition()).substr(12));
  }
  EXPECT_THAT(dispositions, ElementsAre("COUNTED", "COUNTED", "COUNTED", "CONFLICT", "COUNTED"))
      << "the start, two marks, one in conflict, the decision; the repeated entry is passed over";
  ASSERT_EQ(sealed->refused.size(), 2u);
  EXPECT_EQ(sealed->refused[0].index, 3u);
  EXPECT_EQ(ReasonOf(sealed->refused[0].why), Reason::JUDGE_NOT_ASSIGNED);
  EXPECT_EQ(sealed->refused[1].index, 5u);
  EXPECT_EQ(ReasonOf(sealed->refused[1].why), Reason::ENTRY_ID_REUSED);
}

TEST(SealArchiveTest, GivesTheSameBytesEveryTime) {
  const v1::EventArchive archive = ArchiveWithEntries();
  EXPECT_EQ(SealArchive(archive)->archive.SerializeAsString(),
            SealArchive(archive)->archive.SerializeAsString());
}

TEST(SealArchiveTest, FramesEntriesWithTheStatesOfTheEvent) {
  v1::EventArchive archive = ArchiveWithEntries();
  archive.mutable_event()->set_state(v1::Event::STATE_PUBLISHED);
  archive.mutable_event()->mutable_start_time()->set_seconds(1000);
  const v1::EventArchive sealed = SealArchive(archive)->archive;
  EXPECT_EQ(sealed.event().state(), v1::Event::STATE_PUBLISHED);
  EXPECT_EQ(sealed.event().board_state(), v1::Event::BOARD_STATE_PUBLISHED);
  EXPECT_EQ(sealed.envelopes_size(), 7);
  v1::Envelope first;
  first.ParseFromString(sealed.envelopes(0));
  EXPECT_EQ(first.server_time().seconds(), 1000);
}

TEST(SealArchiveTest, LeavesStatesAloneThatTheEntriesChangeThemselves) {
  v1::EventArchive archive = KindsArchive();
  *archive.add_entries() = MarkEntry(1, "ann", Item("m1", "points"), "8");
  *archive.add_entries() = StateEntry(2, "RUNNING");
  *archive.add_entries() = MarkEntry(3, "ann", Item("m1", "points"), "8");
  *archive.add_entries() = StateEntry(4, "LOCKED");
  *archive.add_entries() = MarkEntry(5, "ann", Item("m1", "points"), "9", 1);
  const auto sealed = SealArchive(archive);
  ASSERT_EQ(sealed->refused.size(), 1u);
  EXPECT_EQ(ReasonOf(sealed->refused[0].why), Reason::EVENT_NOT_RUNNING);
  const auto verified = VerifyArchive(sealed->archive);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->fold.event_state(), judging::EventState::kLocked);
  EXPECT_EQ(verified->fold.Entrant("e1").waiting().size(), 1u);
}

TEST(SealArchiveTest, NamesThePackByItsContent) {
  const v1::EventArchive sealed = SealArchive(ArchiveWithEntries())->archive;
  EXPECT_THAT(sealed.disciplines(0).rule_pack(),
              ::testing::MatchesRegex("rulePacks/kinds-[0-9a-f]{12}"));
  EXPECT_THAT(FaultsOf(sealed), IsEmpty());
}

TEST(VerifyArchiveTest, FoldsASoundChain) {
  const auto verified = VerifyArchive(SealArchive(ArchiveWithEntries())->archive);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->head.position, 5u);
  EXPECT_EQ(verified->fold.SheetsOf("e1").Cell({Item("m1", "points"), 1, 0, "ann"}).value,
            Number(3));
}

TEST(VerifyArchiveTest, NamesTheFirstWrongEnvelope) {
  v1::EventArchive archive = SealArchive(ArchiveWithEntries())->archive;
  v1::Envelope envelope;
  envelope.ParseFromString(archive.envelopes(2));
  envelope.set_disposition(v1::DISPOSITION_LATE);
  *archive.mutable_envelopes(2) = envelope.SerializeAsString();
  const auto verified = VerifyArchive(archive);
  EXPECT_EQ(ReasonOf(verified.status()), Reason::CHAIN_BROKEN);
  EXPECT_EQ(DetailOf(verified.status()).metadata.at(0).second, "4");
}

TEST(VerifyArchiveTest, AStateThatTheChainDoesNotEndInIsFound) {
  v1::EventArchive archive = SealArchive(ArchiveWithEntries())->archive;
  archive.mutable_event()->set_state(v1::Event::STATE_PUBLISHED);
  EXPECT_EQ(ReasonOf(VerifyArchive(archive).status()), Reason::ARCHIVE_INVALID);
}

TEST(VerifyArchiveTest, AnArchiveWithoutItsChainIsNotVerified) {
  EXPECT_EQ(ReasonOf(VerifyArchive(ArchiveWithEntries()).status()), Reason::ARCHIVE_INVALID);
  EXPECT_EQ(ReasonOf(VerifyArchive(KindsArchive()).status()), Reason::ARCHIVE_INVALID)
      << "a running event has at least its start";
}

}  // namespace
}  // namespace touchstone::ledger
