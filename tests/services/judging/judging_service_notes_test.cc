// Notes: beside the chain, named by it, and seen by whoever may read the mark.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/hash.h"
#include "tests/services/judging/judging_service_fixture.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kText = "手套掉了一次 canary-5f1e";

v1::Note NoteOf(const std::string& text) {
  v1::Note note;
  note.set_salt("0123456789abcdef");
  note.set_text(text);
  return note;
}
std::string HashOf(const v1::Note& note) { return Sha256(note.salt() + note.text()); }

class NotesTest : public JudgingServiceFixture {
 protected:
  v1::Entry MarkWith(const v1::Note& note, const std::string& id = "m1") {
    v1::Entry entry = contest_.Mark(id, "j1", "1", "p/m/b/a1", "8");
    entry.mutable_mark()->set_note_hash(HashOf(note));
    return entry;
  }
  std::string NoteOn(const std::string& secret, const std::string& judge = "",
                     const std::string& item = "p/m/b/a1") {
    const auto sheet = GetSheet(secret, "1", judge);
    EXPECT_TRUE(sheet.ok()) << sheet.status();
    if (!sheet.ok() || CellOf(*sheet, item).versions().empty()) return "?";
    return CellOf(*sheet, item).versions(0).note();
  }
  // Everything that a stream or list of the server's answers, as bytes.
  template <typename Response, typename Reader>
  static std::string AllOf(Reader& reader) {
    std::string all;
    Response response;
    while (reader.Read(&response)) all += response.SerializeAsString();
    return all;
  }
};

TEST_F(NotesTest, ANoteIsKeptWithItsMarkAndShownOnTheOwnSheet) {
  const auto receipt = Record(j1_, MarkWith(NoteOf(kText)), NoteOf(kText));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(NoteOn(j1_), kText);
  server_.Restart();
  stub_ = server_.Stub<v1::JudgingService>();
  EXPECT_EQ(NoteOn(j1_), kText);
}

// Planted fault: the note could be another one afterwards.
TEST_F(NotesTest, ANoteThatTheMarkDoesNotNameIsRefusedAndNothingIsKept) {
  auto salted = NoteOf(kText);
  salted.set_salt("0123456789abcdeF");
  for (const auto& other : {NoteOf(kText + "!"), salted}) {
    const auto receipt = Record(j1_, MarkWith(NoteOf(kText)), other);
    EXPECT_EQ(ReasonOf(receipt.status()), Reason::NOTE_DOES_NOT_MATCH);
  }
  const auto unnamed = contest_.Mark("m2", "j1", "1", "p/m/b/a1", "8");
  EXPECT_EQ(ReasonOf(Record(j1_, unnamed, NoteOf(kText)).status()), Reason::NOTE_DOES_NOT_MATCH);
  const auto seal = contest_.Seal("s1", "j1", "1");
  EXPECT_EQ(ReasonOf(Record(j1_, seal, NoteOf(kText)).status()), Reason::NOTE_DOES_NOT_MATCH);
  const auto first = Record(j1_, MarkWith(NoteOf(kText)), NoteOf(kText));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->position(), 1u);
}

TEST_F(NotesTest, AMarkThatCameWithoutItsNoteNeverGetsOne) {
  const auto mark = MarkWith(NoteOf(kText));
  const auto first = Record(j1_, mark);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = Record(j1_, mark, NoteOf(kText));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(NoteOn(j1_), "");
}

TEST_F(NotesTest, ARepeatedMarkIsAnsweredAsBeforeWithItsNoteOrWithout) {
  const auto mark = MarkWith(NoteOf(kText));
  const auto first = Record(j1_, mark, NoteOf(kText));
  const auto again = Record(j1_, mark, NoteOf(kText));
  const auto bare = Record(j1_, mark);
  ASSERT_TRUE(first.ok() && again.ok() && bare.ok());
  EXPECT_EQ(first->SerializeAsString(), again->SerializeAsString());
  EXPECT_EQ(first->SerializeAsString(), bare->SerializeAsString());
  EXPECT_EQ(NoteOn(j1_), kText);
}

