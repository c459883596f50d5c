#include "services/judging/judging_service.h"

#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/ledger/chain.h"
#include "tests/services/judging/judging_service_fixture.h"

namespace touchstone {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class JudgingServiceTest : public JudgingServiceFixture {};

TEST_F(JudgingServiceTest, AMarkIsAnsweredWithItsReceipt) {
  const auto receipt = Record(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8.5"));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->entry_id(), SmallContest::EntryId("m1"));
  EXPECT_EQ(receipt->position(), 1u);
  EXPECT_EQ(receipt->leaf().size(), 32u);
  EXPECT_EQ(receipt->revision(), 1u);
  EXPECT_EQ(receipt->current_value(), "8.5");
  EXPECT_EQ(receipt->feed_position(), server_.store().FeedEnd());
}

TEST_F(JudgingServiceTest, ATypedEntryIsTheSameAsItsBytes) {
  v1::RecordEntryRequest request;
  *request.mutable_entry()->mutable_entry() = contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8");
  ASSERT_TRUE(Call<v1::RecordEntryResponse>(&Stub::RecordEntry, j1_, request).ok());
  const auto again = Record(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->position(), 1u);
}

TEST_F(JudgingServiceTest, AnEntrantCodeThatNobodyHasIsRefused) {
  EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j1", "77", "p/m/b/a1", "8")),
            Reason::ENTRANT_UNKNOWN);
}

TEST_F(JudgingServiceTest, AMarkAboveTheMaximumIsRefused) {
  EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "10.5")),
            Reason::MARK_ABOVE_MAXIMUM);
  EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "-1")),
            Reason::MARK_BELOW_MINIMUM);
  EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8.3")), Reason::MARK_OFF_STEP);
}

TEST_F(JudgingServiceTest, ATextIsNoMark) {
  for (const char* text : {"eight", "8,5", "8.5 ", "1e1", "NaN", "", "８"}) {
    EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", text)),
              Reason::MARK_NOT_A_NUMBER)
        << text;
  }
}

TEST_F(JudgingServiceTest, BytesThatAreNoEntryAreRefused) {
  v1::RecordEntryRequest request;
  request.mutable_entry()->set_entry_bytes("\xff\xff not an entry");
  const auto response = Call<v1::RecordEntryResponse>(&Stub::RecordEntry, j1_, request);
  EXPECT_EQ(ReasonOf(response.status()), Reason::ENTRY_MALFORMED);
  request.mutable_entry()->clear_form();
  EXPECT_FALSE(Call<v1::RecordEntryResponse>(&Stub::RecordEntry, j1_, request).ok());
}

TEST_F(JudgingServiceTest, NobodyMarksForAnotherJudge) {
  EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j2", "1", "p/m/b/a1", "8")), Reason::ENTRY_NOT_YOURS);
}

TEST_F(JudgingServiceTest, NobodyMarksInAnotherEvent) {
  SmallContest other{.event = "e2"};
  other.PutInto(server_.store());
  EXPECT_EQ(Refused(j1_, other.Mark("m1", "j1", "1", "p/m/b/a1", "8")), Reason::NOT_YOURS);
}

TEST_F(JudgingServiceTest, AJudgeWhoIsNotAssignedIsRefused) {
  const std::string stranger = server_.JudgeToken("e1", "j9");
  EXPECT_EQ(Refused(stranger, contest_.Mark("m1", "j9", "1", "p/m/b/a1", "8")),
            Reason::JUDGE_NOT_ASSIGNED);
}

