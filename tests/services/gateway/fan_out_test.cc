// Boards that many watch: encoded once, one call to the services for all who may see the same.
#include "services/gateway/fan_out.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include "services/gateway/gateway.h"
#include "services/gateway/grpc_web.h"
#include "services/gateway/wire_text.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/gateway/scripted_server.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::gateway::testing {
namespace {

using namespace std::chrono_literals;

const std::string kWatch = "/touchstone.v1.LeaderboardService/WatchStandings";
const Header kBinary{"content-type", "application/grpc-web+proto"};

struct Line {
  std::string code;
  std::uint32_t place = 0;
  std::string name;
};

void Add(const std::vector<Line>& lines,
         google::protobuf::RepeatedPtrField<v1::Standing>* standings) {
  for (const Line& line : lines) {
    v1::Standing& standing = *standings->Add();
    standing.set_code(line.code);
    standing.set_place(line.place);
    standing.set_display_name(line.name);
  }
}

std::string Snapshot(std::uint64_t position, const std::vector<Line>& lines) {
  v1::WatchStandingsResponse message;
  message.set_position(position);
  Add(lines, message.mutable_snapshot()->mutable_standings());
  message.mutable_snapshot()->set_total_size(static_cast<std::uint32_t>(lines.size()));
  return message.SerializeAsString();
}

std::string Change(std::uint64_t position, const std::vector<Line>& lines,
                   const std::string& removed = "", std::uint32_t total_size = 3) {
  v1::WatchStandingsResponse message;
  message.set_position(position);
  Add(lines, message.mutable_change()->mutable_changed());
  if (!removed.empty()) message.mutable_change()->add_removed(removed);
  message.mutable_change()->set_total_size(total_size);
  return message.SerializeAsString();
}

std::string Heartbeat(std::uint64_t position) {
  v1::WatchStandingsResponse message;
  message.set_position(position);
  message.mutable_heartbeat();
  return message.SerializeAsString();
}

// The whole messages in what came of a chunked answer.
std::vector<v1::WatchStandingsResponse> Messages(const std::string& input) {
  std::vector<v1::WatchStandingsResponse> messages;
  std::size_t at = input.find("\r\n\r\n") + 4;
  for (;;) {
    const std::size_t line = input.find("\r\n", at);
    if (line == std::string::npos) return messages;
    const std::size_t size = std::stoull(input.substr(at, line - at), nullptr, 16);
    if (size == 0 || input.size() < line + 2 + size + 2) return messages;
    for (const Frame& frame : Frames(std::string_view(input).substr(line + 2, size))) {
      if (frame.flags == 0) messages.emplace_back().ParseFromString(frame.payload);
    }
    at = line + 2 + size + 2;
  }
}

std::vector<std::string> Codes(const v1::WatchStandingsResponse& message) {
  std::vector<std::string> codes;
  for (const v1::Standing& line : message.snapshot().standings()) codes.push_back(line.code());
  return codes;
}

// Someone's watch; the server then holds it until a test says more.
std::string WatchText(const std::string& token, const std::string& request = "hall",
                      const Headers& more = {}) {
  Headers headers = {kBinary, {"x-script-messages", "0"}, {"x-script-hold", "yes"}};
  if (!token.empty()) headers.push_back({"authorization", "Bearer " + token});
  headers.insert(headers.end(), more.begin(), more.end());
  return PostText(kWatch, headers, MessageFrame(request));
}

class WatchingTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }
  void Start() {
    gateway_.reset();
    settings_.listen = "127.0.0.1:0";
    auto gateway = Gateway::Start(settings_, server_.channel());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  std::unique_ptr<Browser> Watch(const std::string& text) {
    auto browser = std::make_unique<Browser>(gateway_->port());
    EXPECT_TRUE(browser->Send(text));
    return browser;
  }
  // One who watches and has the snapshot `first` of the server.
  std::unique_ptr<Browser> WatchFrom(const std::string& text) {
    auto browser = Watch(text);
    EXPECT_TRUE(server_.WaitForHolding(1));
    server_.Push(Snapshot(1, {{"a", 1, "first"}, {"b", 2, ""}, {"c", 0, ""}}));
    EXPECT_NE(browser->ReceiveUntil("first").find("first"), std::string::npos);
    return browser;
  }

  // Sends a message, and waits until `browser` has it, so that nothing is conflated.
  void PushTo(Browser& browser, const std::string& message) {
    server_.Push(message);
    const std::string frame = MessageFrame(message);
    EXPECT_NE(browser.ReceiveUntil(frame).find(frame), std::string::npos);
  }

  ScriptedServer server_;
  Settings settings_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(WatchingTest, TwoWatchersWithOneTokenShareOneCallAndGetTheSameBytes) {
  auto one = WatchFrom(WatchText("t"));
  auto two = Watch(WatchText("t"));
  two->ReceiveUntil("first");
  server_.Push(Change(2, {{"b", 1, "second"}}));
  const std::string to_one = one->ReceiveUntil("second");
  const std::string to_two = two->ReceiveUntil("second");
  EXPECT_EQ(to_one, to_two);
  EXPECT_EQ(Messages(to_two).size(), 2u);
  EXPECT_EQ(server_.calls(), 1);
}

TEST_F(WatchingTest, ANewcomerGetsASnapshotAndThenTheChangesInOrder) {
  auto one = WatchFrom(WatchText("t"));
  PushTo(*one, Change(2, {{"c", 1, ""}, {"a", 2, ""}, {"d", 3, "now"}}, "b", 4));
  PushTo(*one, Heartbeat(3));
  PushTo(*one, Change(4, {{"e", 3, "later"}}, "", 5));

  auto two = Watch(WatchText("t"));
  two->ReceiveUntil("later");
  PushTo(*two, Heartbeat(5));
  one->ReceiveUntil(MessageFrame(Heartbeat(5)));
  PushTo(*two, Change(6, {{"e", 1, "last"}}));
  const auto to_one = Messages(one->ReceiveUntil("last"));
  const auto to_two = Messages(two->ReceiveUntil("last"));
  ASSERT_EQ(to_one.size(), 6u);
  ASSERT_EQ(to_two.size(), 3u);
  EXPECT_EQ(Codes(to_two[0]), (std::vector<std::string>{"c", "a", "d", "e"}));
  EXPECT_EQ(to_two[0].snapshot().standings(0).place(), 1u);
  EXPECT_EQ(to_two[0].snapshot().total_size(), 5u);
  EXPECT_EQ(to_two[0].position(), 4u);
  EXPECT_TRUE(to_two[1].has_heartbeat());
  EXPECT_EQ(to_two[2].change().changed(0).display_name(), "last");
  EXPECT_EQ(server_.calls(), 1);
}

TEST_F(WatchingTest, WhoComesBackSharesTheCallAndGetsNoSnapshotWhenNothingChanged) {
  v1::WatchStandingsRequest request;
  request.mutable_board()->set_event("events/e1");
  auto one = WatchFrom(WatchText("t", request.SerializeAsString()));
  PushTo(*one, Change(5, {{"b", 1, "second"}}));
  request.set_resume_position(5);
  auto back = Watch(WatchText("t", request.SerializeAsString()));
  const auto told = Messages(back->ReceiveUntil(MessageFrame(Heartbeat(5))));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(told[0].has_heartbeat());
  PushTo(*back, Change(7, {{"c", 1, "third"}}));
  request.set_resume_position(6);
  auto late = Watch(WatchText("t", request.SerializeAsString()));
  const auto all = Messages(late->ReceiveUntil("third"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].has_snapshot());
  EXPECT_EQ(server_.calls(), 1);
}

TEST_F(WatchingTest, WhoHasNoPlaceStandsLastInASnapshot) {
  auto one = WatchFrom(WatchText("t"));
  server_.Push(Change(2, {{"a", 0, ""}, {"b", 1, "now"}}));
  one->ReceiveUntil("now");
  auto two = Watch(WatchText("t"));
  EXPECT_EQ(Codes(Messages(two->ReceiveUntil("now")).at(0)),
            (std::vector<std::string>{"b", "a", "c"}));
}

TEST_F(WatchingTest, ASlowReaderGetsTheNewestStateInsteadOfAQueue) {
  constexpr int kChanges = 150;
  const std::string large(200'000, 'x');
  auto slow = WatchFrom(WatchText("t"));
  const int written = server_.written();
  for (int i = 1; i <= kChanges; ++i) {
    server_.Push(Change(std::uint64_t(i) + 1, {{"a", 1, large + std::to_string(i) + "!"}}));
    for (int wait = 0; server_.written() < written + i && wait < 5'000; ++wait) {
      std::this_thread::sleep_for(1ms);
    }
  }
  auto other = Watch(WatchText("t"));  // has seen that the last one has come
  other->ReceiveUntil("x" + std::to_string(kChanges) + "!");
  const std::string came = slow->ReceiveUntil("x" + std::to_string(kChanges) + "!");
  EXPECT_LT(came.size(), kChanges * large.size() / 2);  // the kernel keeps some
  const auto messages = Messages(came);
  EXPECT_TRUE(messages.back().has_snapshot());
  EXPECT_EQ(messages.back().snapshot().standings_size(), 3);
  EXPECT_EQ(messages.back().position(), std::uint64_t(kChanges) + 1);
  EXPECT_EQ(server_.calls(), 1);
}

TEST_F(WatchingTest, TheLastWatcherWhoLeavesEndsTheCall) {
  auto one = WatchFrom(WatchText("t"));
  auto two = Watch(WatchText("t"));
  two->ReceiveUntil("first");
  one->Close();
  server_.Push(Change(2, {{"b", 1, "second"}}));
  EXPECT_NE(two->ReceiveUntil("second").find("second"), std::string::npos);
  EXPECT_EQ(server_.holding(), 1);
  two->Close();
  EXPECT_TRUE(server_.WaitForHolding(0));
}

TEST_F(WatchingTest, WithATokenThatEndsAllItsWatchersEndWithTheSameStatus) {
  auto one = WatchFrom(WatchText("t"));
  auto two = Watch(WatchText("t"));
  two->ReceiveUntil("first");
  server_.EndHolding({grpc::StatusCode::UNAUTHENTICATED, "revoked", "details"});
  for (Browser* browser : {one.get(), two.get()}) {
    const Reply reply = browser->Receive();
    EXPECT_EQ(Trailer(reply, "grpc-status"), "16");
    EXPECT_EQ(Trailer(reply, "grpc-message"), "revoked");
    EXPECT_EQ(FromBase64(Trailer(reply, "grpc-status-details-bin")), "details");
  }
  auto three = Watch(WatchText("t"));  // asks the services anew
  EXPECT_TRUE(server_.WaitForHolding(1));
  EXPECT_EQ(server_.calls(), 2);
}

TEST_F(WatchingTest, ARefusalBeforeTheFirstMessageReachesTheWatcher) {
  auto one = Watch(WatchText("t"));
  ASSERT_TRUE(server_.WaitForHolding(1));
  server_.EndHolding({grpc::StatusCode::PERMISSION_DENIED, "not yours"});
  const Reply reply = one->Receive();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(Trailer(reply, "grpc-status"), "7");
}

TEST_F(WatchingTest, TokensNeverShareACallAndNoTokenIsOneAudience) {
  std::vector<std::unique_ptr<Browser>> browsers;
  for (const char* token : {"t", "u", "", ""}) browsers.push_back(Watch(WatchText(token)));
  ASSERT_TRUE(server_.WaitForHolding(3));
  server_.Push(Snapshot(1, {{"a", 1, "first"}}));
  for (const auto& browser : browsers) {
    EXPECT_EQ(Messages(browser->ReceiveUntil("first")).size(), 1u);
  }
  EXPECT_EQ(server_.calls(), 3);
}

TEST_F(WatchingTest, OtherRequestsDeadlinesAndTextModeHaveTheirOwnCalls) {
  auto one = Watch(WatchText("t"));
  auto other_board = Watch(WatchText("t", "gate"));
  auto deadline = Watch(WatchText("t", "hall", {{"grpc-timeout", "1H"}}));
  auto text = Watch(WatchText("t", "hall", {{"accept", "application/grpc-web-text"}}));
  EXPECT_TRUE(server_.WaitForHolding(4));
}

TEST_F(WatchingTest, EveryWatcherOfASharedCallCountsAsAStreamOfHisAddress) {
  settings_.limits.streams_per_address = 2;
  Start();
  auto one = WatchFrom(WatchText("t"));
  auto two = Watch(WatchText("t"));
  two->ReceiveUntil("first");
  EXPECT_EQ(Trailer(Browser(gateway_->port()).Call(WatchText("t")), "grpc-status"), "8");
}

TEST_F(WatchingTest, AMessageThatIsNotUnderstoodEndsTheStream) {
  auto one = WatchFrom(WatchText("t"));
  server_.Push("\xff");
  EXPECT_EQ(Trailer(one->Receive(), "grpc-status"), "13");
  EXPECT_TRUE(server_.WaitForHolding(0));
}

TEST_F(WatchingTest, TheGatewayEndsWithItsWatchers) {
  auto one = WatchFrom(WatchText("t"));
  auto two = Watch(WatchText("t"));
  two->ReceiveUntil("first");
  gateway_.reset();
  EXPECT_TRUE(one->IsClosedWithin(2s));
  EXPECT_TRUE(server_.WaitForHolding(0));
}

// Without HTTP.
class FanOutTest : public ::testing::Test {
 protected:
  ~FanOutTest() override { pool_.join(); }
  std::shared_ptr<gateway::Watch> Join(const std::string& token) {
    CallRequest request;
    request.method = kWatch;
    request.message = "hall";
    request.metadata = {
        {"authorization", "Bearer " + token}, {"x-script-messages", "0"}, {"x-script-hold", "yes"}};
    return fan_out_->Join(request, pool_.get_executor(), std::make_shared<int>());
  }
  std::shared_ptr<const std::string> Next(gateway::Watch& watch) {
    return asio::co_spawn(pool_, watch.Next(), asio::use_future).get();
  }
  // What two watchers with a token each cost.
  int CallsOfTwoTokens() {
    const auto one = Join("t");
    server_.WaitForHolding(1);
    const auto two = Join("u");
    auto to_two = asio::co_spawn(pool_, two->Next(), asio::use_future);
    while (to_two.wait_for(1ms) != std::future_status::ready) {
      server_.Push(Snapshot(1, {{"a", 1, ""}}));
    }
    return server_.calls();
  }

  ScriptedServer server_;
  UpstreamCall::Stub stub_{server_.channel()};
  std::unique_ptr<FanOut> fan_out_ = std::make_unique<FanOut>(stub_);
  asio::thread_pool pool_{1};
};

TEST_F(FanOutTest, AllWatchersWriteOneAndTheSameBufferAndOldOnesAreLetGo) {
  const auto one = Join("t");
  const auto two = Join("t");
  const auto slow = Join("t");
  ASSERT_TRUE(server_.WaitForHolding(1));
  std::weak_ptr<const std::string> before;
  for (std::uint64_t i = 1; i <= 20; ++i) {
    server_.Push(i == 1 ? Snapshot(i, {{"a", 1, ""}}) : Change(i, {{"a", 1, std::to_string(i)}}));
    const auto to_one = Next(*one);
    ASSERT_NE(to_one, nullptr);
    EXPECT_EQ(to_one, Next(*two));
    EXPECT_TRUE(before.expired()) << "kept for the slow one";
    before = to_one;
  }
  const auto to_slow = Next(*slow);
  const auto newest = Messages("\r\n\r\n" + *to_slow);
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_EQ(newest[0].snapshot().standings(0).display_name(), "20");
  const auto newcomer = Join("t");
  EXPECT_EQ(Next(*newcomer), to_slow);
}

TEST_F(FanOutTest, EveryTokenHasItsOwnCall) { EXPECT_EQ(CallsOfTwoTokens(), 2); }

// Planted fault: what EveryTokenHasItsOwnCall looks at shows a key without the audience.
TEST_F(FanOutTest, PlantedFaultAudienceNotPartOfTheKeyIsCaught) {
  fan_out_ = std::make_unique<FanOut>(stub_, [](const CallRequest& request) {
    FanOut::Key key = FanOut::KeyOf(request);
    key.audience.clear();
    return key;
  });
  EXPECT_NE(CallsOfTwoTokens(), 2);
}

TEST_F(FanOutTest, TheKeyTellsCallersApartAndKeepsNoToken) {
  const CallRequest one{kWatch, {{"authorization", "Bearer secret"}}, {}, "hall"};
  CallRequest same = one, other_name = one, split = one;
  EXPECT_EQ(FanOut::KeyOf(one), FanOut::KeyOf(same));
  other_name.metadata[0].first = "authorizatio";
  other_name.metadata[0].second = "nBearer secret";
  EXPECT_NE(FanOut::KeyOf(one), FanOut::KeyOf(other_name));
  split.metadata.clear();
  EXPECT_NE(FanOut::KeyOf(one), FanOut::KeyOf(split));
  EXPECT_EQ(FanOut::KeyOf(one).audience.size(), 32u);
  EXPECT_EQ(FanOut::KeyOf(one).audience.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace touchstone::gateway::testing