TEST_F(NotesTest, ANoteHasUpTo500CharactersAndASaltOf16To32Bytes) {
  std::string longest;
  for (int i = 0; i < 500; ++i) longest += "长";
  const auto fits = NoteOf(longest);
  EXPECT_TRUE(Record(j1_, MarkWith(fits), fits).ok());
  const auto refused = [&](const v1::Note& note) {
    return ReasonOf(Record(j1_, MarkWith(note, "m2"), note).status());
  };
  EXPECT_EQ(refused(NoteOf(longest + "长")), Reason::REQUEST_INVALID);
  EXPECT_EQ(refused(NoteOf("")), Reason::REQUEST_INVALID);
  for (const std::size_t size : {0, 15, 33}) {
    auto note = NoteOf(kText);
    note.set_salt(std::string(size, 's'));
    EXPECT_EQ(refused(note), Reason::REQUEST_INVALID) << size;
  }
}

TEST_F(NotesTest, OneWrongNoteOfABatchIsRefusedByItself) {
  v1::BatchRecordEntriesRequest request;
  request.set_parent("events/e1");
  for (const std::string id : {"m1", "m2"}) {
    auto mark = MarkWith(NoteOf(kText), id);
    mark.mutable_mark()->set_item(id == "m1" ? "p/m/b/a1" : "p/m/b/a2");
    auto* entry = request.add_entries();
    entry->set_entry_bytes(mark.SerializeAsString());
    *entry->mutable_note() = NoteOf(id == "m1" ? "other" : kText);
  }
  const auto response =
      Call<v1::BatchRecordEntriesResponse>(&Stub::BatchRecordEntries, j1_, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(ReasonOf(FromRpcStatus(response->results(0).error())), Reason::NOTE_DOES_NOT_MATCH);
  EXPECT_TRUE(response->results(1).has_receipt());
  EXPECT_EQ(NoteOn(j1_, "", "p/m/b/a2"), kText);
}

TEST_F(NotesTest, AStreamTakesNotesToo) {
  auto context = server_.Context(j1_);
  auto stream = stub_->StreamEntries(context.get());
  v1::StreamEntriesRequest request;
  *request.mutable_entry()->mutable_entry() = MarkWith(NoteOf(kText));
  *request.mutable_entry()->mutable_note() = NoteOf(kText);
  ASSERT_TRUE(stream->Write(request));
  v1::StreamEntriesResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_TRUE(response.result().has_receipt());
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(NoteOn(j1_), kText);
}

TEST_F(NotesTest, ThoseWhoRunTheEventReadNotesWhenThePanelIsComplete) {
  Counted(j1_, contest_.Mark("j1-a2", "j1", "1", "p/m/b/a2", "7"));
  Counted(j1_, contest_.Mark("j1-f", "j1", "1", "p/m/b/f", "2"));
  ASSERT_TRUE(Record(j1_, MarkWith(NoteOf(kText)), NoteOf(kText)).ok());
  ASSERT_TRUE(Seal(j1_, "1", "s1").ok());
  EXPECT_EQ(ReasonOf(GetSheet(chief_, "1", "j1").status()), Reason::PANEL_INCOMPLETE);
  Counted(j2_, contest_.Mark("j2-a1", "j2", "1", "p/m/b/a1", "6"));
  Counted(j2_, contest_.Mark("j2-a2", "j2", "1", "p/m/b/a2", "6"));
  ASSERT_TRUE(Seal(j2_, "1", "s2").ok());
  EXPECT_EQ(NoteOn(chief_, "j1"), kText);
  EXPECT_EQ(NoteOn(supervisor_, "j1"), kText);
}

TEST_F(NotesTest, ThePanelReadsTheNoteOnTheMarkThatItShares) {
  v1::Entry shared = contest_.Mark("m1", "j1", "1", "p/m/b/f", "2");
  shared.mutable_mark()->set_note_hash(HashOf(NoteOf(kText)));
  ASSERT_TRUE(Record(j1_, shared, NoteOf(kText)).ok());
  EXPECT_EQ(NoteOn(j2_, "", "p/m/b/f"), kText);
}

// The chain, the archive, lists and boards have the mark and not the note.
TEST_F(NotesTest, ANoteGetsThroughNoOtherChannel) {
  const auto receipt = Record(j1_, MarkWith(NoteOf(kText)), NoteOf(kText));
  ASSERT_TRUE(receipt.ok());
  auto conflict = MarkWith(NoteOf(kText), "m2");
  ASSERT_TRUE(Record(j1_, conflict, NoteOf(kText)).ok());  // waits for the chief judge
  std::string seen = receipt->SerializeAsString();
  const auto add = [&seen](const auto& answer) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    seen += answer->SerializeAsString();
  };
  add(GetSheet(j2_, "1"));
  v1::ListEnvelopesRequest chain;
  chain.set_parent("events/e1");
  add(Call<v1::ListEnvelopesResponse>(&Stub::ListEnvelopes, organiser_, chain));
  v1::ListWaitingEntriesRequest waiting;
  waiting.set_parent("events/e1");
  add(Call<v1::ListWaitingEntriesResponse>(&Stub::ListWaitingEntries, chief_, waiting));
  v1::ListSheetsRequest sheets;
  sheets.set_parent("events/e1");
  add(Call<v1::ListSheetsResponse>(&Stub::ListSheets, chief_, sheets));
  auto events = server_.Stub<v1::EventsService>();
  auto context = server_.Context(organiser_);
  v1::ExportEventRequest archive;
  archive.set_name("events/e1");
  auto reader = events->ExportEvent(context.get(), archive);
  const std::string exported = AllOf<v1::ExportEventResponse>(*reader);
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_THAT(exported, HasSubstr("p/m/b/a1"));
  auto boards = server_.Stub<v1::LeaderboardService>();
  v1::ExplainTotalRequest explain;
  explain.set_event("events/e1");
  explain.set_discipline("d1");
  explain.set_code("1");
  explain.set_min_position(receipt->feed_position());
  v1::ExplainTotalResponse explained;
  auto board_context = server_.Context(organiser_);
  ASSERT_TRUE(boards->ExplainTotal(board_context.get(), explain, &explained).ok());
  seen += exported + explained.SerializeAsString();
  EXPECT_THAT(seen, Not(HasSubstr("canary-5f1e")));
  EXPECT_EQ(NoteOn(j1_), kText);
}

