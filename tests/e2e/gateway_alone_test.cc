// The gateway as a program of its own, in front of a server that it reaches over mutual TLS.
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include "clients/cli/ca_certificates.h"
#include "services/gateway/grpc_web.h"
#include "tests/e2e/honest_people.h"
#include "tests/e2e/running_server.h"
#include "tests/services/gateway/browser.h"
#include "touchstone/v1/accounts.pb.h"
#include "touchstone/v1/identity.grpc.pb.h"
#include "touchstone/v1/judging.pb.h"

namespace touchstone::e2e {
namespace {

using namespace std::chrono_literals;
using gateway::Header;
using gateway::Headers;
using gateway::MessageFrame;
using gateway::testing::Browser;
using gateway::testing::Frames;
using gateway::testing::Reply;
using gateway::testing::Trailer;

const Header kBinary{"content-type", "application/grpc-web+proto"};
const std::string kIdentity = "/touchstone.v1.IdentityService/";
const std::string kServing = "{\"status\":\"SERVING\"}\n";

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The certificates of a hall: of its server and its gateway, and of a stranger's gateway.
struct Certificates {
  Certificates() {
    EXPECT_TRUE(cli::CreateAuthority(hall).ok());
    EXPECT_TRUE(cli::IssueServerCertificate(hall, {"127.0.0.1"}).ok());
    EXPECT_TRUE(cli::IssueClientCertificate(hall, "gateway").ok());
    EXPECT_TRUE(cli::CreateAuthority(stranger).ok());
    EXPECT_TRUE(cli::IssueClientCertificate(stranger, "gateway").ok());
  }
  const storage::TempFolder folder;
  const std::string hall = folder.path() + "/hall";
  const std::string stranger = folder.path() + "/stranger";
};

// `touchstoned gateway` with whatever it shows to the server.
class AloneGateway {
 public:
  AloneGateway(int upstream, const std::vector<std::string>& tls)
      : port_(bench::FreePort()), log_(folder_.path() + "/log") {
    std::vector<std::string> command = {TOUCHSTONED,    "gateway",
                                        "--upstream",   "127.0.0.1:" + std::to_string(upstream),
                                        "--web-listen", "127.0.0.1:" + std::to_string(port_)};
    command.insert(command.end(), tls.begin(), tls.end());
    process_ = std::make_unique<bench::Process>(command, log_);
    EXPECT_TRUE(Eventually(20s, [&] { return Listens(port_); })) << Log();
  }

  Reply Call(const std::string& method, const google::protobuf::Message& message,
             const std::string& secret = "") const {
    Headers headers = {kBinary};
    if (!secret.empty()) headers.push_back({"authorization", "Bearer " + secret});
    return Browser(port_).Post(method, headers, MessageFrame(message.SerializeAsString()));
  }
  std::string Health(int* status = nullptr) const {
    const Reply reply = Browser(port_).Call("GET /health HTTP/1.1\r\nhost: x\r\n\r\n");
    if (status != nullptr) *status = reply.status;
    return reply.body;
  }
  bool EndsWithin(std::chrono::milliseconds patience) {
    process_->Terminate();
    return Eventually(patience, [&] { return process_->HasEnded(); });
  }
  int port() const { return port_; }
  std::string Log() const { return ReadFile(log_); }
  bool Says(const std::string& text) const { return Log().find(text) != std::string::npos; }
  // Stores are folders; a gateway has none.
  bool KeepsNothing() const {
    return std::distance(std::filesystem::directory_iterator(folder_.path()), {}) == 1;
  }

