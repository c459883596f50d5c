#include "services/events/event_archives.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "services/ledger/archive.h"
#include "tests/services/events/events_fixture.h"

namespace touchstone {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::TestServer;
using Stub = v1::EventsService::Stub;

class EventArchivesTest : public testing::EventsFixture {
 protected:
  static absl::StatusOr<v1::EventArchive> Export(TestServer& server, const std::string& token,
                                                 bool without_names = false) {
    v1::ExportEventRequest request;
    request.set_name("events/ev");
    request.set_without_names(without_names);
    auto context = TestServer::Context(token);
    auto stub = server.Stub<v1::EventsService>();
    auto reader = stub->ExportEvent(context.get(), request);
    std::string bytes;
    v1::ExportEventResponse response;
    while (reader->Read(&response)) bytes += response.chunk();
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return FromGrpcStatus(status);
    return ledger::ReadArchive(bytes);
  }

  static absl::StatusOr<v1::Event> ImportBytes(TestServer& server, const std::string& bytes,
                                               std::size_t chunk = 1000) {
    v1::Event event;
    auto context = TestServer::Context(server.Organiser());
    auto stub = server.Stub<v1::EventsService>();
    auto writer = stub->ImportEvent(context.get(), &event);
    for (std::size_t sent = 0; sent < bytes.size(); sent += chunk) {
      v1::ImportEventRequest request;
      request.set_chunk(bytes.substr(sent, chunk));
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    const grpc::Status status = writer->Finish();
    if (!status.ok()) return FromGrpcStatus(status);
    return event;
  }

  static absl::StatusOr<v1::Event> Import(TestServer& server, const v1::EventArchive& archive) {
    return ImportBytes(server, archive.SerializeAsString());
  }

  // A running event with marks that count, a conflict and an incident.
  static v1::EventArchive Unsealed() {
    using namespace testing;  // NOLINT: the entries of kinds_contest.h
    v1::EventArchive archive = KindsArchive();
    *archive.add_entries() = MarkEntry(1, "ann", Item("m1", "points"), "7.5");
    *archive.add_entries() = MarkEntry(2, "bob", Item("m1", "points"), "8");
    *archive.add_entries() = MarkEntry(3, "ann", Item("m1", "points"), "9", 0);
    *archive.add_entries() = MarkEntry(4, "ann", Item("m1", "fault"), "1");
    *archive.add_entries() = IncidentEntry(5, v1::Incident::KIND_EQUIPMENT_FAULT);
    return archive;
  }

  // Keys of the store, tokens not counted.
  static std::size_t KeysIn(TestServer& server) {
    std::size_t keys = 0;
    EXPECT_TRUE(server.store()
                    .Scan("", "",
                          [&](std::string_view key, std::string_view) {
                            keys += key.starts_with("token") ? 0 : 1;
                            return true;
                          })
                    .ok());
    return keys;
  }
};

TEST_F(EventArchivesTest, AnUnsealedArchiveIsSealedAndComesBackWhole) {
  const v1::EventArchive unsealed = Unsealed();
  const auto event = Import(server_, unsealed);
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->state(), v1::Event::STATE_RUNNING);
  const auto exported = Export(server_, organiser_);
  ASSERT_TRUE(exported.ok()) << exported.status();
  const auto verified = ledger::VerifyArchive(*exported);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(exported->envelopes_size(), 6) << "the start and five entries";
  EXPECT_EQ(exported->entrants_size(), 2);
  EXPECT_EQ(exported->companies_size(), 1);
  const judging::EntrantSheets& sheets = verified->fold.SheetsOf("e1");
  EXPECT_EQ(sheets.Cell({testing::Item("m1", "points"), 1, 0, "ann"}).value->ToString(), "7.5");
}

TEST_F(EventArchivesTest, AnImportedEventGoesOnAndItsChainStaysOne) {
  ASSERT_TRUE(Import(server_, Unsealed()).ok());
  const auto first = Export(server_, organiser_);
  ASSERT_TRUE(first.ok()) << first.status();

  TestServer fresh;
  const auto imported = Import(fresh, *first);
  ASSERT_TRUE(imported.ok()) << imported.status();
  const std::string organiser = fresh.Organiser();
  ASSERT_TRUE(Call(fresh, organiser, &Stub::CreateJudge, NewJudge("dan")).ok());
  ASSERT_TRUE(Call(fresh, organiser, &Stub::LockEvent, State()).ok());
  const auto taken = Call(fresh, organiser, &Stub::CreateEntrant, NewEntrant("e3", "7"));
  EXPECT_FALSE(taken.ok()) << "codes of the imported event are known";
  const auto waiting = Call(fresh, organiser, &Stub::PublishEvent, State());
  EXPECT_EQ(ReasonOf(waiting.status()), Reason::MARKS_PENDING);

  const auto second = Export(fresh, organiser);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(ledger::VerifyArchive(*second).ok());
  ASSERT_EQ(second->envelopes_size(), first->envelopes_size() + 1);
  for (int i = 0; i < first->envelopes_size(); ++i) {
    EXPECT_EQ(second->envelopes(i), first->envelopes(i));
  }
  EXPECT_EQ(second->judges_size(), first->judges_size() + 1);
  fresh.Restart();
  EXPECT_EQ(Export(fresh, organiser)->SerializeAsString(), second->SerializeAsString());
}

TEST_F(EventArchivesTest, AnImportIsTheSameThere) {
  ASSERT_TRUE(Import(server_, Unsealed()).ok());
  const auto first = Export(server_, organiser_);
  TestServer fresh;
  ASSERT_TRUE(Import(fresh, *first).ok());
  EXPECT_EQ(Export(fresh, fresh.Organiser())->SerializeAsString(), first->SerializeAsString());
}

TEST_F(EventArchivesTest, JsonIsTakenToo) {
  const auto json = ledger::WriteArchive(Unsealed(), ledger::ArchiveFormat::kJson);
  ASSERT_TRUE(json.ok());
  const auto event = ImportBytes(server_, *json);
  EXPECT_TRUE(event.ok()) << event.status();
}

TEST_F(EventArchivesTest, AnEventIsImportedOnce) {
  ASSERT_TRUE(Import(server_, Unsealed()).ok());
  EXPECT_EQ(ReasonOf(Import(server_, Unsealed()).status()), Reason::EVENT_EXISTS);
}

TEST_F(EventArchivesTest, AChangedByteIsFoundAndNothingIsImported) {
  ASSERT_TRUE(Import(server_, Unsealed()).ok());
  v1::EventArchive archive = *Export(server_, organiser_);
  std::string& bytes = *archive.mutable_envelopes(2);
  const std::size_t mark = bytes.find(
      "\x01"
      "8");
  ASSERT_NE(mark, std::string::npos);
  bytes[mark + 1] = '9';
  TestServer fresh;
  const std::size_t before = KeysIn(fresh);
  const absl::Status status = Import(fresh, archive).status();
  EXPECT_EQ(ReasonOf(status), Reason::CHAIN_BROKEN);
  EXPECT_EQ(KeysIn(fresh), before);
}

TEST_F(EventArchivesTest, AMarkThatTheRulesRefuseRefusesTheImport) {
  v1::EventArchive archive = Unsealed();
  *archive.add_entries() = testing::MarkEntry(9, "ann", testing::Item("m1", "points"), "11");
  const absl::Status status = Import(server_, archive).status();
  EXPECT_EQ(ReasonOf(status), Reason::ARCHIVE_INVALID);
  EXPECT_THAT(FieldsOf(status), Contains("entries[5]"));
  EXPECT_THAT(DetailOf(status).fields.at(0).description, HasSubstr("MARK_ABOVE_MAXIMUM"));
}

TEST_F(EventArchivesTest, BytesThatAreNoArchiveAreRefused) {
  EXPECT_EQ(ReasonOf(ImportBytes(server_, "no archive at all").status()), Reason::ARCHIVE_INVALID);
}

TEST_F(EventArchivesTest, ACompanyThatIsAnotherOneHereRefusesTheImport) {
  Do(&Stub::CreateCompany, NewCompany("acme", "完全另一家公司"));
  const absl::Status status = Import(server_, Unsealed()).status();
  EXPECT_EQ(ReasonOf(status), Reason::ARCHIVE_INVALID);
  EXPECT_THAT(FieldsOf(status), Contains("companies[0]"));
}

TEST_F(EventArchivesTest, ACompanyThatIsTheSameHereStaysAsItIs) {
  const v1::Company known = Do(&Stub::CreateCompany, NewCompany("acme", "甲公司"));
  ASSERT_TRUE(Import(server_, Unsealed()).ok());
  v1::GetCompanyRequest request;
  request.set_name("companies/acme");
  EXPECT_EQ(Do(&Stub::GetCompany, request).etag(), known.etag());
}

TEST_F(EventArchivesTest, WithoutNamesThereIsNoNameOfAPerson) {
  MakeReadyEvent();
  Do(&Stub::CreateWorker, NewWorker("zhang-san", "", "工号007"));
  v1::CreateEntrantRequest entrant = NewEntrant("e2", "8");
  entrant.mutable_entrant()->set_worker("workers/zhang-san");
  entrant.mutable_entrant()->set_display_name("张三丰");
  Do(&Stub::CreateEntrant, entrant);
  const auto named = Export(server_, organiser_);
  EXPECT_THAT(named->SerializeAsString(), HasSubstr("张三丰"));
  const auto nameless = Export(server_, organiser_, true);
  ASSERT_TRUE(nameless.ok()) << nameless.status();
  for (const char* name : {"张三", "zhang-san", "工号007", "李裁判"}) {
    EXPECT_EQ(nameless->SerializeAsString().find(name), std::string::npos) << name;
  }
  EXPECT_TRUE(ledger::VerifyArchive(*nameless).ok());
}

TEST_F(EventArchivesTest, AnAuditorGetsNamesOncePublished) {
  MakeReadyEvent();
  const std::string auditor = server_.Token(v1::ROLE_AUDITOR);
  EXPECT_EQ(ReasonOf(Export(server_, auditor).status()), Reason::EVENT_STATE_WRONG);
  Do(&Stub::StartEvent, State());
  EXPECT_EQ(ReasonOf(Export(server_, auditor).status()), Reason::EVENT_STATE_WRONG);
  Do(&Stub::LockEvent, State());
  EXPECT_EQ(Export(server_, auditor)->SerializeAsString().find("李裁判"), std::string::npos);
  v1::ChangeEventStateRequest forced = State();
  forced.set_force(true);
  Do(&Stub::PublishEvent, forced);
  EXPECT_THAT(Export(server_, auditor)->SerializeAsString(), HasSubstr("李裁判"));
}

TEST_F(EventArchivesTest, AnArchiveLargerThanAChunkArrivesWhole) {
  v1::EventArchive archive = Unsealed();
  for (int i = 0; i < 3000; ++i) {
    v1::Entrant& entrant = *archive.add_entrants();
    entrant.set_name("events/ev/entrants/x" + std::to_string(i));
    entrant.set_discipline("events/ev/disciplines/d1");
    entrant.set_code("x" + std::to_string(i));
    entrant.set_display_name("选手" + std::to_string(i));
  }
  const std::string bytes = archive.SerializeAsString();
  ASSERT_GT(bytes.size(), 200'000u);
  ASSERT_TRUE(ImportBytes(server_, bytes, 65'536).ok());
  EXPECT_EQ(Export(server_, organiser_)->entrants_size(), 3002);
}

TEST_F(EventArchivesTest, AnEventThatIsNotThereHasNoArchive) {
  EXPECT_EQ(ReasonOf(Export(server_, organiser_).status()), Reason::RESOURCE_NOT_FOUND);
}

}  // namespace
}  // namespace touchstone
