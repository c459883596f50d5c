// A contest with a random past is imported into a fresh server, goes on there through the public
// API - conflicts, late entries, re-scores, withdrawals, incidents, decisions - and is exported
// again. The chain verifies, and the server, the offline scorer and the brute-force scorer, which
// shares no code with either, say the same.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "services/ledger/archive.h"
#include "services/ledger/archive_scoring.h"
#include "tests/support/random_contest.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::TestServer;

constexpr int kHistories = 40;

// One event on a server, and what its people can do there.
class LiveEvent {
 public:
  explicit LiveEvent(std::string event) : event_(std::move(event)) {
    organiser_ = server_.Organiser();
    chief_ = server_.Token(v1::ROLE_CHIEF_JUDGE, Name());
  }

  std::string Name() const { return "events/" + event_; }

  grpc::Status Import(const v1::EventArchive& archive) {
    auto context = TestServer::Context(organiser_);
    v1::Event event;
    auto writer = events_->ImportEvent(context.get(), &event);
    const std::string bytes = archive.SerializeAsString();
    for (std::size_t at = 0; at < bytes.size(); at += 60'000) {
      v1::ImportEventRequest request;
      request.set_chunk(bytes.substr(at, 60'000));
      if (!writer->Write(request)) break;
    }
    writer->WritesDone();
    return writer->Finish();
  }

  v1::EventArchive Export() {
    auto context = TestServer::Context(organiser_);
    v1::ExportEventRequest request;
    request.set_name(Name());
    auto reader = events_->ExportEvent(context.get(), request);
    std::string bytes;
    v1::ExportEventResponse response;
    while (reader->Read(&response)) bytes += response.chunk();
    EXPECT_TRUE(reader->Finish().ok());
    v1::EventArchive archive;
    EXPECT_TRUE(archive.ParseFromString(bytes));
    return archive;
  }

  // What somebody does next; refusals are part of a history.
  grpc::Status Do(const v1::Entry& entry) {
    switch (entry.body_case()) {
      case v1::Entry::kMark:
      case v1::Entry::kSeal: {
        v1::RecordEntryRequest request;
        *request.mutable_entry()->mutable_entry() = entry;
        v1::RecordEntryResponse response;
        auto context = TestServer::Context(JudgeToken(entry.author()));
        return judging_->RecordEntry(context.get(), request, &response);
      }
      case v1::Entry::kIncident: {
        v1::RecordIncidentRequest request;
        *request.mutable_incident() = entry.incident();
        v1::RecordIncidentResponse response;
        return AsChief(&Judging::RecordIncident, request, response, entry.entry_id());
      }
      case v1::Entry::kRescore: {
        v1::OpenRescoreRequest request;
        *request.mutable_rescore() = entry.rescore();
        v1::OpenRescoreResponse response;
        return AsChief(&Judging::OpenRescore, request, response, entry.entry_id());
      }
      case v1::Entry::kDecision: {
        v1::DecideEntryRequest request;
        *request.mutable_decision() = entry.decision();
        v1::DecideEntryResponse response;
        return AsChief(&Judging::DecideEntry, request, response, entry.entry_id());
      }
      default:
        return Change(entry.state_change());
    }
  }

  // Code -> status, total, place, shared; as the organiser reads them.
  json Standings(const std::string& discipline) {
    v1::ListStandingsRequest request;
    request.mutable_board()->set_event(Name());
    request.mutable_board()->set_discipline(discipline);
    request.set_page_size(1000);
    request.set_min_position(server_.store().FeedEnd());
    v1::ListStandingsResponse response;
    auto context = TestServer::Context(organiser_);
    const grpc::Status status = boards_->ListStandings(context.get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    json lines = json::object();
    for (const v1::Standing& line : response.standings()) {
      lines[line.code()] = {v1::Standing::Status_Name(line.status()).substr(7), line.total(),
                            line.place(), line.shared()};
    }
    return lines;
  }

 private:
  using Judging = v1::JudgingService::Stub;
  using Events = v1::EventsService::Stub;

  std::string JudgeToken(const std::string& judge) {
    std::string& token = judge_tokens_[judge];
    if (token.empty()) token = server_.JudgeToken(event_, judge);
    return token;
  }

  template <class Method, class Request, class Response>
  grpc::Status AsChief(Method method, Request& request, Response& response,
                       const std::string& entry_id) {
    request.set_parent(Name());
    request.set_entry_id(entry_id);
    auto context = TestServer::Context(chief_);
    return (judging_.get()->*method)(context.get(), request, &response);
  }

  grpc::Status Change(const v1::StateChange& change) {
    v1::Event event;
    auto context = TestServer::Context(organiser_);
    if (change.event_state().empty()) {
      v1::SetBoardStateRequest request;
      request.set_name(Name());
      v1::Event::BoardState state = v1::Event::BOARD_STATE_UNSPECIFIED;
      v1::Event::BoardState_Parse("BOARD_STATE_" + change.board_state(), &state);
      request.set_board_state(state);
      return events_->SetBoardState(context.get(), request, &event);
    }
    v1::ChangeEventStateRequest request;
    request.set_name(Name());
    request.set_reason("因故");
    request.set_force(true);
    if (change.event_state() == "LOCKED") return events_->LockEvent(context.get(), request, &event);
    if (change.event_state() == "PUBLISHED") {
      return events_->PublishEvent(context.get(), request, &event);
    }
    const grpc::Status started = events_->StartEvent(context.get(), request, &event);
    if (started.ok()) return started;
    // An unlock takes two people.
    for (const std::string& person : {organiser_, chief_}) {
      auto again = TestServer::Context(person);
      const grpc::Status status = events_->UnlockEvent(again.get(), request, &event);
      if (!status.ok()) return status;
    }
    return grpc::Status::OK;
  }

  TestServer server_;
  std::string event_;
  std::string organiser_;
  std::string chief_;
  std::map<std::string, std::string> judge_tokens_;
  std::unique_ptr<Events> events_ = server_.Stub<v1::EventsService>();
  std::unique_ptr<Judging> judging_ = server_.Stub<v1::JudgingService>();
  std::unique_ptr<v1::LeaderboardService::Stub> boards_ = server_.Stub<v1::LeaderboardService>();
};

std::string IdOf(const v1::EventArchive& archive) {
  return archive.event().name().substr(archive.event().name().find('/') + 1);
}

// The contest as it was after `count` entries.
v1::EventArchive Past(const v1::EventArchive& whole, int count) {
  v1::EventArchive past = whole;
  past.mutable_entries()->DeleteSubrange(count, whole.entries_size() - count);
  past.mutable_event()->set_state(v1::Event::STATE_RUNNING);
  for (const v1::Entry& entry : past.entries()) {
    v1::Event::State state = v1::Event::STATE_UNSPECIFIED;
    if (v1::Event::State_Parse("STATE_" + entry.state_change().event_state(), &state)) {
      past.mutable_event()->set_state(state);
    }
  }
  return past;
}

// Code -> status, total, place, shared, out of the JSON of either scorer.
json Lines(const json& discipline) {
  json lines = json::object();
  for (const json& line : discipline["entrants"]) {
    if (line["status"] == "WITHDRAWN") continue;
    lines[line["code"].get<std::string>()] = {line["status"], line["total"], line["place"],
                                              line["shared"]};
  }
  return lines;
}

// Plays the second half of a random contest on a fresh server and returns what it exports; each
// step is held against the offline scorer.
v1::EventArchive PlayOn(std::uint64_t seed, std::map<std::string, int>& happened) {
  const v1::EventArchive whole = testing::RandomContest(seed);
  const int half = whole.entries_size() / 2;
  const auto past = ledger::SealArchive(Past(whole, half));
  EXPECT_TRUE(past.ok()) << past.status();
  LiveEvent event(IdOf(whole));
  const grpc::Status imported = event.Import(past->archive);
  EXPECT_TRUE(imported.ok()) << imported.error_message();
  EXPECT_EQ(event.Export().envelopes_size(), past->archive.envelopes_size());
  for (int i = half; i < whole.entries_size(); ++i) {
    const grpc::Status status = event.Do(whole.entries(i));
    ++happened[status.ok() ? "accepted" : "refused"];
  }
  const v1::EventArchive after = event.Export();
  const auto verified = ledger::VerifyArchive(after);
  EXPECT_TRUE(verified.ok()) << verified.status();
  const auto scored = ledger::ScoreArchive(after);
  EXPECT_TRUE(scored.ok()) << scored.status();
  for (const json& discipline : json::parse(ledger::ToJson(*scored))["disciplines"]) {
    EXPECT_EQ(json::diff(Lines(discipline), event.Standings(discipline["id"])), json::array())
        << "seed " << seed;
  }
  for (const std::string& bytes : after.envelopes()) {
    v1::Envelope envelope;
    envelope.ParseFromString(bytes);
    ++happened[v1::Disposition_Name(envelope.disposition())];
    v1::Entry entry;
    entry.ParseFromString(envelope.entry());
    if (envelope.position() > static_cast<std::uint64_t>(past->archive.envelopes_size())) {
      if (entry.has_incident()) ++happened["incident"];
      if (entry.has_rescore()) ++happened["rescore"];
      if (entry.has_decision()) ++happened["decision"];
    }
  }
  // Once more into a fresh server: the same chain, byte for byte.
  LiveEvent copy(IdOf(whole));
  EXPECT_TRUE(copy.Import(after).ok());
  const v1::EventArchive again = copy.Export();
  EXPECT_TRUE(std::equal(after.envelopes().begin(), after.envelopes().end(),
                         again.envelopes().begin(), again.envelopes().end()));
  return after;
}

TEST(RoundTripTest, ServerOfflineScorerAndBruteForceAgreeOnContestsThatWentOnElsewhere) {
  char pattern[] = "/tmp/touchstone-round-trips-XXXXXX";
  const fs::path folder = mkdtemp(pattern);
  std::map<std::string, int> happened;
  std::vector<v1::EventArchive> archives;
  std::string files;
  for (int i = 0; i < kHistories; ++i) {
    archives.push_back(PlayOn(5000 + static_cast<std::uint64_t>(i), happened));
    ASSERT_FALSE(HasFailure());
    const std::string file = std::to_string(i) + ".json";
    std::ofstream(folder / file)
        << ledger::WriteArchive(archives.back(), ledger::ArchiveFormat::kJson).value();
    files += " " + file;
  }
  const std::string command = "cd " + folder.string() + " && /usr/bin/python3 -B " +
                              TOUCHSTONE_BRUTE_FORCE + files + " > results.jsonl";
  ASSERT_EQ(std::system(command.c_str()), 0);
  std::ifstream results(folder / "results.jsonl");
  for (const v1::EventArchive& archive : archives) {
    std::string line;
    ASSERT_TRUE(std::getline(results, line));
    const json expected = json::parse(line);
    const json engine = json::parse(ledger::ToJson(*ledger::ScoreArchive(archive)));
    ASSERT_EQ(expected["disciplines"].size(), engine["disciplines"].size());
    for (std::size_t d = 0; d < engine["disciplines"].size(); ++d) {
      ASSERT_EQ(json::diff(Lines(expected["disciplines"][d]), Lines(engine["disciplines"][d])),
                json::array())
          << archive.event().name();
    }
  }
  fs::remove_all(folder);
  for (const char* thing : {"accepted", "refused", "DISPOSITION_CONFLICT", "DISPOSITION_LATE",
                            "incident", "rescore", "decision"}) {
    EXPECT_GE(happened[thing], 3) << thing << " hardly ever happened: the histories are too tame";
  }
}

}  // namespace
}  // namespace touchstone
