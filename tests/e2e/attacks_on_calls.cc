#include <random>
#include <thread>

#include "tests/e2e/attacks.h"
#include "tests/e2e/honest_people.h"
#include "touchstone/v1/accounts.pb.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/leaderboard.pb.h"
#include "touchstone/v1/tablets.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

std::string ListText(const std::string& secret, int size) {
  v1::ListStandingsRequest list;
  list.mutable_board()->set_event("events/e1");
  list.mutable_board()->set_discipline("d1");
  list.set_page_size(size);
  return CallText("LeaderboardService/ListStandings", secret, list.SerializeAsString());
}

std::string ExportText(const std::string& secret) {
  v1::ExportEventRequest request;
  request.set_name("events/e1");
  return CallText("EventsService/ExportEvent", secret, request.SerializeAsString());
}

// Who ask for much and read nothing.
void SlowReaders(const Scene& scene, Until until) {
  std::vector<Wire> wires = OpenMany(scene.plain, 300, until);
  for (std::size_t i = 0; i < wires.size(); ++i) {
    wires[i].Send(i % 3 == 0 ? ExportText(scene.organiser) : WatchText(scene.organiser));
  }
  std::this_thread::sleep_until(until);
}

// Each has headers of its own, so that no two share a stream.
void WatchersOfTheirOwn(const Scene& scene, Until until) {
  std::vector<Wire> wires = OpenMany(scene.plain, 1500, until);
  for (std::size_t i = 0; i < wires.size() && Clock::now() < until; ++i) {
    wires[i].Send(WatchText(scene.organiser, "x-me: " + std::to_string(i) + "\r\n"));
  }
  while (Clock::now() < until) {
    for (Wire& wire : wires) wire.Receive(0ms);
  }
}

void WatchChurn(const Scene& scene, Until until) {
  Storm(
      scene.plain,
      [&](int i) {
        return WatchText(scene.organiser, i % 2 ? "x-me: " + std::to_string(i) + "\r\n" : "");
      },
      until, true);
}

void BoardPages(const Scene& scene, Until until) {
  std::vector<std::thread> readers;
  for (int r = 0; r < 4; ++r) {
    readers.emplace_back([&, r] {
      Wire wire(scene.plain, 2 + r);
      while (Clock::now() < until) wire.Call(ListText(scene.organiser, 1000));
    });
  }
  for (std::thread& reader : readers) reader.join();
}

void Cancels(const Scene& scene, Until until) {
  for (int i = 0; Clock::now() < until; ++i) {
    Wire wire(scene.plain, SourceOf(i));
    wire.Send(i % 2 ? ListText(scene.organiser, 1000) : ExportText(scene.organiser));
    wire.Reset();
  }
}

// So many at once, all the time.
void SignInStorm(const Scene& scene, const std::string& text, Until until) {
  std::vector<std::thread> strangers;
  for (int s = 0; s < 3; ++s) {
    strangers.emplace_back([&, s] {
      while (Clock::now() < until) {
        std::vector<Wire> wires;
        for (int i = 0; i < 30; ++i) {
          wires.emplace_back(scene.plain, 2 + s);
          wires.back().Send(text);
        }
        for (Wire& wire : wires) wire.Receive(300ms);
      }
    });
  }
  for (std::thread& stranger : strangers) stranger.join();
}

void PasswordStorm(const Scene& scene, Until until) {
  v1::SignInRequest request;
  request.set_login_name("admin");
  request.set_password("not the right password");
  SignInStorm(scene, CallText("AccountsService/SignIn", "", request.SerializeAsString()), until);
}

void UnknownNamesStorm(const Scene& scene, Until until) {
  v1::SignInRequest request;
  request.set_login_name("nobody");
  request.set_password("not the right password");
  SignInStorm(scene, CallText("AccountsService/SignIn", "", request.SerializeAsString()), until);
}

void PinStorm(const Scene& scene, Until until) {
  v1::SignInJudgeRequest request;
  request.set_judge("j1");
  request.set_pin("000000");
  SignInStorm(scene,
              CallText("TabletsService/SignInJudge", scene.judge, request.SerializeAsString()),
              until);
}

void GuessedTokens(const Scene& scene, Until until) {
  std::mt19937_64 random(1);
  Wire wire(scene.plain, 2);
  while (Clock::now() < until) {
    wire.Call(CallText("IdentityService/WhoAmI", "ts_" + std::to_string(random()), ""));
  }
}

void CompressionBombs(const Scene& scene, Until until) {
  // Ten megabytes of zeros deflate to ten kilobytes that begin so.
  const std::string bomb =
      std::string("\x1f\x8b\x08\0\0\0\0\0\2\3", 10) + std::string(10'000, '\0');
  const std::string length = "content-length: " + std::to_string(bomb.size()) + "\r\n\r\n";
  const std::string head = "POST /touchstone.v1.IdentityService/WhoAmI HTTP/1.1\r\nhost: x\r\n";
  const std::vector<std::string> texts = {
      head + "content-type: application/json\r\ncontent-encoding: gzip\r\n" + length + bomb,
      head + "content-type: application/json\r\ncontent-encoding: br, gzip, gzip\r\n" + length +
          bomb,
      head + "content-type: application/grpc-web+proto\r\ngrpc-encoding: gzip\r\n" + length + bomb,
      head + "content-type: application/grpc-web+proto\r\ncontent-length: 10\r\n\r\n" +
          std::string("\1\0\0\0\5", 5) + "\x1f\x8b\x08\x01\x01",
      head +
          "content-type: application/grpc-web+proto\r\ntransfer-encoding: gzip, chunked\r\n\r\n" +
          "5\r\nhello\r\n0\r\n\r\n"};
  Storm(
      scene.plain, [&](int i) { return texts[static_cast<std::size_t>(i) % texts.size()]; }, until,
      true);
}

void DeepMessages(const Scene& scene, Until until) {
  const std::string head =
      "POST /touchstone.v1.EventsService/CreateEvent HTTP/1.1\r\nhost: x\r\n"
      "content-type: application/json\r\nauthorization: Bearer " +
      scene.judge + "\r\n";
  std::string objects = "{\"event\":", numbers = "{\"a\":1e99999999,\"b\":[";
  for (int i = 0; i < 20'000; ++i) objects += "{\"a\":";
  for (int i = 0; i < 50'000; ++i) numbers += "1,";
  const std::vector<std::string> bodies = {std::string(200'000, '['), objects, numbers,
                                           "\"" + std::string(100'000, '\\')};
  Storm(
      scene.plain,
      [&](int i) {
        const std::string& body = bodies[static_cast<std::size_t>(i) % bodies.size()];
        return head + "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
      },
      until, true);
}

}  // namespace

std::vector<Attack> AttacksOnCalls() {
  return {{"slow readers of watches and exports", SlowReaders},
          {"1,500 watchers with streams of their own", WatchersOfTheirOwn},
          {"watches opened and left", WatchChurn},
          {"pages of the board", BoardPages},
          {"calls that are given up", Cancels},
          {"wrong passwords", PasswordStorm},
          {"passwords of nobody", UnknownNamesStorm},
          {"wrong PINs", PinStorm},
          {"guessed tokens", GuessedTokens},
          {"compressed bombs", CompressionBombs},
          {"deep and long JSON", DeepMessages}};
}

}  // namespace touchstone::e2e
