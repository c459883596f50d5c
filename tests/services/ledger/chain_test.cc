#include "services/ledger/chain.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "services/common/errors.h"
#include "services/ledger/entry.h"
#include "tests/support/kinds_contest.h"

namespace touchstone::ledger {
namespace {

using namespace touchstone::testing;  // NOLINT: the entries of this contest

std::string ToHex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex;
}

using Chain = std::vector<std::string>;

Chain SoundChain(int length) {
  Chain chain;
  ChainHead head;
  for (int i = 1; i <= length; ++i) {
    const v1::Entry entry = MarkEntry(i, "ann", Item("m1", "points"), "8");
    chain.push_back(
        Append({entry.SerializeAsString(), "", {}, v1::DISPOSITION_COUNTED, "e1"}, head));
  }
  return chain;
}

// "4 GAP", or "" for a sound chain.
std::string FirstFault(const Chain& chain) {
  ChainVerifier verifier("ev");
  for (const std::string& bytes : chain) {
    const absl::Status status = verifier.Next(bytes);
    if (status.ok()) continue;
    EXPECT_EQ(ReasonOf(status), Reason::CHAIN_BROKEN);
    const ErrorDetail detail = DetailOf(status);
    return detail.metadata.at(0).second + " " + detail.metadata.at(1).second;
  }
  return "";
}

// The chain with its envelope at `position` changed and its own links left as they were.
Chain Changed(Chain chain, std::size_t position, const std::function<void(v1::Envelope&)>& change) {
  v1::Envelope envelope;
  envelope.ParseFromString(chain[position - 1]);
  change(envelope);
  chain[position - 1] = envelope.SerializeAsString();
  return chain;
}

TEST(LeafTest, IsTheLeafHashOfRfc6962) {
  // SHA-256 of the single byte 0x00: the leaf of an empty envelope.
  EXPECT_EQ(ToHex(LeafOf("")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_NE(LeafOf("a"), LeafOf("b"));
}

TEST(ChainTest, ASoundChainEndsInTheHeadThatItsWriterHas) {
  ChainHead head;
  Chain chain;
  for (int i = 1; i <= 5; ++i) {
    chain.push_back(Append(
        {SealEntry(i, "ann", "work/m1").SerializeAsString(), "sig", {}, v1::DISPOSITION_LATE, "e1"},
        head));
  }
  ChainVerifier verifier;
  for (const std::string& bytes : chain) ASSERT_TRUE(verifier.Next(bytes).ok());
  EXPECT_EQ(verifier.head(), head);
  EXPECT_EQ(verifier.head().leaf, LeafOf(chain.back()));
  EXPECT_EQ(verifier.envelope().signature(), "sig");
}

TEST(ChainTest, AChangedByteBreaksTheNextLink) {
  const Chain chain = SoundChain(6);
  EXPECT_EQ(FirstFault(chain), "");
  EXPECT_EQ(
      FirstFault(Changed(chain, 3,
                         [](v1::Envelope& envelope) {
                           envelope.set_entry(
                               MarkEntry(3, "ann", Item("m1", "points"), "9").SerializeAsString());
                         })),
      "4 WRONG_PREVIOUS_LEAF");
  EXPECT_EQ(FirstFault(Changed(
                chain, 3,
                [](v1::Envelope& envelope) { envelope.set_disposition(v1::DISPOSITION_LATE); })),
            "4 WRONG_PREVIOUS_LEAF");
}

TEST(ChainTest, AnEnvelopeLeftOutIsAGap) {
  Chain chain = SoundChain(6);
  chain.erase(chain.begin() + 2);
  EXPECT_EQ(FirstFault(chain), "3 GAP");
}

TEST(ChainTest, AnEnvelopePutTwiceOrMovedIsAGap) {
  Chain twice = SoundChain(4);
  twice.insert(twice.begin() + 2, twice[1]);
  EXPECT_EQ(FirstFault(twice), "3 GAP");
  Chain swapped = SoundChain(4);
  std::swap(swapped[1], swapped[2]);
  EXPECT_EQ(FirstFault(swapped), "2 GAP");
}

TEST(ChainTest, AnEnvelopeOfAnotherChainHasAnotherPreviousLeaf) {
  Chain chain = SoundChain(4);
  Chain other = {chain[0]};
  ChainHead head{1, LeafOf("elsewhere")};
  other.push_back(Append({MarkEntry(9, "ann", Item("m1", "points"), "1").SerializeAsString(),
                          "",
                          {},
                          v1::DISPOSITION_COUNTED,
                          "e1"},
                         head));
  EXPECT_EQ(FirstFault(other), "2 WRONG_PREVIOUS_LEAF");
}

TEST(ChainTest, BytesThatAreNoEnvelopeAreUnreadable) {
  Chain chain = SoundChain(4);
  chain[1] = "\xff\xff";
  EXPECT_EQ(FirstFault(chain), "2 UNREADABLE");
}

TEST(ChainTest, ATornEnvelopeIsUnreadable) {
  Chain chain = SoundChain(4);
  chain[3].pop_back();
  EXPECT_EQ(FirstFault(chain), "4 UNREADABLE");
}

// A chain whose links are sound, made by a writer with a fault of its own.
Chain LinkedChain(const std::vector<EnvelopeContent>& contents) {
  Chain chain;
  ChainHead head;
  for (const EnvelopeContent& content : contents) chain.push_back(Append(content, head));
  return chain;
}

EnvelopeContent ContentOf(const v1::Entry& entry, std::string entrant = "e1") {
  return {entry.SerializeAsString(), "", {}, v1::DISPOSITION_COUNTED, std::move(entrant)};
}

TEST(ChainTest, AWriterWithoutDedupeIsFoundByTheRepeatedEntryId) {
  const EnvelopeContent mark = ContentOf(MarkEntry(1, "ann", Item("m1", "points"), "8"));
  EXPECT_EQ(FirstFault(LinkedChain({mark, mark})), "2 ENTRY_ID_REPEATED");
}

TEST(ChainTest, EntriesOfAnotherEventDoNotBelongHere) {
  v1::Entry entry = MarkEntry(1, "ann", Item("m1", "points"), "8");
  entry.set_event("other");
  EXPECT_EQ(FirstFault(LinkedChain({ContentOf(entry)})), "1 OTHER_EVENT");
}

TEST(ChainTest, EntriesAreReadableAndHaveADispositionAndAnEntrant) {
  EnvelopeContent mark = ContentOf(MarkEntry(1, "ann", Item("m1", "points"), "8"));
  EXPECT_EQ(FirstFault(LinkedChain({{"?", "", {}, v1::DISPOSITION_COUNTED, "e1"}})),
            "1 ENTRY_UNREADABLE");
  mark.disposition = v1::DISPOSITION_UNSPECIFIED;
  EXPECT_EQ(FirstFault(LinkedChain({mark})), "1 WRONG_DISPOSITION");
  EnvelopeContent state = ContentOf(StateEntry(1, "RUNNING"), "");
  EXPECT_EQ(FirstFault(LinkedChain({state})), "");
  state.disposition = v1::DISPOSITION_LATE;
  EXPECT_EQ(FirstFault(LinkedChain({state})), "1 WRONG_DISPOSITION");
  EXPECT_EQ(FirstFault(LinkedChain({ContentOf(SealEntry(1, "ann", "work/m1"), "")})),
            "1 WRONG_ENTRANT");
}

TEST(ChainTest, StaysBrokenAtTheFirstFault) {
  Chain chain = SoundChain(4);
  ChainVerifier verifier("ev");
  ASSERT_TRUE(verifier.Next(chain[0]).ok());
  EXPECT_FALSE(verifier.Next(chain[2]).ok());
  EXPECT_FALSE(verifier.Next(chain[1]).ok());
  EXPECT_EQ(verifier.head().position, 1u);
}

}  // namespace
}  // namespace touchstone::ledger
