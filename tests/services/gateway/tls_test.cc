// The gateway over TLS with a certificate of the hall's own authority, and the page that brings the
// authority to tablets.
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cctype>
#include <filesystem>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/ca_certificates.h"
#include "services/common/hash.h"
#include "services/gateway/gateway.h"
#include "services/gateway/grpc_web.h"
#include "tests/services/gateway/browser.h"
#include "tests/services/gateway/scripted_server.h"
#include "tests/storage/temp_folder.h"

namespace touchstone::gateway::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kUnary = "/touchstone.v1.IdentityService/WhoAmI";
const std::string kStream = "/touchstone.v1.EventsService/ExportEvent";
const Header kBinary{"content-type", "application/grpc-web+proto"};

// A browser that trusts one authority and opens https://`host`, wherever that is.
class TlsBrowser {
 public:
  TlsBrowser(int port, const fs::path& ca, const std::string& host, int newest = TLS1_3_VERSION)
      : socket_(io_), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), static_cast<std::uint16_t>(port)});
    const timeval patience{10, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    SSL_CTX_load_verify_locations(context_.get(), ca.c_str(), nullptr);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_.native_handle());
    X509_VERIFY_PARAM_set1_host(SSL_get0_param(ssl_.get()), host.c_str(), 0);
    trusted_ = SSL_connect(ssl_.get()) == 1;
  }

  // Whether the handshake went well.
  bool trusted() const { return trusted_; }
  long verdict() const { return SSL_get_verify_result(ssl_.get()); }
  bool Send(const std::string& bytes) {
    return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  std::string ReceiveUntil(const std::string& text) {
    std::string input;
    std::array<char, 4096> bytes;
    while (input.find(text) == std::string::npos) {
      const int count = SSL_read(ssl_.get(), bytes.data(), bytes.size());
      if (count <= 0) break;
      input.append(bytes.data(), count);
    }
    return input;
  }
  // Without a farewell, as a tablet does that leaves the Wi-Fi.
  void Vanish() { socket_.close(); }

 private:
  boost::asio::io_context io_;
  tcp::socket socket_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, SSL_free};
  bool trusted_ = false;
};

class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(cli::CreateAuthority(folder_).ok());
    ASSERT_TRUE(cli::IssueServerCertificate(folder_, {"hall.local", "127.0.0.1"}).ok());
    settings_.listen = "127.0.0.1:0";
    settings_.certificate = folder_ / "server.crt";
    settings_.key = folder_ / "server.key";
    settings_.onboarding_listen = "127.0.0.1:0";
    settings_.onboarding_ca = folder_ / "ca.crt";
    auto gateway = Gateway::Start(settings_, server_.channel());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  TlsBrowser Open(const std::string& host = "hall.local", int newest = TLS1_3_VERSION) {
    return {gateway_->port(), folder_ / "ca.crt", host, newest};
  }
  Reply Onboard(const std::string& line, const std::string& host = "192.168.1.5:8080") {
    Browser browser(gateway_->onboarding_port());
    return browser.Call(line + " HTTP/1.1\r\nhost: " + host + "\r\n\r\n");
  }

  const storage::TempFolder temporary_;
  const fs::path folder_ = temporary_.path();
  ScriptedServer server_;
  Settings settings_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(TlsTest, ATabletWithTheAuthorityCallsWithoutAWarning) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsBrowser tablet = Open("hall.local", version);
    ASSERT_TRUE(tablet.trusted()) << X509_verify_cert_error_string(tablet.verdict());
    ASSERT_TRUE(tablet.Send(PostText(kUnary, {kBinary}, MessageFrame("hello"))));
    EXPECT_THAT(tablet.ReceiveUntil("grpc-status"), HasSubstr("hello"));
  }
}

TEST_F(TlsTest, OtherNamesOtherAuthoritiesAndOldTlsAreRefused) {
  EXPECT_EQ(Open("evil.local").verdict(), X509_V_ERR_HOSTNAME_MISMATCH);
  ASSERT_TRUE(cli::CreateAuthority(folder_ / "other").ok());
  EXPECT_FALSE(TlsBrowser(gateway_->port(), folder_ / "other" / "ca.crt", "hall.local").trusted());
  EXPECT_FALSE(Open("hall.local", TLS1_1_VERSION).trusted());
}

TEST_F(TlsTest, PlainHttpOnTheTlsPortGetsNoAnswer) {
  Browser browser(gateway_->port());
  EXPECT_EQ(browser.Post(kUnary, {kBinary}, MessageFrame("")).status, 0);
  EXPECT_EQ(server_.calls(), 0);
}

