#include "services/leaderboard/leaderboard_service.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "storage/keys.h"
#include "storage/write_batch.h"
#include "tests/services/ledger/sequencer_fixture.h"
#include "tests/services/ledger/small_contest.h"
#include "tests/support/test_server.h"

namespace touchstone {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Service = v1::LeaderboardService;

// Two judges mark three entrants; everything is read through gRPC.
class LeaderboardServiceTest : public ::testing::Test {
 protected:
  LeaderboardServiceTest()
      : contest_{.entrants = 3, .judges = 2, .items = 1},
        server_({.system_clock = true}),
        stub_(server_.Stub<Service>()) {
    contest_.PutInto(server_.store());
    sequencers_ = std::make_unique<RunningSequencers>(server_.store());
    staff_ = server_.Token(v1::ROLE_CHIEF_JUDGE, "events/e1");
    public_ = server_.Token(v1::ROLE_PUBLIC, "events/e1");
    ShowBoard("LIVE");
  }

  std::uint64_t Record(v1::Entry entry) {
    const auto receipt = sequencers_->Record(std::move(entry));
    EXPECT_TRUE(receipt.ok()) << receipt.status();
    return last_ = receipt.ok() ? receipt->feed_position() : 0;
  }
  void ShowBoard(const std::string& state) {
    v1::Entry entry = contest_.ChangeState(NewId(), "");
    entry.mutable_state_change()->set_board_state(state);
    Record(entry);
  }
  void ChangeEvent(const std::string& state) { Record(contest_.ChangeState(NewId(), state)); }
  void Mark(const std::string& judge, const std::string& code, const std::string& value) {
    Record(contest_.Mark(NewId(), judge, code, SmallContest::Item(1), value,
                         revisions_[judge + code]++));
  }
  void Seal(const std::string& judge, const std::string& code) {
    if (!has_faults_[code]) {
      Record(contest_.Mark(NewId(), judge, code, "p/m/b/f", "0"));
      has_faults_[code] = true;
    }
    Record(contest_.Seal(NewId(), judge, code));
  }
  // Both judges give `value` and seal.
  void Finish(const std::string& code, const std::string& value) {
    for (const char* judge : {"j1", "j2"}) Mark(judge, code, value);
    for (const char* judge : {"j1", "j2"}) Seal(judge, code);
  }
  std::string NewId() { return "entry-" + std::to_string(100'000'000 + ++entries_); }

