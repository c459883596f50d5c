#include "services/server/config.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

namespace touchstone {
namespace {

std::string HostOf(const std::string& address) {
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  return address.substr(0, address.rfind(':'));
}

}  // namespace

std::string Config::FirstTokenFile() const {
  if (!first_token_file.empty()) return first_token_file;
  return std::filesystem::path(data_dir) / "first-token";
}

std::string Config::FirstInvitationFile() const {
  return std::filesystem::path(data_dir) / "first-invitation";
}

std::string Config::ReceiptKeyFile() const {
  return std::filesystem::path(data_dir) / "receipt-key";
}

std::string Config::BadgeKeyFile() const { return std::filesystem::path(data_dir) / "badge-key"; }

std::string Config::CodeSecretFile() const {
  return std::filesystem::path(data_dir) / "certificate-code-secret";
}

std::string Config::PublicUrl() const {
  if (!public_url.empty()) return public_url.substr(0, public_url.find_last_not_of('/') + 1);
  const std::string scheme = web.certificate.empty() ? "http://" : "https://";
  if (web.listen.empty()) return scheme + "localhost";
  const std::string host = web.listen.substr(0, web.listen.rfind(':'));
  if (host != "0.0.0.0" && host != "[::]") return scheme + web.listen;
  char name[256] = {};
  const bool known = ::gethostname(name, sizeof(name) - 1) == 0 && name[0] != '\0';
  return scheme + (known ? name : "localhost") + web.listen.substr(host.size());
}

std::size_t Config::CacheBytes(std::size_t memory) const {
  constexpr std::size_t kLeast = 64 << 20;
  return std::max(kLeast, cache_mb > 0 ? std::size_t{cache_mb} << 20 : memory / 8);
}

std::string Config::StorePath() const { return std::filesystem::path(data_dir) / "store"; }

namespace {

void AddGatewayOptions(CLI::App& app, Config& config) {
  gateway::Settings& web = config.web;
  app.add_option("--web-listen", web.listen, "网页地址 · address for browsers, host:port");
  app.add_option("--web-root", web.web_root, "网页文件夹 · folder of the pages");
  app.add_option("--web-certificate", web.certificate,
                 "网页的证书 · certificate of the pages (PEM)");
  app.add_option("--web-key", web.key, "网页的私钥 · private key of the pages (PEM)");
  app.add_option("--web-origin", web.origins,
                 "允许调用的其他来源 · another origin whose pages may call the services");
  app.add_flag("--web-behind-proxy", config.web_behind_proxy,
               "本机代理负责每个地址的限额 · a proxy on this machine limits each address");
  app.add_option("--onboarding-listen", web.onboarding_listen,
                 "新平板安装证书的网页地址 · address of the plain page for new tablets, host:port");
  app.add_option("--onboarding-ca", web.onboarding_ca,
                 "该网页发放的颁发机构证书 · certificate of the authority that it hands out (PEM)");
  app.add_option("--web-connections", web.limits.connections,
                 "网页连接总数上限 · most connections of browsers")
      ->capture_default_str();
  app.add_option("--web-connections-per-address", web.limits.connections_per_address,
                 "每个地址的网页连接数上限，其中一半可为实时流 · most of one address; half of them "
                 "may be streams")
      ->capture_default_str();
  app.add_flag("--json-log", config.json_log, "日志为 JSON · log as JSON lines");
}

void AddServerOptions(CLI::App& app, Config& config) {
  app.add_option("--listen", config.listen, "gRPC 地址 · gRPC address, host:port")
      ->capture_default_str();
  app.add_option("--unix-socket", config.unix_socket, "本机套接字路径 · path of a local socket");
  app.add_option("--data-dir", config.data_dir, "数据目录 · folder of all data")
      ->capture_default_str();
  app.add_option("--first-token-file", config.first_token_file,
                 "首个令牌写入的文件 · where the first token is written");
  app.add_option(
      "--public-url", config.public_url,
      "大家访问网页的地址，写入二维码和徽章 · where everybody reaches the pages: stands in QR "
      "codes and badges");
  app.add_option("--tls-certificate", config.tls_certificate, "服务器证书 · certificate (PEM)");
  app.add_option("--tls-key", config.tls_key, "服务器私钥 · private key (PEM)");
  app.add_option("--tls-client-ca", config.tls_client_ca,
                 "客户端证书的签发机构 · authority of client certificates (PEM)");
  app.add_option("--threads", config.threads, "处理线程数，0 为每核一个 · 0: one a core");
  app.add_option("--cache-mb", config.cache_mb,
                 "读缓存 MB，至少 64，0 为内存的八分之一 · cache of what was read, at least 64; 0: "
                 "an eighth of the memory");
}

void AddUpstreamOptions(CLI::App& app, Upstream& upstream) {
  app.add_option("--upstream", upstream.address, "服务器的 gRPC 地址 · gRPC address of the server")
      ->required();
  app.add_option("--upstream-ca", upstream.ca,
                 "服务器证书的签发机构 · authority of the server's certificate (PEM)");
  app.add_option("--upstream-certificate", upstream.certificate,
                 "网关自己的客户端证书 · the gateway's own client certificate (PEM)");
  app.add_option("--upstream-key", upstream.key, "网关的私钥 · its private key (PEM)");
}

// Behind a proxy all come from one address; half of the connections may be streams.
void CompleteLimits(const Config& config, gateway::Limits& limits) {
  limits.streams_per_address = limits.connections_per_address / 2;
  if (!config.web_behind_proxy) return;
  limits.connections_per_address = limits.connections;
  limits.streams_per_address = limits.connections;
  limits.own_streams_per_address = limits.own_streams;
  limits.wrong_codes_per_address = limits.wrong_codes;
}

}  // namespace

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  CommandLine line;
  Upstream upstream;
  CLI::App app("touchstoned：touchstone 竞赛评分服务器 · the touchstone server");
  app.set_help_flag("-h,--help", "显示帮助 · show this help");
  app.set_version_flag("--version", "touchstoned 0.1.0", "显示版本 · show the version");
  AddServerOptions(app, line.config);
  AddGatewayOptions(app, line.config);
  CLI::App* alone = app.add_subcommand(
      "gateway", "只运行网关，服务器在别处 · only the gateway of a server that runs elsewhere");
  // Its options stand behind the word.
  for (CLI::Option* option : app.get_options()) alone->excludes(option);
  AddUpstreamOptions(*alone, upstream);
  AddGatewayOptions(*alone, line.config);
  alone->get_option("--web-listen")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    line.exit_code = app.exit(e);
  }
  CompleteLimits(line.config, line.config.web.limits);
  if (alone->parsed()) line.upstream = std::move(upstream);
  return line;
}