TEST_F(JudgingServiceTest, AJudgeRecordsMarksAndSealsOnly) {
  auto decision = contest_.Decide("d1", "m1", true);
  decision.set_author("j1");
  EXPECT_EQ(Refused(j1_, decision), Reason::ROLE_NOT_ALLOWED);
  auto unlock = contest_.ChangeState("s1", "LOCKED");
  unlock.set_author("j1");
  EXPECT_EQ(Refused(j1_, unlock), Reason::ROLE_NOT_ALLOWED);
  v1::RecordIncidentRequest request;
  request.set_parent("events/e1");
  request.set_entry_id(SmallContest::EntryId("i1"));
  request.mutable_incident()->set_kind(v1::Incident::KIND_WITHDRAWN);
  const auto incident = Call<v1::RecordIncidentResponse>(&Stub::RecordIncident, j1_, request);
  EXPECT_EQ(ReasonOf(incident.status()), Reason::ROLE_NOT_ALLOWED);
}

TEST_F(JudgingServiceTest, ARepeatedMarkGetsTheSameReceiptAndAnotherOneWithItsIdIsRefused) {
  const auto mark = contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8");
  const auto first = Record(j1_, mark);
  const auto again = Record(j1_, mark);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(Refused(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "9")), Reason::ENTRY_ID_REUSED);
  server_.Restart();
  stub_ = server_.Stub<v1::JudgingService>();
  const auto later = Record(j1_, mark);
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(first->leaf(), later->leaf());
}

TEST_F(JudgingServiceTest, AConflictKeepsTheCurrentValueAndWaitsForTheChiefJudge) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  const auto conflict = Record(j1_, contest_.Mark("m2", "j1", "1", "p/m/b/a1", "9"));
  ASSERT_TRUE(conflict.ok());
  EXPECT_EQ(conflict->disposition(), v1::DISPOSITION_CONFLICT);
  EXPECT_EQ(conflict->current_value(), "8");

  v1::ListWaitingEntriesRequest list;
  list.set_parent("events/e1");
  auto waiting = Call<v1::ListWaitingEntriesResponse>(&Stub::ListWaitingEntries, chief_, list);
  ASSERT_TRUE(waiting.ok()) << waiting.status();
  ASSERT_THAT(waiting->entries(), SizeIs(1));
  EXPECT_EQ(waiting->entries(0).entry().mark().value(), "9");
  EXPECT_EQ(waiting->entries(0).receipt().leaf(), conflict->leaf());

  v1::DecideEntryRequest decide;
  decide.set_parent("events/e1");
  decide.set_entry_id(SmallContest::EntryId("yes"));
  decide.mutable_decision()->set_entry_id(SmallContest::EntryId("m2"));
  decide.mutable_decision()->set_accept(true);
  decide.mutable_decision()->set_reason("the tablet was offline");
  ASSERT_TRUE(Call<v1::DecideEntryResponse>(&Stub::DecideEntry, chief_, decide).ok());
  waiting = Call<v1::ListWaitingEntriesResponse>(&Stub::ListWaitingEntries, chief_, list);
  EXPECT_THAT(waiting->entries(), IsEmpty());

  const auto sheet = GetSheet(j1_, "1");
  ASSERT_TRUE(sheet.ok());
  const v1::Cell& cell = CellOf(*sheet, "p/m/b/a1");
  EXPECT_EQ(cell.value(), "9");
  ASSERT_THAT(cell.versions(), SizeIs(2));
  EXPECT_EQ(cell.versions(0).disposition(), v1::DISPOSITION_COUNTED);
  EXPECT_EQ(cell.versions(1).disposition(), v1::DISPOSITION_CONFLICT);
  EXPECT_TRUE(cell.versions(1).accepted_later());
}

TEST_F(JudgingServiceTest, ASheetWithGapsIsNotSealedAndTheGapsAreNamed) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  const auto sealed = Seal(j1_, "1", "seal");
  ASSERT_EQ(ReasonOf(sealed.status()), Reason::SHEET_HAS_GAPS);
  std::vector<std::string> gaps;
  for (const auto& field : DetailOf(sealed.status()).fields) gaps.push_back(field.field);
  EXPECT_THAT(gaps, ElementsAre(HasSubstr("p/m/b/a2"), HasSubstr("p/m/b/f")));
}

