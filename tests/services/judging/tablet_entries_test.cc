// Entries that come from tablets: signed, answered with signed receipts, quarantined when the
// tablet was shut out, refused when anything is not as it was signed.
#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/hash.h"
#include "services/judging/judging_service_entry.h"
#include "services/ledger/entry.h"
#include "services/ledger/receipt_signer.h"
#include "tests/services/identity/tablets_fixture.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/support/jpeg.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone {
namespace {

class TabletEntriesTest : public TabletsFixture {
 protected:
  using Judging = v1::JudgingService::Stub;

  TabletEntriesTest() {
    contest_.PutInto(server_.store());
    judging_ = server_.Stub<v1::JudgingService>();
    tablet_ = ActiveTablet();
    session_ = Session("j1");
  }
  std::string Session(const std::string& judge) {
    auto session = SignIn(tablet_, judge, ResetPin(judge));
    EXPECT_TRUE(session.ok()) << session.status();
    return session.ok() ? session->secret() : "";
  }
  v1::Entry OnTablet(v1::Entry entry) const {
    entry.set_device(tablet_name_.substr(tablet_name_.rfind('/') + 1));
    return entry;
  }
  v1::Entry Mark(const std::string& id, const std::string& value = "8",
                 std::uint32_t base = 0) const {
    return OnTablet(contest_.Mark(id, "j1", "1", "p/m/b/a1", value, base));
  }
  v1::EntryToRecord Signed(const v1::Entry& entry) const {
    v1::EntryToRecord made;
    made.set_entry_bytes(entry.SerializeAsString());
    made.set_signature(key_.Sign(made.entry_bytes()));
    return made;
  }
  absl::StatusOr<v1::Receipt> Send(const v1::EntryToRecord& entry) {
    v1::RecordEntryRequest request;
    *request.mutable_entry() = entry;
    auto response =
        CallWith<v1::RecordEntryResponse>(*judging_, &Judging::RecordEntry, session_, request);
    if (!response.ok()) return response.status();
    return response->receipt();
  }
  Reason Refused(const v1::EntryToRecord& entry) { return ReasonOf(Send(entry).status()); }
  std::uint64_t ChainLength() {
    v1::ListEnvelopesRequest request;
    request.set_parent("events/e1");
    auto list = CallWith<v1::ListEnvelopesResponse>(*judging_, &Judging::ListEnvelopes,
                                                    server_.Organiser(), request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->last_position() : 0;
  }
  void ExpectSigned(const v1::Receipt& receipt, const v1::EntryToRecord& entry) {
    EXPECT_TRUE(ledger::VerifyReceipt(server_.receipts().PublicKey(), receipt.statement(),
                                      receipt.signature()));
    v1::ReceiptStatement statement;
    ASSERT_TRUE(statement.ParseFromString(receipt.statement()));
    EXPECT_EQ(statement.entry_id(), receipt.entry_id());
    EXPECT_EQ(statement.event(), "e1");
    EXPECT_EQ(statement.entry_hash(), Sha256(entry.entry_bytes()));
    EXPECT_EQ(statement.position(), receipt.position());
    EXPECT_EQ(statement.leaf(), receipt.leaf());
    EXPECT_EQ(statement.disposition(), receipt.disposition());
    EXPECT_EQ(statement.revision(), receipt.revision());
    EXPECT_EQ(statement.current_value(), receipt.current_value());
  }

  SmallContest contest_;
  std::unique_ptr<Judging> judging_;
  std::string tablet_, session_;
};

TEST_F(TabletEntriesTest, ASignedMarkIsCountedAndItsReceiptSigned) {
  const auto entry = Signed(Mark("m1"));
  auto receipt = Send(entry);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->disposition(), v1::DISPOSITION_COUNTED);
  ExpectSigned(*receipt, entry);
}

TEST_F(TabletEntriesTest, TheChainKeepsTheSignature) {
  const auto entry = Signed(Mark("m1"));
  ASSERT_TRUE(Send(entry).ok());
  v1::ListEnvelopesRequest request;
  request.set_parent("events/e1");
  auto list = CallWith<v1::ListEnvelopesResponse>(*judging_, &Judging::ListEnvelopes,
                                                  server_.Organiser(), request);
  ASSERT_TRUE(list.ok());
  v1::Envelope envelope;
  ASSERT_TRUE(envelope.ParseFromString(list->envelopes(0)));
  EXPECT_EQ(envelope.signature(), entry.signature());
  EXPECT_EQ(envelope.entry(), entry.entry_bytes());
}

// Planted fault: the server does not look at signatures.
TEST_F(TabletEntriesTest, PlantedFaultSignatureNotCheckedIsCaught) {
  auto entry = Signed(Mark("m1"));
  for (std::size_t byte = 0; byte < 64; byte += 7) {
    auto garbled = entry;
    (*garbled.mutable_signature())[byte] ^= 1;
    EXPECT_EQ(Refused(garbled), Reason::SIGNATURE_INVALID) << byte;
  }
  for (std::size_t size : {0, 1, 63, 65, 71}) {
    auto other = entry;
    other.mutable_signature()->resize(size, 'x');
    EXPECT_EQ(Refused(other), Reason::SIGNATURE_INVALID) << size;
  }
  entry.set_signature(std::string(64, '\0'));
  EXPECT_EQ(Refused(entry), Reason::SIGNATURE_INVALID);
  EXPECT_EQ(ChainLength(), 0u);
}

TEST_F(TabletEntriesTest, AnEntryWithoutSignatureIsRefused) {
  auto bytes = Signed(Mark("m1"));
  bytes.clear_signature();
  EXPECT_EQ(Refused(bytes), Reason::SIGNATURE_INVALID);
  v1::EntryToRecord typed;
  *typed.mutable_entry() = Mark("m1");
  EXPECT_EQ(Refused(typed), Reason::SIGNATURE_INVALID);
  typed.set_signature(key_.Sign(Mark("m1").SerializeAsString()));
  EXPECT_EQ(Refused(typed), Reason::SIGNATURE_INVALID);
  EXPECT_EQ(ChainLength(), 0u);
}

TEST_F(TabletEntriesTest, ASignatureOfAnotherEntryIsRefused) {
  auto replayed = Signed(Mark("m1", "8"));
  replayed.set_entry_bytes(Mark("m1", "9").SerializeAsString());
  EXPECT_EQ(Refused(replayed), Reason::SIGNATURE_INVALID);
}

TEST_F(TabletEntriesTest, AnotherTabletsKeyIsRefused) {
  const testing::TabletKey other;
  auto entry = Signed(Mark("m1"));
  entry.set_signature(other.Sign(entry.entry_bytes()));
  EXPECT_EQ(Refused(entry), Reason::SIGNATURE_INVALID);
}

TEST_F(TabletEntriesTest, AnEntryOfAnotherDeviceIsRefused) {
  for (const char* device : {"", "another", "events/e1/tablets/1"}) {
    v1::Entry entry = Mark("m1");
    entry.set_device(device);
    EXPECT_EQ(Refused(Signed(entry)), Reason::DEVICE_WRONG) << device;
  }
}

TEST_F(TabletEntriesTest, AnEntryOfAnotherJudgeIsRefusedThoughWellSigned) {
  EXPECT_EQ(Refused(Signed(OnTablet(contest_.Mark("m1", "j2", "1", "p/m/b/a1", "8")))),
            Reason::ENTRY_NOT_YOURS);
}

TEST_F(TabletEntriesTest, WhatTheServerWouldWriteDownIsNotSignedAndRefused) {
  v1::SealSheetRequest request;
  request.set_parent("events/e1");
  request.mutable_seal()->set_discipline("d1");
  request.mutable_seal()->set_entrant_code("1");
  request.mutable_seal()->set_module("p/m");
  request.set_entry_id(SmallContest::EntryId("s1"));
  EXPECT_EQ(
      ReasonOf(CallWith<v1::SealSheetResponse>(*judging_, &Judging::SealSheet, session_, request)
                   .status()),
      Reason::SIGNATURE_INVALID);
}

TEST_F(TabletEntriesTest, ARepeatedEntryGetsAnEqualStatement) {
  const auto counted = Signed(Mark("m1"));
  const auto conflict = Signed(Mark("m2", "7"));
  auto first = Send(counted);
  auto second = Send(conflict);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(second->disposition(), v1::DISPOSITION_CONFLICT);
  ASSERT_TRUE(Send(Signed(Mark("m3", "6", 1))).ok());
  server_.clock().Advance(std::chrono::minutes(1));
  const auto expect_equal = [&] {
    for (const auto& [entry, before] : {std::pair{counted, *first}, std::pair{conflict, *second}}) {
      auto again = Send(entry);
      ASSERT_TRUE(again.ok()) << again.status();
      EXPECT_EQ(again->statement(), before.statement());
      EXPECT_EQ(again->signature(), before.signature());
    }
  };
  expect_equal();
  server_.Restart();
  judging_ = server_.Stub<v1::JudgingService>();
  expect_equal();
}

TEST_F(TabletEntriesTest, OnlyTabletsGetSignedReceipts) {
  session_ = server_.JudgeToken("e1", "j1");
  v1::EntryToRecord entry;
  *entry.mutable_entry() = contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8");
  auto receipt = Send(entry);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->statement(), "");
  EXPECT_EQ(receipt->signature(), "");
}

