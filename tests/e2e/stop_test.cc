// SIGTERM to a server that is in the middle of everything.
#include <gtest/gtest.h>

#include <fstream>
#include <list>
#include <memory>
#include <vector>

#include "tests/e2e/honest_people.h"
#include "tests/e2e/running_server.h"
#include "tests/services/gateway/browser.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/judging.grpc.pb.h"
#include "touchstone/v1/leaderboard.grpc.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;
using gateway::testing::Browser;

// Calls over gRPC that last, on a connection of their own.
class LastingCalls {
 public:
  LastingCalls(const RunningServer& server, const std::string& judge, const SmallContest& contest)
      : watching_(server.Context()), entering_(server.Context(judge)), reading_(server.Context()) {
    const auto channel = server.Channel();
    v1::WatchStandingsRequest watch;
    watch.mutable_board()->set_event("events/e1");
    watch.mutable_board()->set_discipline("d1");
    boards_ = v1::LeaderboardService::NewStub(channel);
    watch_ = boards_->WatchStandings(watching_.get(), watch);
    v1::WatchStandingsResponse snapshot;
    EXPECT_TRUE(watch_->Read(&snapshot));

    judging_ = v1::JudgingService::NewStub(channel);
    entries_ = judging_->StreamEntries(entering_.get());
    v1::StreamEntriesRequest entry;
    *entry.mutable_entry()->mutable_entry() =
        contest.Mark("m1", "j1", "1", SmallContest::Item(1), "7");
    EXPECT_TRUE(entries_->Write(entry));
    v1::StreamEntriesResponse receipt;
    EXPECT_TRUE(entries_->Read(&receipt));

    // Half of an import.
    events_ = v1::EventsService::NewStub(channel);
    import_ = events_->ImportEvent(reading_.get(), &imported_);
    v1::ImportEventRequest chunk;
    chunk.set_chunk("half");
    EXPECT_TRUE(import_->Write(chunk));
  }
  ~LastingCalls() {
    for (auto* context : {watching_.get(), entering_.get(), reading_.get()}) context->TryCancel();
    watch_->Finish();
    entries_->Finish();
    import_->Finish();
  }

 private:
  std::unique_ptr<grpc::ClientContext> watching_, entering_, reading_;
  std::unique_ptr<v1::LeaderboardService::Stub> boards_;
  std::unique_ptr<v1::JudgingService::Stub> judging_;
  std::unique_ptr<v1::EventsService::Stub> events_;
  std::unique_ptr<grpc::ClientReader<v1::WatchStandingsResponse>> watch_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::StreamEntriesRequest, v1::StreamEntriesResponse>>
      entries_;
  v1::Event imported_;
  std::unique_ptr<grpc::ClientWriter<v1::ImportEventRequest>> import_;
};

TEST(StopTest, ItEndsWithin5SecondsWhateverIsUnderWay) {
  const SmallContest contest{.state = v1::Event::STATE_DRAFT};
  RunningServer server;
  CreateContest(server, server.Channel(), contest);
  const std::string judge = JudgeToken(server, server.Channel(), contest, 1);
  std::string organiser;
  std::ifstream(server.folder() + "/data/first-token") >> organiser;
  for (int round = 1; round <= 20; ++round) {
    const LastingCalls calls(server, judge, contest);
    // The same through the gateway, and requests of which half has come.
    std::list<Browser> browsers;
    for (int i = 0; i < 6; ++i) {
      browsers.emplace_back(server.web_port());
      // Alone or shared.
      browsers.back().Send(
          WatchText(organiser, i % 2 ? "x-me: " + std::to_string(i) + "\r\n" : ""));
      browsers.back().ReceiveUntil("entrants/n1");
    }
    browsers.emplace_back(server.web_port()).Send("POST /x HTTP/1.1\r\nhost");
    browsers.emplace_back(server.web_port())
        .Send(
            "POST /touchstone.v1.JudgingService/RecordEntry HTTP/1.1\r\nhost: x\r\n"
            "content-type: application/grpc-web+proto\r\ncontent-length: 1000\r\n\r\nhalf");
    const std::string whole = WatchText(organiser);
    browsers.emplace_back(server.web_port()).Send(whole.substr(0, whole.size() - 3));
    std::this_thread::sleep_for(std::chrono::milliseconds(10 * (round % 5)));
    ASSERT_TRUE(server.EndsWithin(5s)) << "round " << round << "\n" << server.Log();
    EXPECT_NE(server.Log().find("stopped"), std::string::npos);
    if (round < 20) server.Start();
  }
}

}  // namespace
}  // namespace touchstone::e2e