TEST_F(JudgingServiceTest, AMarkAfterTheSealIsLate) {
  CompletePanel();
  const auto late = Record(j1_, contest_.Mark("late", "j1", "1", "p/m/b/a1", "9", 1));
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(late->disposition(), v1::DISPOSITION_LATE);
  EXPECT_EQ(late->current_value(), "8");
}

TEST_F(JudgingServiceTest, EachEntryOfABatchIsAnsweredByItself) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/e1");
  const auto add = [&](const v1::Entry& entry) {
    request.add_entries()->set_entry_bytes(entry.SerializeAsString());
  };
  add(contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  add(contest_.Mark("m2", "j1", "1", "p/m/b/a2", "11"));
  add(contest_.Mark("m3", "j2", "1", "p/m/b/a2", "8"));
  add(contest_.Mark("m4", "j1", "2", "p/m/b/a1", "7"));
  const auto response =
      Call<v1::BatchRecordEntriesResponse>(&Stub::BatchRecordEntries, j1_, request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_THAT(response->results(), SizeIs(4));
  EXPECT_EQ(response->results(0).receipt().position(), 1u);
  EXPECT_EQ(ReasonOf(FromRpcStatus(response->results(1).error())), Reason::MARK_ABOVE_MAXIMUM);
  EXPECT_EQ(ReasonOf(FromRpcStatus(response->results(2).error())), Reason::ENTRY_NOT_YOURS);
  EXPECT_EQ(response->results(3).receipt().position(), 2u);
}

TEST_F(JudgingServiceTest, AStreamAnswersEachEntryInItsOrder) {
  auto context = server_.Context(j1_);
  auto stream = stub_->StreamEntries(context.get());
  constexpr int kMarks = 600;  // more than may be under way
  std::thread writer([&] {
    for (int i = 0; i < kMarks; ++i) {
      v1::StreamEntriesRequest request;
      // Every tenth one is refused.
      *request.mutable_entry()->mutable_entry() =
          contest_.Mark("m" + std::to_string(i), "j1", "1", "p/m/b/a1", i % 10 == 9 ? "99" : "5",
                        static_cast<std::uint32_t>(i - i / 10));
      ASSERT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
  });
  int answers = 0;
  v1::StreamEntriesResponse response;
  while (stream->Read(&response)) {
    if (answers % 10 == 9) {
      EXPECT_TRUE(response.result().has_error());
    } else {
      EXPECT_EQ(response.result().receipt().entry_id(),
                SmallContest::EntryId("m" + std::to_string(answers)));
      EXPECT_EQ(response.result().receipt().disposition(), v1::DISPOSITION_COUNTED);
    }
    ++answers;
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(answers, kMarks);
}

TEST_F(JudgingServiceTest, ABrokenStreamLeavesTheServerInOrder) {
  {
    auto context = server_.Context(j1_);
    auto stream = stub_->StreamEntries(context.get());
    v1::StreamEntriesRequest request;
    *request.mutable_entry()->mutable_entry() = contest_.Mark("m1", "j1", "1", "p/m/b/a1", "5");
    ASSERT_TRUE(stream->Write(request));
    context->TryCancel();
    EXPECT_FALSE(stream->Finish().ok());
  }
  const auto again = Record(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "5"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->position(), 1u);
}

TEST_F(JudgingServiceTest, AJudgeNeverReadsAnotherJudgesSheet) {
  CompletePanel();
  EXPECT_EQ(ReasonOf(GetSheet(j1_, "1", "j2").status()), Reason::NOT_YOURS);
}

TEST_F(JudgingServiceTest, ThoseWhoRunTheEventReadSheetsOfCompletePanelsOnly) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  EXPECT_EQ(ReasonOf(GetSheet(chief_, "1", "j1").status()), Reason::PANEL_INCOMPLETE);
  EXPECT_EQ(ReasonOf(GetSheet(organiser_, "1", "j1").status()), Reason::PANEL_INCOMPLETE);
  Counted(j1_, contest_.Mark("j1-a2", "j1", "1", "p/m/b/a2", "7"));
  Counted(j2_, contest_.Mark("j2-a1", "j2", "1", "p/m/b/a1", "6"));
  Counted(j2_, contest_.Mark("j2-a2", "j2", "1", "p/m/b/a2", "6"));
  Counted(j2_, contest_.Mark("j2-f", "j2", "1", "p/m/b/f", "0"));
  ASSERT_TRUE(Seal(j1_, "1", "s1").ok());
  EXPECT_EQ(ReasonOf(GetSheet(chief_, "1", "j1").status()), Reason::PANEL_INCOMPLETE);
  ASSERT_TRUE(Seal(j2_, "1", "s2").ok());
  const auto sheet = GetSheet(supervisor_, "1", "j1");
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_TRUE(sheet->panel_complete());
  EXPECT_EQ(CellOf(*sheet, "p/m/b/a1").value(), "8");
  EXPECT_EQ(ReasonOf(GetSheet(chief_, "1").status()), Reason::REQUEST_INVALID);
}

TEST_F(JudgingServiceTest, ThePanelSharesTheMarkOfASharedItem) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/f", "2"));
  Counted(j1_, contest_.Mark("m2", "j1", "1", "p/m/b/a1", "9"));
  const auto sheet = GetSheet(j2_, "1");
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_EQ(CellOf(*sheet, "p/m/b/f").value(), "2");
  EXPECT_EQ(CellOf(*sheet, "p/m/b/f").revision(), 1u);
  EXPECT_FALSE(CellOf(*sheet, "p/m/b/a1").has_value());
  EXPECT_THAT(CellOf(*sheet, "p/m/b/a1").versions(), IsEmpty());
}

TEST_F(JudgingServiceTest, ProgressNamesNoMarksAndAJudgeSeesTheOwnSheetsOnly) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8"));
  v1::ListSheetsRequest request;
  request.set_parent("events/e1");
  const auto own = Call<v1::ListSheetsResponse>(&Stub::ListSheets, j1_, request);
  ASSERT_TRUE(own.ok()) << own.status();
  ASSERT_THAT(own->sheets(), SizeIs(2));
  EXPECT_EQ(own->sheets(0).judge(), "j1");
  EXPECT_EQ(own->sheets(0).entrant_code(), "1");
  EXPECT_EQ(own->sheets(0).marked(), 1u);
  EXPECT_EQ(own->sheets(0).items(), 3u);
  EXPECT_EQ(own->sheets(1).marked(), 0u);

  request.set_page_size(3);
  std::vector<std::string> all;
  do {
    const auto page = Call<v1::ListSheetsResponse>(&Stub::ListSheets, chief_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& sheet : page->sheets()) all.push_back(sheet.entrant_code() + sheet.judge());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(all, ElementsAre("1j1", "1j2", "2j1", "2j2"));
}

TEST_F(JudgingServiceTest, AnIncidentIsListedInTheOrderOfTheChain) {
  v1::RecordIncidentRequest request;
  request.set_parent("events/e1");
  auto* incident = request.mutable_incident();
  incident->set_kind(v1::Incident::KIND_DISQUALIFIED);
  incident->set_discipline("d1");
  incident->set_entrant_code("2");
  incident->set_rule("R7");
  incident->set_judge("j1");
  incident->set_witness("j2");
  incident->set_reason("unsafe work");
  request.set_entry_id(SmallContest::EntryId("i1"));
  const auto first = Call<v1::RecordIncidentResponse>(&Stub::RecordIncident, chief_, request);
  ASSERT_TRUE(first.ok()) << first.status();
  incident->clear_witness();
  request.set_entry_id(SmallContest::EntryId("i2"));
  const auto refused = Call<v1::RecordIncidentResponse>(&Stub::RecordIncident, chief_, request);
  EXPECT_EQ(ReasonOf(refused.status()), Reason::INCIDENT_INCOMPLETE);

  v1::ListIncidentsRequest list;
  list.set_parent("events/e1");
  const auto incidents = Call<v1::ListIncidentsResponse>(&Stub::ListIncidents, chief_, list);
  ASSERT_TRUE(incidents.ok());
  ASSERT_THAT(incidents->incidents(), SizeIs(1));
  EXPECT_EQ(incidents->incidents(0).entry().incident().rule(), "R7");
  EXPECT_EQ(incidents->incidents(0).receipt().position(), 1u);
}

TEST_F(JudgingServiceTest, ARescoreOpensTheItemForThePanelAgain) {
  v1::OpenRescoreRequest request;
  request.set_parent("events/e1");
  request.mutable_rescore()->set_discipline("d1");
  request.mutable_rescore()->set_entrant_code("1");
  request.mutable_rescore()->set_item("p/m/b/a1");
  request.mutable_rescore()->set_round(1);
  request.mutable_rescore()->set_reason("spread");
  request.set_entry_id(SmallContest::EntryId("r0"));
  const auto early = Call<v1::OpenRescoreResponse>(&Stub::OpenRescore, chief_, request);
  EXPECT_EQ(ReasonOf(early.status()), Reason::PANEL_INCOMPLETE);
  CompletePanel();
  request.set_entry_id(SmallContest::EntryId("r1"));
  const auto opened = Call<v1::OpenRescoreResponse>(&Stub::OpenRescore, chief_, request);
  ASSERT_TRUE(opened.ok()) << opened.status();
  auto again = contest_.Mark("again", "j1", "1", "p/m/b/a1", "6");
  again.mutable_mark()->set_round(1);
  Counted(j1_, again);
  const auto other = Record(j1_, contest_.Mark("other", "j1", "1", "p/m/b/a2", "6", 1));
  EXPECT_EQ(other->disposition(), v1::DISPOSITION_LATE);
  const auto sheet = GetSheet(j1_, "1");
  ASSERT_TRUE(sheet.ok());
  EXPECT_EQ(sheet->cells(0).value(), "8");
  EXPECT_EQ(sheet->cells(1).round(), 1u);
  EXPECT_EQ(sheet->cells(1).value(), "6");
}

TEST_F(JudgingServiceTest, TheChainIsGivenAsItIsStored) {
  for (int i = 0; i < 5; ++i) {
    Counted(j1_, contest_.Mark("m" + std::to_string(i), "j1", "1", "p/m/b/a1", "8",
                               static_cast<std::uint32_t>(i)));
  }
  ledger::ChainVerifier verifier("e1");
  v1::ListEnvelopesRequest request;
  request.set_parent("events/e1");
  request.set_page_size(2);
  for (;;) {
    const auto page = Call<v1::ListEnvelopesResponse>(&Stub::ListEnvelopes, organiser_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->last_position(), 5u);
    if (page->envelopes().empty()) break;
    for (const std::string& bytes : page->envelopes()) EXPECT_TRUE(verifier.Next(bytes).ok());
    request.set_after_position(verifier.head().position);
  }
  EXPECT_EQ(verifier.head().position, 5u);
  const auto judge = Call<v1::ListEnvelopesResponse>(&Stub::ListEnvelopes, j1_, request);
  EXPECT_EQ(ReasonOf(judge.status()), Reason::ROLE_NOT_ALLOWED);
  // It holds marks of panels that are not complete.
  const auto before_the_lock =
      Call<v1::ListEnvelopesResponse>(&Stub::ListEnvelopes, supervisor_, request);
  EXPECT_EQ(ReasonOf(before_the_lock.status()), Reason::EVENT_STATE_WRONG);
}

}  // namespace
}  // namespace touchstone