TEST_F(TabletEntriesTest, EachEntryOfABatchIsCheckedAndAnsweredByItself) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/e1");
  *request.add_entries() = Signed(Mark("m1"));
  *request.add_entries() = Signed(Mark("m2", "7", 1));
  request.mutable_entries(0)->mutable_signature()->at(5) ^= 1;
  request.mutable_entries(1)->CopyFrom(Signed(Mark("m2", "7")));
  auto response = CallWith<v1::BatchRecordEntriesResponse>(*judging_, &Judging::BatchRecordEntries,
                                                           session_, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->results(0).has_error());
  ASSERT_TRUE(response->results(1).has_receipt());
  ExpectSigned(response->results(1).receipt(), request.entries(1));
}

TEST_F(TabletEntriesTest, OfAStolenTabletWellSignedEntriesAreQuarantinedAndNothingElseAnswered) {
  ASSERT_TRUE(Send(Signed(Mark("m1"))).ok());
  ASSERT_TRUE(Revoke(tablet_name_).ok());
  const auto late = Signed(Mark("m2", "1", 1));
  auto receipt = Send(late);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->disposition(), v1::DISPOSITION_QUARANTINED);
  EXPECT_EQ(receipt->current_value(), "8");
  ExpectSigned(*receipt, late);
  EXPECT_EQ(Send(Signed(Mark("m1")))->disposition(), v1::DISPOSITION_COUNTED);
  auto forged = Signed(Mark("m3", "10", 1));
  forged.mutable_signature()->at(0) ^= 1;
  EXPECT_EQ(Refused(forged), Reason::SIGNATURE_INVALID);
  v1::ListSheetsRequest request;
  request.set_parent("events/e1");
  EXPECT_EQ(
      ReasonOf(CallWith<v1::ListSheetsResponse>(*judging_, &Judging::ListSheets, session_, request)
                   .status()),
      Reason::TABLET_REVOKED);
}

