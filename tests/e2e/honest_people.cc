#include "tests/e2e/honest_people.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "services/gateway/grpc_web.h"
#include "tests/services/gateway/browser.h"
#include "touchstone/v1/judging.pb.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPace = 50ms;

}  // namespace

double Service::Percentile(double percent) const {
  if (calls_ms.empty()) return 0;
  const auto at = static_cast<std::size_t>(percent / 100 * static_cast<double>(calls_ms.size()));
  return calls_ms[std::min(at, calls_ms.size() - 1)];
}

std::string CallText(const std::string& method, const std::string& secret,
                     const std::string& message, const std::string& more_headers) {
  const std::string frame = gateway::MessageFrame(message);
  std::string text = "POST /touchstone.v1." + method +
                     " HTTP/1.1\r\nhost: x\r\ncontent-type: application/grpc-web+proto\r\n" +
                     more_headers;
  if (!secret.empty()) text += "authorization: Bearer " + secret + "\r\n";
  return text + "content-length: " + std::to_string(frame.size()) + "\r\n\r\n" + frame;
}

std::string WatchText(const std::string& secret, const std::string& more_headers) {
  v1::WatchStandingsRequest watch;
  watch.mutable_board()->set_event("events/e1");
  watch.mutable_board()->set_discipline("d1");
  return CallText("LeaderboardService/WatchStandings", secret, watch.SerializeAsString(),
                  more_headers);
}

HonestPeople::HonestPeople(const SmallContest& contest, std::string watcher_secret)
    : contest_(contest), watcher_secret_(std::move(watcher_secret)) {}

void HonestPeople::AddJudge(const Door& door, int judge, const std::string& secret) {
  threads_.emplace_back([=, this] { Judge(door, judge, secret); });
}

void HonestPeople::AddWatcher(const Door& door) {
  threads_.emplace_back([=, this] { Watch(door); });
}

Service HonestPeople::Take() {
  std::lock_guard lock(mutex_);
  std::sort(service_.calls_ms.begin(), service_.calls_ms.end());
  return std::exchange(service_, {});
}

void HonestPeople::Stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void HonestPeople::Judge(Door door, int judge, std::string secret) {
  const std::string name = "j" + std::to_string(judge);
  std::vector<std::uint32_t> revisions(static_cast<std::size_t>(contest_.entrants * contest_.items),
                                       0);
  auto wire = std::make_unique<Wire>(door);
  auto next = Clock::now();
  for (std::size_t made = 0; !stopping_; ++made) {
    const std::size_t cell = made % revisions.size();
    v1::RecordEntryRequest request;
    *request.mutable_entry()->mutable_entry() =
        contest_.Mark(name + "-" + std::to_string(made), name,
                      std::to_string(cell % static_cast<std::size_t>(contest_.entrants) + 1),
                      SmallContest::Item(static_cast<int>(cell) / contest_.entrants + 1),
                      std::to_string(made % 11), revisions[cell]++);
    const std::string text =
        CallText("JudgingService/RecordEntry", secret, request.SerializeAsString());
    const auto begin = Clock::now();
    const std::string answer = wire->Call(text);
    const std::chrono::duration<double, std::milli> took = Clock::now() - begin;
    {
      std::lock_guard lock(mutex_);
      service_.calls_ms.push_back(took.count());
      if (answer.find("grpc-status: 0\r\n") == std::string::npos) {
        ++service_.refused;
        service_.complaint = name + ": " + (answer.empty() ? "no answer" : answer);
      }
    }
    if (!wire->open()) wire = std::make_unique<Wire>(door);
    next = std::max(next + kPace, Clock::now());
    std::this_thread::sleep_until(next);
  }
}

void HonestPeople::Watch(Door door) {
  auto wire = std::make_unique<Wire>(door);
  wire->Send(WatchText(watcher_secret_));
  while (!stopping_) {
    const std::string bytes = wire->Receive(200ms);
    std::lock_guard lock(mutex_);
    if (!bytes.empty()) ++service_.news;
    if (wire->open()) continue;
    ++service_.refused;
    service_.complaint = "the watch of a board was cut off";
    wire = std::make_unique<Wire>(door);
    wire->Send(WatchText(watcher_secret_));
  }
}

}  // namespace touchstone::e2e
