#include "services/server/config.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/server/memory.h"

namespace touchstone {
namespace {

CommandLine Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "touchstoned");
  return ParseCommandLine(static_cast<int>(arguments.size()), arguments.data());
}

TEST(ConfigTest, ListensOnLoopbackUnlessTold) {
  const CommandLine line = Parse({});
  EXPECT_FALSE(line.exit_code.has_value());
  EXPECT_EQ(line.config.listen, "127.0.0.1:7443");
  EXPECT_EQ(line.config.FirstTokenFile(), "touchstone-data/first-token");
  EXPECT_TRUE(CheckConfig(line.config).ok());
}

TEST(ConfigTest, ReadsItsOptions) {
  const CommandLine line =
      Parse({"--listen", "[::1]:1", "--data-dir", "/d", "--first-token-file", "/t", "--unix-socket",
             "/s", "--threads", "3", "--cache-mb", "100", "--json-log"});
  ASSERT_FALSE(line.exit_code.has_value());
  EXPECT_EQ(line.config.listen, "[::1]:1");
  EXPECT_EQ(line.config.StorePath(), "/d/store");
  EXPECT_EQ(line.config.FirstTokenFile(), "/t");
  EXPECT_EQ(line.config.unix_socket, "/s");
  EXPECT_EQ(line.config.threads, 3u);
  EXPECT_EQ(line.config.CacheBytes(0), std::size_t{100} << 20);
  EXPECT_TRUE(line.config.json_log);
}

TEST(ConfigTest, WhatWasReadIsKeptInAnEighthOfTheMemory) {
  constexpr std::size_t kMb = 1 << 20;
  EXPECT_EQ(Parse({}).config.CacheBytes(8192 * kMb), 1024 * kMb);
  EXPECT_EQ(Parse({}).config.CacheBytes(256 * kMb), 64 * kMb);
  EXPECT_EQ(Parse({"--cache-mb", "100"}).config.CacheBytes(8192 * kMb), 100 * kMb);
  EXPECT_EQ(Parse({"--cache-mb", "1"}).config.CacheBytes(8192 * kMb), 64 * kMb);
  EXPECT_GT(UsableMemory(), 64 * kMb);
}

TEST(ConfigTest, ThePublicAddressIsWhereThePagesAreUnlessTold) {
  EXPECT_EQ(Parse({"--web-listen", "127.0.0.1:8443"}).config.PublicUrl(), "http://127.0.0.1:8443");
  EXPECT_EQ(Parse({"--web-listen", "10.0.0.7:8443", "--web-certificate", "/c", "--web-key", "/k"})
                .config.PublicUrl(),
            "https://10.0.0.7:8443");
  const std::string everywhere = Parse({"--web-listen", "0.0.0.0:8443"}).config.PublicUrl();
  EXPECT_EQ(everywhere.find("0.0.0.0"), std::string::npos);
  EXPECT_TRUE(everywhere.ends_with(":8443")) << everywhere;
  EXPECT_EQ(Parse({"--public-url", "https://hall.example/"}).config.PublicUrl(),
            "https://hall.example");
}

TEST(ConfigTest, APublicAddressThatWouldNotBeOneInAQrCodeIsRefused) {
  EXPECT_TRUE(CheckConfig(Parse({"--public-url", "https://hall.example/x"}).config).ok());
  for (const char* url : {"hall.example", "ftp://hall.example", "https://hall.example/?q",
                          "https://hall example", "https://hall.example/\"", "https://大厅"}) {
    EXPECT_FALSE(CheckConfig(Parse({"--public-url", url}).config).ok()) << url;
  }
}

