#include "services/server/config.h"

#include <arpa/inet.h>

#include <filesystem>

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

std::string Config::StorePath() const { return std::filesystem::path(data_dir) / "store"; }

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  CommandLine line;
  Config& config = line.config;
  CLI::App app("touchstoned：touchstone 竞赛评分服务器 · the touchstone server");
  app.set_help_flag("-h,--help", "显示帮助 · show this help");
  app.set_version_flag("--version", "touchstoned 0.1.0", "显示版本 · show the version");
  app.add_option("--listen", config.listen, "gRPC 地址 · gRPC address, host:port")
      ->capture_default_str();
  app.add_option("--unix-socket", config.unix_socket, "本机套接字路径 · path of a local socket");
  app.add_option("--data-dir", config.data_dir, "数据目录 · folder of all data")
      ->capture_default_str();
  app.add_option("--first-token-file", config.first_token_file,
                 "首个令牌写入的文件 · where the first token is written");
  app.add_option("--tls-certificate", config.tls_certificate, "服务器证书 · certificate (PEM)");
  app.add_option("--tls-key", config.tls_key, "服务器私钥 · private key (PEM)");
  app.add_option("--tls-client-ca", config.tls_client_ca,
                 "客户端证书的签发机构 · authority of client certificates (PEM)");
  app.add_option("--web-listen", config.web_listen, "网页地址 · address for browsers, host:port");
  app.add_option("--web-root", config.web_root, "网页文件夹 · folder of the pages");
  app.add_option("--web-certificate", config.web_certificate,
                 "网页的证书 · certificate of the pages (PEM)");
  app.add_option("--web-key", config.web_key, "网页的私钥 · private key of the pages (PEM)");
  app.add_option("--web-origin", config.web_origins,
                 "允许调用的其他来源 · another origin whose pages may call the services");
  app.add_flag("--web-behind-proxy", config.web_behind_proxy,
               "本机代理负责每个地址的限额 · a proxy on this machine limits each address");
  app.add_option("--onboarding-listen", config.onboarding_listen,
                 "新平板安装证书的网页地址 · address of the plain page for new tablets, host:port");
  app.add_option("--onboarding-ca", config.onboarding_ca,
                 "该网页发放的颁发机构证书 · certificate of the authority that it hands out (PEM)");
  app.add_option("--web-connections", config.web_connections,
                 "网页连接总数上限 · most connections of browsers")
      ->capture_default_str();
  app.add_option("--web-connections-per-address", config.web_connections_per_address,
                 "每个地址的网页连接数上限，其中一半可为实时流 · most of one address; half of them "
                 "may be streams")
      ->capture_default_str();
  app.add_option("--threads", config.threads, "处理线程数，0 为每核一个 · 0: one a core");
  app.add_flag("--json-log", config.json_log, "日志为 JSON · log as JSON lines");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    line.exit_code = app.exit(e);
  }
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
  if (config.web_certificate.empty() != config.web_key.empty()) {
    return absl::InvalidArgumentError(
        "网页的 TLS 需要证书和私钥 · pages over TLS need both --web-certificate and --web-key");
  }
  if (!config.web_listen.empty() && config.web_certificate.empty() &&
      !IsLoopback(config.web_listen)) {
    return absl::InvalidArgumentError(
        "没有 TLS 时网页只能监听本机地址 · without TLS pages are served on a loopback address "
        "only: " +
        config.web_listen);
  }
  if (config.web_behind_proxy && !IsLoopback(config.web_listen)) {
    return absl::InvalidArgumentError(
        "使用代理时网页只能监听本机地址 · behind a proxy pages are served on a loopback address "
        "only: " +
        config.web_listen);
  }
  if (config.onboarding_listen.empty() != config.onboarding_ca.empty()) {
    return absl::InvalidArgumentError(
        "新平板网页需要地址和证书 · the page for new tablets needs both --onboarding-listen and "
        "--onboarding-ca");
  }
  if (!config.onboarding_listen.empty() &&
      (config.web_listen.empty() || config.web_certificate.empty())) {
    return absl::InvalidArgumentError(
        "新平板网页只用于 TLS 网页 · the page for new tablets leads to pages over TLS: "
        "--web-listen, --web-certificate and --web-key");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckConfig(const Config& config) {
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

}  // namespace touchstone
