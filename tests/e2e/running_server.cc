#include "tests/e2e/running_server.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "services/common/grpc_status.h"
#include "tests/services/gateway/browser.h"
#include "touchstone/v1/events.grpc.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;

std::string Loopback(int port) { return "127.0.0.1:" + std::to_string(port); }

}  // namespace

bool Listens(int port) {
  gateway::testing::Browser browser(port);
  return browser.Send("GET /health HTTP/1.1\r\nhost: x\r\n\r\n");
}

RunningServer::RunningServer(std::vector<std::string> options, bool with_gateway)
    : port_(bench::FreePort()), web_port_(bench::FreePort()) {
  command_ = {TOUCHSTONED, "--data-dir", folder() + "/data", "--listen", Loopback(port_)};
  if (with_gateway) command_.insert(command_.end(), {"--web-listen", Loopback(web_port_)});
  command_.insert(command_.end(), options.begin(), options.end());
  Start();
}

void RunningServer::Start() {
  process_ = std::make_unique<bench::Process>(command_, folder() + "/log");
  // The gateway comes last.
  const bool with_gateway = command_.size() > 5 && command_[5] == "--web-listen";
  const int last = with_gateway ? web_port_ : port_;
  EXPECT_TRUE(Eventually(30s, [&] { return Listens(last); })) << Log();
}

bool RunningServer::EndsWithin(std::chrono::milliseconds patience) {
  process_->Terminate();
  const bool ended = Eventually(patience, [&] { return process_->HasEnded(); });
  process_->Kill();
  return ended;
}

std::string RunningServer::Log() const {
  std::ostringstream text;
  text << std::ifstream(folder() + "/log").rdbuf();
  return text.str();
}

std::shared_ptr<grpc::Channel> RunningServer::Channel(
    std::shared_ptr<grpc::ChannelCredentials> credentials) const {
  if (credentials == nullptr) credentials = grpc::InsecureChannelCredentials();
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(Loopback(port_), credentials, arguments);
}

std::unique_ptr<grpc::ClientContext> RunningServer::Context(std::string secret) const {
  if (secret.empty()) std::ifstream(folder() + "/data/first-token") >> secret;
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", "Bearer " + secret);
  context->set_deadline(std::chrono::system_clock::now() + 30s);
  return context;
}

void CreateContest(const RunningServer& server, const std::shared_ptr<grpc::Channel>& channel,
                   const SmallContest& contest) {
  auto events = v1::EventsService::NewStub(channel);
  v1::Event event;
  auto importing = server.Context();
  auto import = events->ImportEvent(importing.get(), &event);
  const std::string bytes = contest.Archive().SerializeAsString();
  for (std::size_t begin = 0; begin < bytes.size(); begin += 60'000) {
    v1::ImportEventRequest request;
    request.set_chunk(bytes.substr(begin, 60'000));
    import->Write(request);
  }
  import->WritesDone();
  const absl::Status imported = FromGrpcStatus(import->Finish());
  ASSERT_TRUE(imported.ok()) << imported;
  v1::ChangeEventStateRequest start;
  start.set_name("events/" + contest.event);
  auto starting = server.Context();
  const absl::Status started = FromGrpcStatus(events->StartEvent(starting.get(), start, &event));
  ASSERT_TRUE(started.ok()) << started;
}

std::string JudgeToken(const RunningServer& server, const std::shared_ptr<grpc::Channel>& channel,
                       const SmallContest& contest, int judge) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_role(v1::ROLE_JUDGE);
  request.mutable_token()->set_event("events/" + contest.event);
  request.mutable_token()->set_judge(contest.Name("judges", "j" + std::to_string(judge)));
  v1::CreateTokenResponse response;
  auto context = server.Context();
  const absl::Status made = FromGrpcStatus(
      v1::IdentityService::NewStub(channel)->CreateToken(context.get(), request, &response));
  EXPECT_TRUE(made.ok()) << made;
  return response.secret();
}

}  // namespace touchstone::e2e