bool IsLoopback(const std::string& address) {
  const std::string host = HostOf(address);
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

namespace {

absl::Status CheckWeb(const Config& config) {
  if (config.web.certificate.empty() != config.web.key.empty()) {
    return absl::InvalidArgumentError(
        "网页的 TLS 需要证书和私钥 · pages over TLS need both --web-certificate and --web-key");
  }
  if (!config.web.listen.empty() && config.web.certificate.empty() &&
      !IsLoopback(config.web.listen)) {
    return absl::InvalidArgumentError(
        "没有 TLS 时网页只能监听本机地址 · without TLS pages are served on a loopback address "
        "only: " +
        config.web.listen);
  }
  if (config.web_behind_proxy && !IsLoopback(config.web.listen)) {
    return absl::InvalidArgumentError(
        "使用代理时网页只能监听本机地址 · behind a proxy pages are served on a loopback address "
        "only: " +
        config.web.listen);
  }
  if (config.web.onboarding_listen.empty() != config.web.onboarding_ca.empty()) {
    return absl::InvalidArgumentError(
        "新平板网页需要地址和证书 · the page for new tablets needs both --onboarding-listen and "
        "--onboarding-ca");
  }
  if (!config.web.onboarding_listen.empty() &&
      (config.web.listen.empty() || config.web.certificate.empty())) {
    return absl::InvalidArgumentError(
        "新平板网页只用于 TLS 网页 · the page for new tablets leads to pages over TLS: "
        "--web-listen, --web-certificate and --web-key");
  }
  return absl::OkStatus();
}

}  // namespace

namespace {

// Of the form https://host/path, in printable ASCII: it stands in QR codes and in JSON.
absl::Status CheckPublicUrl(const std::string& url) {
  const bool plain = std::all_of(url.begin(), url.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7f &&
           std::string_view("\"<>\\^`{|}?#").find(c) == std::string_view::npos;
  });
  const bool http = url.starts_with("https://") || url.starts_with("http://");
  if (url.empty() || (plain && http && url.size() <= 200)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "公开地址应为 https://主机 · --public-url must be like https://host: " + url);
}

}  // namespace

absl::Status CheckConfig(const Config& config) {
  if (absl::Status url = CheckPublicUrl(config.public_url); !url.ok()) return url;
  const bool some = config.HasTls() || !config.tls_key.empty() || !config.tls_client_ca.empty();
  const bool all = config.HasTls() && !config.tls_key.empty() && !config.tls_client_ca.empty();
  if (some && !all) {
    return absl::InvalidArgumentError(
        "TLS 需要证书、私钥和客户端证书签发机构三个文件 · TLS needs all of --tls-certificate, "
        "--tls-key and --tls-client-ca");
  }
  if (!all && !IsLoopback(config.listen)) {
    return absl::InvalidArgumentError(
        "没有双向 TLS 时只能监听本机地址 · without mutual TLS only a loopback address is "
        "allowed: " +
        config.listen);
  }
  return CheckWeb(config);
}

absl::Status CheckGateway(const Config& config, const Upstream& upstream) {
  const bool all = upstream.HasTls() && !upstream.certificate.empty() && !upstream.key.empty();
  const bool some = upstream.HasTls() || !upstream.certificate.empty() || !upstream.key.empty();
  if (some && !all) {
    return absl::InvalidArgumentError(
        "连接服务器的 TLS 需要三个文件 · TLS to the server needs all of --upstream-ca, "
        "--upstream-certificate and --upstream-key");
  }
  if (!all && !IsLoopback(upstream.address)) {
    return absl::InvalidArgumentError(
        "没有双向 TLS 时服务器只能在本机 · without mutual TLS the server is on this machine "
        "only: " +
        upstream.address);
  }
  return CheckWeb(config);
}

}  // namespace touchstone