  static v1::Board Board(const std::string& discipline = "d1") {
    v1::Board board;
    board.set_event("events/e1");
    board.set_discipline(discipline);
    return board;
  }
  v1::ListStandingsResponse List(const std::string& secret) {
    v1::ListStandingsRequest request;
    *request.mutable_board() = Board();
    request.set_min_position(last_);
    v1::ListStandingsResponse response;
    const grpc::Status status =
        stub_->ListStandings(server_.Context(secret).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  // "1 2 8.5": place, code, total.
  static std::vector<std::string> Told(const auto& standings) {
    std::vector<std::string> told;
    for (const v1::Standing& line : standings) {
      told.push_back(std::to_string(line.place()) + " " + line.code() + " " + line.total());
    }
    return told;
  }
  grpc::Status Explain(const std::string& secret, const std::string& code,
                       v1::ExplainTotalResponse* response) {
    v1::ExplainTotalRequest request;
    request.set_event("events/e1");
    request.set_discipline("d1");
    request.set_code(code);
    request.set_min_position(last_);
    return stub_->ExplainTotal(server_.Context(secret).get(), request, response);
  }

  // A stream that is read until it says something.
  struct Watch {
    explicit Watch(std::unique_ptr<grpc::ClientContext> own) : context(std::move(own)) {}
    Watch(Watch&&) = default;
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientReader<v1::WatchStandingsResponse>> reader;
    v1::WatchStandingsResponse Next() {
      v1::WatchStandingsResponse message;
      while (reader->Read(&message) && message.has_heartbeat()) {
      }
      return message;
    }
    ~Watch() {
      if (context == nullptr) return;  // moved from
      context->TryCancel();
      (void)reader->Finish();
    }
  };
  Watch Watching(const std::string& secret, int limit = 0) {
    v1::WatchStandingsRequest request;
    *request.mutable_board() = Board();
    request.set_limit(limit);
    Watch watch(server_.Context(secret));
    watch.reader = stub_->WatchStandings(watch.context.get(), request);
    return watch;
  }

  SmallContest contest_;
  testing::TestServer server_;
  std::unique_ptr<Service::Stub> stub_;
  std::unique_ptr<RunningSequencers> sequencers_;
  std::string staff_;
  std::string public_;
  std::uint64_t last_ = 0;
  int entries_ = 0;
  std::map<std::string, std::uint32_t> revisions_;
  std::map<std::string, bool> has_faults_;
};

TEST_F(LeaderboardServiceTest, AnIncompletePanelContributesNothingToAnyOutput) {
  Finish("1", "4");
  Watch watch = Watching(staff_);
  EXPECT_THAT(Told(watch.Next().snapshot().standings()), ElementsAre("1 1 4", "0 2 ", "0 3 "));
  Mark("j1", "2", "9.5");
  Mark("j2", "2", "9.5");
  Seal("j1", "2");  // and the other judge has not sealed
  for (const std::string& caller : {staff_, public_}) {
    const v1::ListStandingsResponse list = List(caller);
    EXPECT_THAT(Told(list.standings()), ElementsAre("1 1 4", "0 2 ", "0 3 "));
    EXPECT_THAT(list.ShortDebugString(), Not(HasSubstr("9.5")));
  }
  v1::ExplainTotalResponse explained;
  ASSERT_TRUE(Explain(staff_, "2", &explained).ok());
  EXPECT_THAT(explained.ShortDebugString(), HasSubstr("panel incomplete"));
  EXPECT_THAT(explained.ShortDebugString(), Not(HasSubstr("9.5")));
  Seal("j2", "2");
  EXPECT_THAT(Told(watch.Next().change().changed()), ElementsAre("1 2 9.5", "2 1 4"));
  EXPECT_THAT(Told(List(public_).standings()), ElementsAre("1 2 9.5", "2 1 4", "0 3 "));
}

TEST_F(LeaderboardServiceTest, AFrozenBoardHidesFromThePublicWhatCameLater) {
  Finish("1", "4");
  Watch watch = Watching(public_);
  EXPECT_EQ(Told(watch.Next().snapshot().standings())[0], "1 1 4");
  ShowBoard("FROZEN");
  EXPECT_EQ(watch.Next().snapshot().board_state(), v1::Event::BOARD_STATE_FROZEN);
  Finish("2", "8");
  EXPECT_THAT(Told(List(public_).standings()), ElementsAre("1 1 4", "0 2 ", "0 3 "));
  EXPECT_THAT(Told(List(staff_).standings()), ElementsAre("1 2 8", "2 1 4", "0 3 "));
  v1::ExplainTotalResponse explained;
  EXPECT_EQ(ReasonOf(FromGrpcStatus(Explain(public_, "2", &explained))), Reason::ROLE_NOT_ALLOWED);
  ChangeEvent("LOCKED");
  ChangeEvent("PUBLISHED");
  // Nothing came between the freeze and the publication.
  const v1::WatchStandingsResponse next = watch.Next();
  EXPECT_EQ(next.snapshot().board_state(), v1::Event::BOARD_STATE_PUBLISHED);
  EXPECT_THAT(Told(next.snapshot().standings()), ElementsAre("1 2 8", "2 1 4", "0 3 "));
  ASSERT_TRUE(Explain(public_, "2", &explained).ok());
  EXPECT_EQ(explained.derivation().value(), "8");
  EXPECT_EQ(explained.standing().place(), 1u);
}

TEST_F(LeaderboardServiceTest, NumbersOnlyShowsNamesToTheOrganiserAlone) {
  ShowBoard("NUMBERS_ONLY");
  Finish("1", "4");
  EXPECT_EQ(List(public_).standings(0).subject(), "");
  EXPECT_EQ(List(public_).standings(0).total(), "4");
  EXPECT_EQ(List(public_).board_state(), v1::Event::BOARD_STATE_NUMBERS_ONLY);
  EXPECT_EQ(List(staff_).standings(0).subject(), "") << "a chief judge judges blind";
  EXPECT_EQ(List(server_.Organiser()).standings(0).subject(), "events/e1/entrants/n1");
}

TEST_F(LeaderboardServiceTest, OnlyPublishedBoardsAreOpenWithoutAToken) {
  v1::ListStandingsRequest request;
  *request.mutable_board() = Board();
  v1::ListStandingsResponse response;
  const auto list = [&](const std::string& secret) {
    return ReasonOf(
        FromGrpcStatus(stub_->ListStandings(server_.Context(secret).get(), request, &response)));
  };
  EXPECT_EQ(list(""), Reason::TOKEN_MISSING);
  const std::string elsewhere = server_.Token(v1::ROLE_CHIEF_JUDGE, "events/e2");
  EXPECT_EQ(list(elsewhere), Reason::NOT_YOURS);
  request.mutable_board()->set_event("events/none");  // no telling whether it exists
  EXPECT_EQ(list(""), Reason::TOKEN_MISSING);
  EXPECT_EQ(list(elsewhere), Reason::NOT_YOURS);
  EXPECT_EQ(list(server_.Organiser()), Reason::RESOURCE_NOT_FOUND);
  request.mutable_board()->set_event("events/e1");
  Finish("1", "4");
  ChangeEvent("LOCKED");
  ChangeEvent("PUBLISHED");
  request.set_min_position(last_);
  EXPECT_EQ(list(""), Reason::kUnspecified);
  EXPECT_THAT(Told(response.standings()), ElementsAre("1 1 4", "0 2 ", "0 3 "));
  EXPECT_EQ(list(elsewhere), Reason::kUnspecified);
  v1::ExplainTotalResponse explained;
  EXPECT_TRUE(Explain("", "1", &explained).ok());
}

TEST_F(LeaderboardServiceTest, WhoMayWatchAnEventIsToldItsTitleAndItsBoards) {
  v1::GetEventBoardsRequest request;
  request.set_event("events/e1");
  v1::EventBoards boards;
  const auto ask = [&](const std::string& secret) {
    return ReasonOf(
        FromGrpcStatus(stub_->GetEventBoards(server_.Context(secret).get(), request, &boards)));
  };
  EXPECT_EQ(ask(""), Reason::TOKEN_MISSING);
  EXPECT_EQ(ask(server_.Token(v1::ROLE_PUBLIC, "events/e2")), Reason::NOT_YOURS);
  ASSERT_EQ(ask(public_), Reason::kUnspecified);
  EXPECT_EQ(boards.event().name(), "events/e1");
  EXPECT_FALSE(boards.event().display_name().empty());
  EXPECT_EQ(boards.board_state(), v1::Event::BOARD_STATE_LIVE);
  ASSERT_GE(boards.boards_size(), 1);
  EXPECT_EQ(boards.boards(0).board().discipline(), "d1");
  EXPECT_FALSE(boards.boards(0).discipline().zh().empty());
  for (const v1::ShownBoard& shown : boards.boards()) {  // each can be asked for
    v1::ListStandingsRequest list;
    *list.mutable_board() = shown.board();
    v1::ListStandingsResponse lines;
    EXPECT_TRUE(stub_->ListStandings(server_.Context(public_).get(), list, &lines).ok())
        << shown.ShortDebugString();
  }
  request.set_event("events/none");
  EXPECT_EQ(ask(""), Reason::TOKEN_MISSING);
  EXPECT_EQ(ask(server_.Organiser()), Reason::RESOURCE_NOT_FOUND);
}

TEST_F(LeaderboardServiceTest, PublishedEventsAreListedForEverybodyTheNewestFirst) {
  const auto put = [&](const std::string& id, v1::Event::State state, int published) {
    v1::Event event;
    event.set_name("events/" + id);
    event.set_display_name("比赛 " + id);
    event.set_state(state);
    event.mutable_unlock_request()->set_reason("not for the public");
    if (published != 0) event.mutable_publish_time()->set_seconds(published);
    storage::WriteBatch batch;
    batch.Put(storage::keys::Resource("event", id), event.SerializeAsString());
    ASSERT_TRUE(server_.store().CommitSync(std::move(batch)).ok());
  };
  put("old", v1::Event::STATE_PUBLISHED, 1000);
  put("new", v1::Event::STATE_PUBLISHED, 3000);
  put("middle", v1::Event::STATE_PUBLISHED, 2000);
  put("hidden", v1::Event::STATE_LOCKED, 0);
  v1::ListPublishedEventsRequest request;
  request.set_page_size(2);
  v1::ListPublishedEventsResponse first;
  ASSERT_TRUE(stub_->ListPublishedEvents(server_.Context("").get(), request, &first).ok());
  ASSERT_EQ(first.events_size(), 2);
  EXPECT_EQ(first.events(0).name(), "events/new");
  EXPECT_EQ(first.events(0).display_name(), "比赛 new");
  EXPECT_EQ(first.events(1).name(), "events/middle");
  request.set_page_token(first.next_page_token());
  v1::ListPublishedEventsResponse second;
  ASSERT_TRUE(stub_->ListPublishedEvents(server_.Context("").get(), request, &second).ok());
  ASSERT_EQ(second.events_size(), 1);
  EXPECT_EQ(second.events(0).name(), "events/old");
  EXPECT_EQ(second.next_page_token(), "");
  EXPECT_THAT(first.ShortDebugString() + second.ShortDebugString(),
              Not(HasSubstr("not for the public")));
}

TEST_F(LeaderboardServiceTest, PagesFollowEachOther) {
  Finish("2", "8");
  v1::ListStandingsRequest request;
  *request.mutable_board() = Board();
  request.set_page_size(2);
  request.set_min_position(last_);
  v1::ListStandingsResponse first;
  ASSERT_TRUE(stub_->ListStandings(server_.Context(staff_).get(), request, &first).ok());
  EXPECT_THAT(Told(first.standings()), ElementsAre("1 2 8", "0 1 "));
  EXPECT_EQ(first.total_size(), 3u);
  request.set_page_token(first.next_page_token());
  v1::ListStandingsResponse second;
  ASSERT_TRUE(stub_->ListStandings(server_.Context(staff_).get(), request, &second).ok());
  EXPECT_THAT(Told(second.standings()), ElementsAre("0 3 "));
  EXPECT_EQ(second.next_page_token(), "");
  request.mutable_board()->set_discipline("");  // the token is of another list
  EXPECT_EQ(ReasonOf(FromGrpcStatus(
                stub_->ListStandings(server_.Context(staff_).get(), request, &second))),
            Reason::PAGE_TOKEN_INVALID);
}

TEST_F(LeaderboardServiceTest, OneEntrantComesWithHisNeighbours) {
  Finish("1", "4");
  Finish("2", "8");
  Finish("3", "6");
  v1::GetStandingRequest request;
  *request.mutable_board() = Board();
  request.set_code("3");
  request.set_neighbours(5);
  request.set_min_position(last_);
  v1::GetStandingResponse response;
  ASSERT_TRUE(stub_->GetStanding(server_.Context(staff_).get(), request, &response).ok());
  EXPECT_EQ(response.standing().place(), 2u);
  EXPECT_THAT(Told(response.before()), ElementsAre("1 2 8"));
  EXPECT_THAT(Told(response.after()), ElementsAre("3 1 4"));
  EXPECT_GE(response.position(), last_);
  request.set_code("77");
  EXPECT_EQ(ReasonOf(FromGrpcStatus(
                stub_->GetStanding(server_.Context(staff_).get(), request, &response))),
            Reason::ENTRANT_UNKNOWN);
}

TEST_F(LeaderboardServiceTest, APositionThatDoesNotComeIsToldAtTheDeadline) {
  v1::ListStandingsRequest request;
  *request.mutable_board() = Board();
  request.set_min_position(last_ + 1000);
  v1::ListStandingsResponse response;
  auto context = server_.Context(staff_);
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  const grpc::Status status = stub_->ListStandings(context.get(), request, &response);
  EXPECT_TRUE(status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ||
              ReasonOf(FromGrpcStatus(status)) == Reason::POSITION_NOT_REACHED);
}

TEST_F(LeaderboardServiceTest, AWatcherHearsOfTheNewestStateNotOfEveryChange) {
  Finish("1", "4");
  Watch watch = Watching(staff_, 2);
  const v1::WatchStandingsResponse first = watch.Next();
  EXPECT_THAT(Told(first.snapshot().standings()), ElementsAre("1 1 4", "0 2 "));
  EXPECT_EQ(first.snapshot().total_size(), 3u);
  EXPECT_GT(first.server_time().seconds(), 0);
  Finish("2", "5");
  Finish("3", "6");
  std::map<std::string, std::string> lines;  // what the watcher knows, by code
  for (const v1::Standing& line : first.snapshot().standings()) {
    lines[line.code()] = Told(std::vector{line})[0];
  }
  std::uint64_t position = first.position();
  int messages = 0;
  while (lines.size() != 2 || lines["2"] != "2 2 5" || lines["3"] != "1 3 6") {
    const v1::WatchStandingsResponse next = watch.Next();
    ++messages;
    EXPECT_GE(next.position(), position);
    position = next.position();
    if (next.has_snapshot()) lines.clear();
    for (const std::string& code : next.change().removed()) lines.erase(code);
    for (const v1::Standing& line :
         next.has_snapshot() ? next.snapshot().standings() : next.change().changed()) {
      lines[line.code()] = Told(std::vector{line})[0];
    }
    ASSERT_LT(messages, 10);  // 14 entries, at most one message a tick
  }
}

TEST_F(LeaderboardServiceTest, AWatchIsRefusedAsTheOtherReadsAre) {
  Watch watch = Watching("");
  v1::WatchStandingsResponse message;
  EXPECT_FALSE(watch.reader->Read(&message));
  const Watch other = Watching(server_.Token(v1::ROLE_PUBLIC, "events/e2"));
  EXPECT_FALSE(other.reader->Read(&message));
  v1::WatchStandingsRequest request;
  request.mutable_board()->set_event("not an event");
  auto context = server_.Context(staff_);
  auto reader = stub_->WatchStandings(context.get(), request);
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(ReasonOf(FromGrpcStatus(reader->Finish())), Reason::REQUEST_INVALID);
}

TEST_F(LeaderboardServiceTest, ARestartShowsTheSameBoard) {
  Finish("1", "4");
  Finish("2", "8");
  ShowBoard("FROZEN");
  Finish("3", "9");
  const std::string before = List(staff_).standings(0).ShortDebugString();
  const std::vector<std::string> frozen = Told(List(public_).standings());
  sequencers_.reset();
  server_.Restart();
  stub_ = server_.Stub<Service>();
  EXPECT_EQ(List(staff_).standings(0).ShortDebugString(), before);
  EXPECT_EQ(Told(List(public_).standings()), frozen);
  EXPECT_THAT(frozen, ElementsAre("1 2 8", "2 1 4", "0 3 "));
}

}  // namespace
}  // namespace touchstone
