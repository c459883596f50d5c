// The program itself: start, first token, stop, failure of its disk, mutual TLS.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "services/common/errors.h"
#include "services/common/grpc_status.h"
#include "tests/storage/temp_folder.h"
#include "tests/support/test_server.h"
#include "touchstone/v1/identity.grpc.pb.h"

namespace touchstone {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ReadFile(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class TouchstonedTest : public ::testing::Test {
 protected:
  ~TouchstonedTest() override {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      Wait();
    }
  }

  void Start(std::vector<std::string> arguments, rlim_t largest_file = RLIM_INFINITY) {
    arguments.insert(arguments.begin(), {TOUCHSTONED, "--data-dir", folder_ / "data"});
    pid_ = ::fork();
    if (pid_ != 0) return;
    const int log = ::open((folder_ / "log").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{largest_file, largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  // Exit code, or 1000 + the signal that ended it.
  int Wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  std::string Log() const { return ReadFile(folder_ / "log"); }

  // The port from the log; 0 when the program ended or 20 s passed before it was there.
  int Port() {
    static const std::regex kPort(R"(\(port (\d+)\))");
    for (int i = 0; i < 2000; ++i) {
      const std::string log = Log();
      std::smatch match;
      if (std::regex_search(log, match, kPort)) return std::stoi(match[1]);
      std::this_thread::sleep_for(10ms);
    }
    return 0;
  }

  std::string FirstToken() const {
    std::string token = ReadFile(folder_ / "data" / "first-token");
    if (!token.empty()) token.pop_back();
    return token;
  }

  static std::shared_ptr<grpc::Channel> Channel(int port) {
    return grpc::CreateChannel("127.0.0.1:" + std::to_string(port),
                               grpc::InsecureChannelCredentials());
  }

  absl::Status CreateToken(const std::shared_ptr<grpc::Channel>& channel) {
    v1::CreateTokenRequest request;
    request.mutable_token()->set_role(v1::ROLE_AUDITOR);
    v1::CreateTokenResponse response;
    auto context = testing::TestServer::Context(FirstToken());
    return FromGrpcStatus(
        v1::IdentityService::NewStub(channel)->CreateToken(context.get(), request, &response));
  }

  const storage::TempFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
  pid_t pid_ = 0;
};

TEST_F(TouchstonedTest, StartsAnswersAndStopsOnSigterm) {
  Start({"--listen", "127.0.0.1:0"});
  const int port = Port();
  ASSERT_GT(port, 0) << Log();
  EXPECT_TRUE(CreateToken(Channel(port)).ok());
  ::kill(pid_, SIGTERM);
  EXPECT_EQ(Wait(), 0) << Log();
}

TEST_F(TouchstonedTest, ALocalSocketOfItsOwnerIsAnotherEntrance) {
  const std::string socket = folder_ / "socket";
  Start({"--listen", "127.0.0.1:0", "--unix-socket", socket});
  ASSERT_GT(Port(), 0) << Log();
  EXPECT_TRUE(
      CreateToken(grpc::CreateChannel("unix:" + socket, grpc::InsecureChannelCredentials())).ok());
  struct stat info {};
  ASSERT_EQ(::stat(socket.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 077, 0u);
}

TEST_F(TouchstonedTest, WritesTheFirstTokenToAFileAndNowhereElse) {
  Start({"--listen", "127.0.0.1:0", "--json-log"});
  ASSERT_GT(Port(), 0) << Log();
  const std::string token = FirstToken();
  EXPECT_EQ(token.size(), 46u);
  EXPECT_THAT(Log(), HasSubstr("first-token"));
  EXPECT_THAT(Log(), Not(HasSubstr("ts_")));
  struct stat info {};
  ASSERT_EQ(::stat((folder_ / "data" / "first-token").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(TouchstonedTest, TheFirstTokenStaysGoodAfterARestartAndNoOtherIsMade) {
  Start({"--listen", "127.0.0.1:0"});
  ASSERT_GT(Port(), 0) << Log();
  const std::string token = FirstToken();
  ::kill(pid_, SIGTERM);
  ASSERT_EQ(Wait(), 0);
  std::filesystem::remove(folder_ / "log");
  Start({"--listen", "127.0.0.1:0"});
  const int port = Port();
  ASSERT_GT(port, 0) << Log();
  EXPECT_EQ(FirstToken(), token);
  EXPECT_TRUE(CreateToken(Channel(port)).ok());
}

TEST_F(TouchstonedTest, AWatcherDoesNotKeepItFromStopping) {
  Start({"--listen", "127.0.0.1:0"});
  const int port = Port();
  ASSERT_GT(port, 0) << Log();
  auto channel = Channel(port);
  ASSERT_TRUE(channel->WaitForConnected(std::chrono::system_clock::now() + 10s));
  ::kill(pid_, SIGTERM);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(Wait(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 15s);
}

TEST_F(TouchstonedTest, RefusesStrangersWithoutMutualTls) {
  Start({"--listen", "0.0.0.0:0"});
  EXPECT_EQ(Wait(), 1);
  EXPECT_THAT(Log(), HasSubstr("mutual TLS"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "data"));
}

TEST_F(TouchstonedTest, ASecondServerCannotOpenTheSameStore) {
  Start({"--listen", "127.0.0.1:0"});
  ASSERT_GT(Port(), 0) << Log();
  const pid_t first = pid_;
  Start({"--listen", "127.0.0.1:0"});
  EXPECT_EQ(Wait(), 1) << Log();
  pid_ = first;
}

TEST_F(TouchstonedTest, AnswersUnavailableAndEndsWith70WhenTheDiskTakesNoMore) {
  Start({"--listen", "127.0.0.1:0"}, 64 << 10);
  const int port = Port();
  ASSERT_GT(port, 0) << Log();
  auto channel = Channel(port);
  absl::Status status;
  for (int i = 0; i < 5000 && status.ok(); ++i) status = CreateToken(channel);
  const auto refused = std::chrono::steady_clock::now();
  EXPECT_EQ(ReasonOf(status), Reason::COMMIT_OUTCOME_UNKNOWN) << status;
  EXPECT_EQ(Wait(), 70) << Log();
  EXPECT_LT(std::chrono::steady_clock::now() - refused, 1s);
}

class MutualTlsTest : public TouchstonedTest {
 protected:
  // An authority that signs one certificate for server and client, and a stranger's own.
  void MakeCertificates() {
    const std::string script =
        "cd " + folder_.string() +
        " && openssl req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.pem -subj /CN=ca"
        " -days 2 && openssl req -newkey ed25519 -nodes -keyout key.pem -out req.pem"
        " -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
        " && openssl x509 -req -in req.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2"
        " -copy_extensions copy -out cert.pem"
        " && openssl req -x509 -newkey ed25519 -nodes -keyout other.key -out other.pem"
        " -subj /CN=other -days 2";
    ASSERT_EQ(std::system(("(" + script + ") > /dev/null 2>&1").c_str()), 0);
  }

  absl::Status CallWith(int port, const std::string& key, const std::string& certificate) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = ReadFile(folder_ / "ca.pem");
    if (!key.empty()) {
      options.pem_private_key = ReadFile(folder_ / key);
      options.pem_cert_chain = ReadFile(folder_ / certificate);
    }
    return CreateToken(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::SslCredentials(options)));
  }
};

TEST_F(MutualTlsTest, OnlyAClientWithACertificateOfTheAuthorityIsHeard) {
  MakeCertificates();
  Start({"--listen", "0.0.0.0:0", "--tls-certificate", folder_ / "cert.pem", "--tls-key",
         folder_ / "key.pem", "--tls-client-ca", folder_ / "ca.pem"});
  const int port = Port();
  ASSERT_GT(port, 0) << Log();
  EXPECT_TRUE(CallWith(port, "key.pem", "cert.pem").ok());
  EXPECT_EQ(CallWith(port, "", "").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CallWith(port, "other.key", "other.pem").code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(CreateToken(Channel(port)).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace touchstone