 private:
  const storage::TempFolder folder_;
  const int port_;
  const std::string log_;
  std::unique_ptr<bench::Process> process_;
};

template <class Message>
Message Answer(const Reply& reply) {
  Message message;
  const auto frames = Frames(reply.body);
  EXPECT_EQ(Trailer(reply, "grpc-status"), "0") << Trailer(reply, "grpc-message");
  EXPECT_TRUE(!frames.empty() && message.ParseFromString(frames.front().payload));
  return message;
}

class GatewayAloneTest : public ::testing::Test {
 protected:
  std::vector<std::string> Tls(const std::string& authority) const {
    return {"--upstream-ca",          certificates_.hall + "/ca.crt",
            "--upstream-certificate", authority + "/gateway.crt",
            "--upstream-key",         authority + "/gateway.key"};
  }
  std::string Organiser() const {
    std::string secret;
    std::ifstream(server_.folder() + "/data/first-token") >> secret;
    return secret;
  }
  // The gRPC port of the server, past the gateway.
  std::shared_ptr<grpc::Channel> Channel(const std::string& folder, const std::string& name) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ReadFile(certificates_.hall + "/ca.crt");
    options.pem_private_key = ReadFile(folder + "/" + name + ".key");
    options.pem_cert_chain = ReadFile(folder + "/" + name + ".crt");
    return server_.Channel(grpc::SslCredentials(options));
  }