TEST_F(TlsTest, ATabletThatVanishesMidStreamEndsItsCall) {
  for (int i = 0; i < 5; ++i) {
    TlsBrowser tablet = Open();
    ASSERT_TRUE(
        tablet.Send(PostText(kStream, {kBinary, {"x-script-hold", "yes"}}, MessageFrame("first"))));
    EXPECT_THAT(tablet.ReceiveUntil("first"), HasSubstr("first"));
    ASSERT_TRUE(server_.WaitForHolding(1));
    tablet.Vanish();
    EXPECT_TRUE(server_.WaitForHolding(0));
  }
  TlsBrowser next = Open();
  ASSERT_TRUE(next.Send(PostText(kUnary, {kBinary}, MessageFrame("still here"))));
  EXPECT_THAT(next.ReceiveUntil("grpc-status"), HasSubstr("still here"));
}

TEST_F(TlsTest, AVanishedReaderOfALargeStreamIsLeftToo) {
  TlsBrowser tablet = Open();
  const std::string large(200'000, 'x');
  ASSERT_TRUE(tablet.Send(
      PostText(kStream, {kBinary, {"x-script-messages", "1000"}}, MessageFrame(large))));
  tablet.ReceiveUntil("xxxx");
  tablet.Vanish();
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (gateway_->connections() > 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_EQ(gateway_->connections(), 0u);
  EXPECT_LT(server_.written(), 900);
}

TEST_F(TlsTest, TheAuthorityIsHandedOutWithItsFingerprint) {
  const Reply reply = Onboard("GET /ca.crt");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Get("content-type"), "application/x-x509-ca-cert");
  const auto facts = cli::ReadCertificate(folder_ / "ca.crt");
  ASSERT_TRUE(facts.ok());
  std::string digits;
  for (const char c : facts->fingerprint) {
    if (c != ':') digits += static_cast<char>(std::tolower(c));
  }
  // What `certutil -hashfile` says about the downloaded file.
  EXPECT_EQ(ToHex(Sha256(reply.body)), digits);

  const Reply page = Onboard("GET /");
  for (std::size_t at = 0; at < facts->fingerprint.size(); at += 24) {
    EXPECT_THAT(page.body, HasSubstr(facts->fingerprint.substr(at, 24)));
  }
}

TEST_F(TlsTest, ThePageForNewTabletsStandsAlone) {
  const Reply page = Onboard("GET /");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Get("content-type"), "text/html; charset=utf-8");
  for (const char* text : {"Android", "iOS", "Windows", "证书信任设置", "Certificate Trust"}) {
    EXPECT_THAT(page.body, HasSubstr(text));
  }
  for (const char* text : {"<script", "src=", "style=\"", "http://"}) {
    EXPECT_THAT(page.body, Not(HasSubstr(text)));
  }
  EXPECT_THAT(page.Get("content-security-policy"), HasSubstr("default-src 'none'"));
}

TEST_F(TlsTest, ThePageLeadsToTheSameHostOverTls) {
  const std::string port = std::to_string(gateway_->port());
  EXPECT_THAT(Onboard("GET /", "192.168.1.5:8080").body,
              HasSubstr("href=\"https://192.168.1.5:" + port + "/judge/\""));
  EXPECT_THAT(Onboard("GET /", "hall.local").body,
              HasSubstr("href=\"https://hall.local:" + port + "/judge/\""));
  for (const char* host : {"", "a\"b", "a/b", "a b", "user@a", "a:b", "<a>", "a:1:2", "a:123456"}) {
    EXPECT_EQ(Onboard("GET /", host).status, 400) << host;
  }
}

TEST_F(TlsTest, NothingElseIsServedWithoutTls) {
  for (const char* path : {"/judge/", "/index.html", "/ca.key", "/server.key", "//", "/ca.crt/",
                           "/../ca.key", "/%63a.crt"}) {
    EXPECT_EQ(Onboard(std::string("GET ") + path).status, 404) << path;
  }
  EXPECT_EQ(Onboard("OPTIONS /").status, 405);
  Browser browser(gateway_->onboarding_port());
  EXPECT_EQ(browser.Post(kUnary, {kBinary}, MessageFrame("")).status, 405);
  EXPECT_EQ(browser.Call("GET /ca.crt HTTP/1.1\r\nhost: x\r\n\r\n").status, 200);
  EXPECT_EQ(browser.Call("GET / HTTP/1.1\r\nx: " + std::string(9000, 'x') + "\r\n\r\n").status,
            431);
  EXPECT_EQ(server_.calls(), 0);
}

TEST_F(TlsTest, StartsWithFilesThatBelongTogetherOnly) {
  gateway_.reset();
  const auto start = [&](const Settings& settings) {
    return Gateway::Start(settings, server_.channel()).status().code();
  };
  Settings wrong = settings_;
  wrong.key = folder_ / "ca.key";
  EXPECT_EQ(start(wrong), absl::StatusCode::kUnavailable);
  wrong = settings_;
  wrong.onboarding_ca = folder_ / "ca.key";
  EXPECT_EQ(start(wrong), absl::StatusCode::kUnavailable);
  EXPECT_EQ(start(settings_), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace touchstone::gateway::testing