TEST_F(TabletEntriesTest, TheChiefJudgeDecidesOnWhatIsQuarantined) {
  ASSERT_TRUE(Revoke(tablet_name_).ok());
  ASSERT_TRUE(Send(Signed(Mark("m1"))).ok());
  v1::ListWaitingEntriesRequest list;
  list.set_parent("events/e1");
  auto waiting = CallWith<v1::ListWaitingEntriesResponse>(*judging_, &Judging::ListWaitingEntries,
                                                          chief_, list);
  ASSERT_TRUE(waiting.ok()) << waiting.status();
  ASSERT_EQ(waiting->entries_size(), 1);
  v1::DecideEntryRequest request;
  request.set_parent("events/e1");
  request.mutable_decision()->set_entry_id(SmallContest::EntryId("m1"));
  request.mutable_decision()->set_accept(true);
  request.mutable_decision()->set_reason("seen by the panel");
  request.set_entry_id(SmallContest::EntryId("decision"));
  auto decided =
      CallWith<v1::DecideEntryResponse>(*judging_, &Judging::DecideEntry, chief_, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  waiting = CallWith<v1::ListWaitingEntriesResponse>(*judging_, &Judging::ListWaitingEntries,
                                                     chief_, list);
  EXPECT_EQ(waiting->entries_size(), 0);
}

// Notes and photos of a tablet's entries.
class TabletRemarksTest : public TabletEntriesTest {
 protected:
  v1::Entry MarkNaming(const std::string& jpeg) const {
    v1::Entry entry = Mark("m1");
    entry.mutable_mark()->set_photo_hash(Sha256(jpeg));
    return entry;
  }
  Reason RefusalOf(const std::string& jpeg) {
    v1::PutPhotoRequest request;
    request.set_parent("events/e1");
    request.set_entry_id(SmallContest::EntryId("m1"));
    request.set_jpeg(jpeg);
    return ReasonOf(
        CallWith<v1::PutPhotoResponse>(*judging_, &Judging::PutPhoto, session_, request).status());
  }
};

TEST_F(TabletRemarksTest, ANoteTravelsBesideTheSignedBytes) {
  v1::Note note;
  note.set_salt(std::string(16, 's'));
  note.set_text("R2");
  v1::Entry entry = Mark("m1");
  entry.mutable_mark()->set_note_hash(Sha256(note.salt() + note.text()));
  auto sent = Signed(entry);
  *sent.mutable_note() = note;
  auto receipt = Send(sent);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  ExpectSigned(*receipt, sent);
}

TEST_F(TabletRemarksTest, ATabletHandsInThePhotosOfItsOwnMarks) {
  ASSERT_TRUE(Send(Signed(MarkNaming(testing::Jpeg()))).ok());
  EXPECT_EQ(RefusalOf(testing::Jpeg()), Reason::kUnspecified);
  tablet_ = ActiveTablet();
  session_ = Session("j1");
  EXPECT_EQ(RefusalOf(testing::Jpeg()), Reason::DEVICE_WRONG);
}

// Planted fault: a tablet that was shut out goes on filling the store.
TEST_F(TabletRemarksTest, ATabletThatWasShutOutHandsInNoPhoto) {
  ASSERT_TRUE(Revoke(tablet_name_).ok());
  ASSERT_TRUE(Send(Signed(MarkNaming(testing::Jpeg()))).ok());
  EXPECT_EQ(RefusalOf(testing::Jpeg()), Reason::TABLET_REVOKED);
}

// One stream of entries.
class TabletStreamTest : public TabletEntriesTest {
 protected:
  void Open() {
    context_ = testing::TestServer::Context(session_);
    stream_ = judging_->StreamEntries(context_.get());
  }
  absl::StatusOr<v1::Receipt> Exchange(const v1::EntryToRecord& entry) {
    v1::StreamEntriesRequest request;
    *request.mutable_entry() = entry;
    v1::StreamEntriesResponse response;
    if (!stream_->Write(request) || !stream_->Read(&response)) return absl::CancelledError();
    if (!response.result().has_receipt()) return absl::UnknownError("refused");
    return response.result().receipt();
  }
  // How the stream ends by itself, and how long that took.
  Reason EndOf(std::chrono::milliseconds* took) {
    const auto begin = std::chrono::steady_clock::now();
    v1::StreamEntriesResponse response;
    EXPECT_FALSE(stream_->Read(&response));
    const grpc::Status status = stream_->Finish();
    *took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                  begin);
    return ReasonOf(FromGrpcStatus(status));
  }

  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamEntriesRequest, v1::StreamEntriesResponse>>
      stream_;
};