class RunningTotalOnSheetTest : public JudgingServiceFixture {
 protected:
  RunningTotalOnSheetTest()
      : JudgingServiceFixture(SmallContest{.judges = 1, .running_total = true}) {}
};

TEST_F(RunningTotalOnSheetTest, AJudgeWhoMarksAloneSeesWhatHisMarksAddUpToAndAsOfWhen) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8.5"));
  Counted(j1_, contest_.Mark("m2", "j1", "1", "p/m/b/a2", "7"));
  Counted(j1_, contest_.Mark("m3", "j1", "2", "p/m/b/a2", "1"));
  auto sheet = GetSheet(j1_, "1");
  ASSERT_TRUE(sheet.ok()) << sheet.status();
  EXPECT_EQ(sheet->running_total(), "15.5");
  EXPECT_EQ(sheet->running_total_position(), 2u);
  Counted(j1_, contest_.Mark("m4", "j1", "1", "p/m/b/f", "2"));
  sheet = GetSheet(j1_, "1");
  EXPECT_EQ(sheet->running_total(), "13.5");
  EXPECT_EQ(sheet->running_total_position(), 4u);
}

TEST_F(JudgingServiceFixture, AJudgeOfSeveralSeesNoRunningTotal) {
  Counted(j1_, contest_.Mark("m1", "j1", "1", "p/m/b/a1", "8.5"));
  EXPECT_FALSE(GetSheet(j1_, "1")->has_running_total());
}

TEST_F(JudgingServiceFixture, ACellThatAnIncidentCoversMayStayEmpty) {
  EXPECT_FALSE(GetSheet(j1_, "1")->cells(0).may_stay_empty());
  v1::RecordIncidentRequest request;
  request.set_parent("events/e1");
  request.set_entry_id(SmallContest::EntryId("i1"));
  auto* incident = request.mutable_incident();
  incident->set_kind(v1::Incident::KIND_DID_NOT_FINISH);
  incident->set_discipline("d1");
  incident->set_entrant_code("1");
  incident->set_reason("hurt");
  ASSERT_TRUE(Call<v1::RecordIncidentResponse>(&Stub::RecordIncident, chief_, request).ok());
  EXPECT_TRUE(GetSheet(j1_, "1")->cells(0).may_stay_empty());
  EXPECT_FALSE(GetSheet(j1_, "2")->cells(0).may_stay_empty());
  EXPECT_TRUE(Seal(j1_, "1", "s1").ok());
}

}  // namespace
}  // namespace touchstone