TEST(ConfigTest, ConnectionsOfBrowsersAreLimitedAsTheGatewayDoes) {
  const gateway::Limits limits;
  EXPECT_EQ(Parse({}).config.web.limits.connections, limits.connections);
  EXPECT_EQ(Parse({}).config.web.limits.connections_per_address, limits.connections_per_address);
  const Config config =
      Parse({"--web-connections", "20000", "--web-connections-per-address", "9"}).config;
  EXPECT_EQ(config.web.limits.connections, 20'000u);
  EXPECT_EQ(config.web.limits.connections_per_address, 9u);
  EXPECT_EQ(config.web.limits.streams_per_address, 4u);
}

TEST(ConfigTest, BehindAProxyOneAddressMayTakeAll) {
  const gateway::Limits limits =
      Parse({"--web-listen", "127.0.0.1:1", "--web-behind-proxy"}).config.web.limits;
  EXPECT_EQ(limits.connections_per_address, limits.connections);
  EXPECT_EQ(limits.streams_per_address, limits.connections);
  EXPECT_EQ(limits.wrong_codes_per_address, limits.wrong_codes);
}

TEST(ConfigTest, AGatewayRunsAlone) {
  EXPECT_FALSE(Parse({"--web-listen", "127.0.0.1:1"}).upstream.has_value());
  const CommandLine line =
      Parse({"gateway", "--upstream", "10.0.0.7:7443", "--upstream-ca", "a",
             "--upstream-certificate", "c", "--upstream-key", "k", "--web-listen", "127.0.0.1:1",
             "--web-connections-per-address", "8", "--json-log"});
  ASSERT_TRUE(line.upstream.has_value());
  EXPECT_EQ(line.upstream->address, "10.0.0.7:7443");
  EXPECT_EQ(line.upstream->key, "k");
  EXPECT_EQ(line.config.web.listen, "127.0.0.1:1");
  EXPECT_EQ(line.config.web.limits.streams_per_address, 4u);
  EXPECT_TRUE(line.config.json_log);
  EXPECT_TRUE(CheckGateway(line.config, *line.upstream).ok());
}

TEST(ConfigTest, AGatewayNeedsAServerAndPagesAndHasNoStore) {
  const auto refused = [](std::vector<const char*> arguments) {
    return Parse(std::move(arguments)).exit_code.value_or(0) != 0;
  };
  EXPECT_TRUE(refused({"gateway", "--upstream", "127.0.0.1:1"}));
  EXPECT_TRUE(refused({"gateway", "--web-listen", "127.0.0.1:1"}));
  const std::vector<const char*> whole = {"gateway", "--upstream", "127.0.0.1:1", "--web-listen",
                                          "127.0.0.1:2"};
  EXPECT_FALSE(refused(whole));
  for (const char* option : {"--data-dir", "--listen", "--unix-socket"}) {
    std::vector<const char*> more = whole;
    more.insert(more.end(), {option, "x"});
    EXPECT_TRUE(refused(more)) << option;
    more = whole;
    more.insert(more.begin(), {option, "x"});
    EXPECT_TRUE(refused(more)) << option;
  }
}

TEST(ConfigTest, TokensLeaveTheGatewaysMachineOverMutualTlsOnly) {
  Config config;
  config.web.listen = "127.0.0.1:1";
  Upstream upstream;
  upstream.address = "127.0.0.1:2";
  EXPECT_TRUE(CheckGateway(config, upstream).ok());
  upstream.address = "10.0.0.7:7443";
  EXPECT_EQ(CheckGateway(config, upstream).code(), absl::StatusCode::kInvalidArgument);
  upstream.ca = "a";
  EXPECT_FALSE(CheckGateway(config, upstream).ok());
  upstream.certificate = "c";
  EXPECT_FALSE(CheckGateway(config, upstream).ok());
  upstream.key = "k";
  EXPECT_TRUE(CheckGateway(config, upstream).ok());
  config.web.listen = "0.0.0.0:1";
  EXPECT_FALSE(CheckGateway(config, upstream).ok());
}

TEST(ConfigTest, PagesLeaveThisMachineOverTlsOnly) {
  EXPECT_TRUE(CheckConfig(Parse({"--web-listen", "127.0.0.1:8080"}).config).ok());
  const auto plain = CheckConfig(Parse({"--web-listen", "0.0.0.0:8080"}).config);
  EXPECT_EQ(plain.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(plain.message().find("loopback"), absl::string_view::npos);
  EXPECT_FALSE(CheckConfig(Parse({"--web-listen", "[::]:1", "--web-key", "k"}).config).ok());
  EXPECT_FALSE(
      CheckConfig(Parse({"--web-listen", "127.0.0.1:1", "--web-certificate", "c"}).config).ok());
  EXPECT_TRUE(CheckConfig(Parse({"--web-listen", "0.0.0.0:8443", "--web-certificate", "c",
                                 "--web-key", "k"})
                              .config)
                  .ok());
}

TEST(ConfigTest, NewTabletsAreLedToPagesOverTlsOnly) {
  std::vector<const char*> pages = {
      "--web-listen", "0.0.0.0:8443", "--web-certificate", "c", "--web-key", "k"};
  const std::vector<const char*> onboarding = {"--onboarding-listen", "0.0.0.0:8080",
                                               "--onboarding-ca", "a"};
  EXPECT_FALSE(CheckConfig(Parse(onboarding).config).ok());
  EXPECT_FALSE(CheckConfig(Parse({"--web-listen", "127.0.0.1:1", "--onboarding-listen",
                                  "127.0.0.1:2", "--onboarding-ca", "a"})
                               .config)
                   .ok());
  pages.insert(pages.end(), onboarding.begin(), onboarding.end());
  const Config config = Parse(pages).config;
  EXPECT_TRUE(CheckConfig(config).ok());
  EXPECT_EQ(config.web.onboarding_listen, "0.0.0.0:8080");
  EXPECT_EQ(config.web.onboarding_ca, "a");
  pages.resize(pages.size() - 2);
  EXPECT_FALSE(CheckConfig(Parse(pages).config).ok());
}

TEST(ConfigTest, NobodyReachesPagesPastTheirProxy) {
  EXPECT_TRUE(
      CheckConfig(Parse({"--web-listen", "127.0.0.1:1", "--web-behind-proxy"}).config).ok());
  EXPECT_FALSE(CheckConfig(Parse({"--web-listen", "0.0.0.0:1", "--web-behind-proxy",
                                  "--web-certificate", "c", "--web-key", "k"})
                               .config)
                   .ok());
}

TEST(ConfigTest, HelpEndsWellAndAWrongOptionBadly) {
  EXPECT_EQ(Parse({"--help"}).exit_code, 0);
  EXPECT_EQ(Parse({"--version"}).exit_code, 0);
  EXPECT_NE(Parse({"--no-such-option"}).exit_code.value_or(0), 0);
}

TEST(ConfigTest, KnowsLoopback) {
  for (const char* address : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
  for (const char* address : {"0.0.0.0:1", "[::]:1", "192.168.1.5:1", "128.0.0.1:1", ":1", "",
                              "127.0.0.1.example.com:1", "hall.example.com:1"}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

TEST(ConfigTest, StrangersNeedAClientCertificate) {
  Config config;
  config.listen = "0.0.0.0:7443";
  EXPECT_EQ(CheckConfig(config).code(), absl::StatusCode::kInvalidArgument);
  config.tls_certificate = "c";
  config.tls_key = "k";
  EXPECT_EQ(CheckConfig(config).code(), absl::StatusCode::kInvalidArgument);
  config.tls_client_ca = "a";
  EXPECT_TRUE(CheckConfig(config).ok());
}

TEST(ConfigTest, HalfOfTlsIsRefusedOnLoopbackToo) {
  Config config;
  config.tls_client_ca = "a";
  EXPECT_FALSE(CheckConfig(config).ok());
}

}  // namespace
}  // namespace touchstone
