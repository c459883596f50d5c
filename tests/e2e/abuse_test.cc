// Hostile clients of a running server and of a gateway that runs alone, while honest judges and
// watchers go on.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>

#include "clients/cli/ca_certificates.h"
#include "tests/e2e/attacks.h"
#include "tests/e2e/honest_people.h"
#include "tests/e2e/running_server.h"
#include "touchstone/v1/events.grpc.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kEach = 1500ms;
constexpr double kSlowest = 500;           // ms, of 99 in 100 entries
constexpr double kMostMemory = 400 << 20;  // bytes more than at the start

// Attackers have machines of their own; here they leave the processors to the server when both
// want them.
void RunBehindOthers(const std::function<void()>& work) {
  std::thread([&] {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 10);
    work();
  }).join();
}

class AbuseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    ASSERT_GT(files.rlim_cur, 11'000u) << "10,000 connections need as many files: ulimit -n";
    ASSERT_TRUE(cli::CreateAuthority(folder_.path() + "/ca").ok());
    ASSERT_TRUE(cli::IssueServerCertificate(folder_.path() + "/ca", {"127.0.0.1"}).ok());
    server_ = std::make_unique<RunningServer>();
    const int tls_port = bench::FreePort();
    gateway_ = std::make_unique<bench::Process>(
        std::vector<std::string>{
            TOUCHSTONED, "gateway", "--upstream", "127.0.0.1:" + std::to_string(server_->port()),
            "--web-listen", "127.0.0.1:" + std::to_string(tls_port), "--web-certificate",
            folder_.path() + "/ca/server.crt", "--web-key", folder_.path() + "/ca/server.key"},
        folder_.path() + "/gateway-log");
    scene_.plain = {server_->web_port(), nullptr};
    scene_.tls = {tls_port, tls_.get()};
    ASSERT_TRUE(Eventually(20s, [&] { return Wire(scene_.tls).open(); }));
    std::ifstream(server_->folder() + "/data/first-token") >> scene_.organiser;
    const auto channel = server_->Channel();
    CreateContest(*server_, channel, contest_);
    people_ = std::make_unique<HonestPeople>(contest_, scene_.organiser);
    for (int judge = 1; judge <= 4; ++judge) {
      scene_.judge = JudgeToken(*server_, channel, contest_, judge);
      people_->AddJudge(judge % 2 ? scene_.plain : scene_.tls, judge, scene_.judge);
    }
    people_->AddWatcher(scene_.plain);
    people_->AddWatcher(scene_.tls);
    changes_ = std::thread([this, channel] { ChangeTheBoard(channel); });
  }

  void TearDown() override {
    stopping_ = true;
    if (changes_.joinable()) changes_.join();
  }

  // Something to watch: an entrant's name changes every 200 ms.
  void ChangeTheBoard(std::shared_ptr<grpc::Channel> channel) {
    auto events = v1::EventsService::NewStub(channel);
    for (int i = 0; !stopping_; ++i) {
      v1::UpdateEntrantRequest request;
      request.mutable_entrant()->set_name("events/e1/entrants/n1");
      request.mutable_entrant()->set_display_name("name " + std::to_string(i));
      request.mutable_update_mask()->add_paths("display_name");
      v1::Entrant entrant;
      auto context = server_->Context();
      const grpc::Status status = events->UpdateEntrant(context.get(), request, &entrant);
      if (!status.ok()) ++failed_changes_;
      std::this_thread::sleep_for(200ms);
    }
  }

  double Memory() const { return server_->process().ResidentBytes() + gateway_->ResidentBytes(); }
  int Descriptors() const { return server_->Descriptors() + gateway_->Descriptors(); }

  // One line of the table.
  void Suffer(const Attack& attack) {
    people_->Take();
    double most = Memory();
    std::atomic<bool> over = false;
    std::thread measuring([&] {
      while (!over) {
        most = std::max(most, Memory());
        std::this_thread::sleep_for(50ms);
      }
    });
    RunBehindOthers([&] { attack.run(scene_, Clock::now() + kEach); });
    over = true;
    measuring.join();
    const Service service = people_->Take();
    std::printf("%-42s %8zu %8.1f %8.1f %8.1f %6d %8.0f\n", attack.name.c_str(),
                service.calls_ms.size(), service.Percentile(50), service.Percentile(99),
                service.Percentile(100), service.news, most / (1 << 20));
    std::fflush(stdout);
    EXPECT_GE(service.calls_ms.size(), 20u) << attack.name << ": the judges stood still";
    EXPECT_LE(service.Percentile(99), kSlowest) << attack.name;
    EXPECT_EQ(service.refused, 0) << attack.name << ": " << service.complaint;
    EXPECT_GE(service.news, 2) << attack.name << ": the boards stood still";
    EXPECT_LE(most - memory_at_start_, kMostMemory) << attack.name;
    EXPECT_FALSE(server_->process().HasEnded()) << attack.name << "\n" << server_->Log();
    EXPECT_FALSE(gateway_->HasEnded()) << attack.name;
  }

  const SmallContest contest_{
      .entrants = 60, .judges = 4, .items = 4, .state = v1::Event::STATE_DRAFT};
  const storage::TempFolder folder_;
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls_{SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free};
  std::unique_ptr<RunningServer> server_;
  std::unique_ptr<bench::Process> gateway_;
  Scene scene_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> failed_changes_ = 0;
  std::thread changes_;
  std::unique_ptr<HonestPeople> people_;
  double memory_at_start_ = 0;
};

TEST_F(AbuseTest, HonestPeopleAreServedWhateverOthersDo) {
  std::this_thread::sleep_for(1s);
  memory_at_start_ = Memory();
  const int descriptors_at_start = Descriptors();
  std::printf("%-42s %8s %8s %8s %8s %6s %8s\n", "attack", "entries", "p50 ms", "p99 ms", "most ms",
              "boards", "MiB");
  Suffer({"(none)", [](const Scene&, Until until) { std::this_thread::sleep_until(until); }});
  std::vector<Attack> attacks = AttacksOnConnections();
  for (const Attack& attack : AttacksOnCalls()) attacks.push_back(attack);
  ASSERT_GE(attacks.size(), 20u);
  for (const Attack& attack : attacks) Suffer(attack);
  Suffer({"(none)", [](const Scene&, Until until) { std::this_thread::sleep_until(until); }});
  EXPECT_EQ(failed_changes_, 0);
  EXPECT_TRUE(Eventually(15s, [&] { return Descriptors() <= descriptors_at_start + 4; }))
      << Descriptors() << " files are open, " << descriptors_at_start << " at the start";
}

}  // namespace
}  // namespace touchstone::e2e