  const SmallContest contest_{.state = v1::Event::STATE_DRAFT};
  const Certificates certificates_;
  RunningServer server_{
      {"--tls-certificate", certificates_.hall + "/server.crt", "--tls-key",
       certificates_.hall + "/server.key", "--tls-client-ca", certificates_.hall + "/ca.crt"},
      false};
};

TEST_F(GatewayAloneTest, PeopleSignInMarkAndWatchThroughIt) {
  const AloneGateway gateway(server_.port(), Tls(certificates_.hall));
  const auto past = Channel(certificates_.hall, "gateway");
  CreateContest(server_, past, contest_);
  const std::string judge = JudgeToken(server_, past, contest_, 1);

  v1::AcceptInvitationRequest invited;
  std::ifstream(server_.folder() + "/data/first-invitation") >> *invited.mutable_secret();
  invited.set_password("ten characters and more");
  const auto session = Answer<v1::SignInResponse>(
      gateway.Call("/touchstone.v1.AccountsService/AcceptInvitation", invited));
  v1::SignInRequest sign_in;
  sign_in.set_login_name("admin");
  sign_in.set_password(invited.password());
  const auto again =
      Answer<v1::SignInResponse>(gateway.Call("/touchstone.v1.AccountsService/SignIn", sign_in));
  EXPECT_NE(again.secret(), session.secret());
  sign_in.set_password("ten other characters");
  EXPECT_EQ(Trailer(gateway.Call("/touchstone.v1.AccountsService/SignIn", sign_in), "grpc-status"),
            "16");

  // Two who watch with one token.
  Browser first(gateway.port()), second(gateway.port());
  first.Send(WatchText(again.secret()));
  second.Send(WatchText(again.secret()));
  EXPECT_NE(first.ReceiveUntil("n1").find("n1"), std::string::npos);
  EXPECT_NE(second.ReceiveUntil("n1").find("n1"), std::string::npos);

  v1::RecordEntryRequest mark;
  *mark.mutable_entry()->mutable_entry() =
      contest_.Mark("m1", "j1", "1", SmallContest::Item(1), "7");
  const auto receipt = Answer<v1::RecordEntryResponse>(
      gateway.Call("/touchstone.v1.JudgingService/RecordEntry", mark, judge));
  EXPECT_EQ(receipt.receipt().disposition(), v1::DISPOSITION_COUNTED);
  // Who may do what is decided by the caller's token, not by the gateway's certificate.
  EXPECT_EQ(Trailer(gateway.Call("/touchstone.v1.JudgingService/RecordEntry", mark), "grpc-status"),
            "16");
  EXPECT_EQ(Trailer(gateway.Call(kIdentity + "ListTokens", v1::ListTokensRequest(), judge),
                    "grpc-status"),
            "7");
  EXPECT_TRUE(gateway.KeepsNothing());
}

TEST_F(GatewayAloneTest, WhileTheServerIsAwayCallsSaySoAndItComesBackByItself) {
  AloneGateway gateway(server_.port(), Tls(certificates_.hall));
  const v1::WhoAmIRequest who;
  EXPECT_EQ(Trailer(gateway.Call(kIdentity + "WhoAmI", who, Organiser()), "grpc-status"), "0");
  int status = 0;
  EXPECT_EQ(gateway.Health(&status), kServing);
  EXPECT_EQ(status, 200);

  EXPECT_TRUE(Eventually(5s, [&] { return gateway.Says("connected to the server"); }));
  server_.Kill();
  EXPECT_TRUE(Eventually(5s, [&] { return gateway.Says("lost the server"); }));
  const Reply away = gateway.Call(kIdentity + "WhoAmI", who, Organiser());
  EXPECT_EQ(Trailer(away, "grpc-status"), "14");
  EXPECT_NE(Trailer(away, "grpc-message").find("cannot reach the server"), std::string::npos);
  EXPECT_EQ(Trailer(away, "grpc-message").find("127.0.0.1"), std::string::npos);
  EXPECT_NE(gateway.Health(&status).find("NOT_SERVING"), std::string::npos);
  EXPECT_EQ(status, 503);

  server_.Start();
  EXPECT_TRUE(Eventually(10s, [&] {
    return Trailer(gateway.Call(kIdentity + "WhoAmI", who, Organiser()), "grpc-status") == "0";
  })) << gateway.Log();
  gateway.Health(&status);
  EXPECT_EQ(status, 200);
}

TEST_F(GatewayAloneTest, AWatchEndsWithItsServerAndCanBeOpenedAgain) {
  const AloneGateway gateway(server_.port(), Tls(certificates_.hall));
  CreateContest(server_, Channel(certificates_.hall, "gateway"), contest_);
  Browser hall(gateway.port()), later(gateway.port());
  hall.Send(WatchText(Organiser()));
  EXPECT_NE(hall.ReceiveUntil("n1").find("n1"), std::string::npos);
  server_.Kill();
  EXPECT_NE(hall.ReceiveUntil("grpc-status: 14").find("grpc-status: 14"), std::string::npos);
  server_.Start();
  EXPECT_TRUE(Eventually(10s, [&] { return gateway.Health() == kServing; }));
  later.Send(WatchText(Organiser()));
  EXPECT_NE(later.ReceiveUntil("n1").find("n1"), std::string::npos);
}

TEST_F(GatewayAloneTest, TheServerHearsNoGatewayWithoutACertificateOfItsHall) {
  const std::string& hall = certificates_.hall;
  const std::string& stranger = certificates_.stranger;
  const v1::WhoAmIRequest who;
  for (const std::vector<std::string>& tls :
       {std::vector<std::string>{},
        Tls(stranger),
        // What the server proves itself with proves no client.
        {"--upstream-ca", hall + "/ca.crt", "--upstream-certificate", hall + "/server.crt",
         "--upstream-key", hall + "/server.key"},
        // A server of another hall.
        {"--upstream-ca", stranger + "/ca.crt", "--upstream-certificate", hall + "/gateway.crt",
         "--upstream-key", hall + "/gateway.key"}}) {
    const AloneGateway gateway(server_.port(), tls);
    EXPECT_EQ(Trailer(gateway.Call(kIdentity + "WhoAmI", who, Organiser()), "grpc-status"), "14")
        << (tls.empty() ? "plain" : tls[3]);
  }
  const AloneGateway right(server_.port(), Tls(hall));
  EXPECT_EQ(Trailer(right.Call(kIdentity + "WhoAmI", who, Organiser()), "grpc-status"), "0");
}

TEST_F(GatewayAloneTest, StopsOnSigtermWithWatchersAtIt) {
  AloneGateway gateway(server_.port(), Tls(certificates_.hall));
  CreateContest(server_, Channel(certificates_.hall, "gateway"), contest_);
  Browser hall(gateway.port());
  hall.Send(WatchText(Organiser()));
  hall.ReceiveUntil("n1");
  EXPECT_TRUE(gateway.EndsWithin(5s)) << gateway.Log();
}

}  // namespace
}  // namespace touchstone::e2e
