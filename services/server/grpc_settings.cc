#include "services/server/grpc_settings.h"

#include <fstream>
#include <sstream>
#include <string>

#include <grpcpp/resource_quota.h>

namespace touchstone {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf())) return absl::UnavailableError("读取失败 · cannot read " + path);
  return text.str();
}

// What proves who we are, and who may prove it to us.
struct Pem {
  std::string certificate;
  std::string key;
  std::string authority;
};

absl::StatusOr<Pem> ReadPem(const std::string& certificate_file, const std::string& key_file,
                            const std::string& authority_file) {
  auto certificate = ReadFile(certificate_file);
  if (!certificate.ok()) return certificate.status();
  auto key = ReadFile(key_file);
  if (!key.ok()) return key.status();
  auto authority = ReadFile(authority_file);
  if (!authority.ok()) return authority.status();
  return Pem{*std::move(certificate), *std::move(key), *std::move(authority)};
}

constexpr int kSecond = 1000;

}  // namespace

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(256 * 1024);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 * 1024);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 4096);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 300 * kSecond);
  // A tablet that left the hall is noticed after a minute; its own pings may come every 10 s.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 45 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 15 * kSecond);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10 * kSecond);
  // Two servers on one port would share the calls between them.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  grpc::ResourceQuota quota("touchstone");
  quota.Resize(128 << 20);
  builder.SetResourceQuota(quota);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const Config& config) {
  if (!config.HasTls()) return grpc::InsecureServerCredentials();
  auto pem = ReadPem(config.tls_certificate, config.tls_key, config.tls_client_ca);
  if (!pem.ok()) return pem.status();
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = std::move(pem->authority);
  options.pem_key_cert_pairs.push_back({std::move(pem->key), std::move(pem->certificate)});
  return grpc::SslServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenUpstream(const Upstream& upstream) {
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (upstream.HasTls()) {
    auto pem = ReadPem(upstream.certificate, upstream.key, upstream.ca);
    if (!pem.ok()) return pem.status();
    credentials = grpc::SslCredentials(
        {std::move(pem->authority), std::move(pem->key), std::move(pem->certificate)});
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(16 << 20);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 15 * kSecond);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5 * kSecond);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kSecond / 5);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2 * kSecond);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5 * kSecond);  // time to connect
  return grpc::CreateCustomChannel(upstream.address, credentials, arguments);
}

}  // namespace touchstone