TEST_F(TabletStreamTest, EntriesOfAStreamAreCheckedAndTheirReceiptsSigned) {
  Open();
  const auto entry = Signed(Mark("m1"));
  auto receipt = Exchange(entry);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  ExpectSigned(*receipt, entry);
  auto forged = Signed(Mark("m2", "9", 1));
  forged.mutable_signature()->at(0) ^= 1;
  EXPECT_FALSE(Exchange(forged).ok());
  stream_->WritesDone();
  EXPECT_TRUE(stream_->Finish().ok());
  EXPECT_EQ(ChainLength(), 1u);
}

TEST_F(TabletStreamTest, FromTheRevocationOnAStreamIsQuarantined) {
  Open();
  ASSERT_TRUE(Exchange(Signed(Mark("m1"))).ok());
  ASSERT_TRUE(Revoke(tablet_name_).ok());
  auto receipt = Exchange(Signed(Mark("m2", "1", 1)));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->disposition(), v1::DISPOSITION_QUARANTINED);
  stream_->WritesDone();
  EXPECT_TRUE(stream_->Finish().ok());
}

TEST_F(TabletStreamTest, ANewPinEndsAnOpenStreamWithinASecond) {
  Open();
  ASSERT_TRUE(Exchange(Signed(Mark("m1"))).ok());
  ResetPin("j1");
  std::chrono::milliseconds took{};
  EXPECT_EQ(EndOf(&took), Reason::TOKEN_INVALID);
  EXPECT_LT(took, std::chrono::seconds(1));
}

TEST_F(TabletStreamTest, AfterANewPinNoEntryOfAnOpenStreamIsTaken) {
  Open();
  ASSERT_TRUE(Exchange(Signed(Mark("m1"))).ok());
  ResetPin("j1");
  EXPECT_FALSE(Exchange(Signed(Mark("m2", "9", 1))).ok());
  EXPECT_EQ(ReasonOf(FromGrpcStatus(stream_->Finish())), Reason::TOKEN_INVALID);
  EXPECT_EQ(ChainLength(), 1u);
}

TEST_F(TabletStreamTest, AnExpiredSessionEndsAnOpenStreamWithinASecond) {
  Open();
  ASSERT_TRUE(Exchange(Signed(Mark("m1"))).ok());
  server_.clock().Advance(std::chrono::hours(12));
  std::chrono::milliseconds took{};
  EXPECT_EQ(EndOf(&took), Reason::TOKEN_INVALID);
  EXPECT_LT(took, std::chrono::seconds(1));
}

}  // namespace
}  // namespace touchstone
