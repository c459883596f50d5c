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

}  // namespace

void SetLimits(grpc::ServerBuilder& builder) {
  constexpr int kSecond = 1000;
  builder.SetMaxReceiveMessageSize(256 * 1024);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 * 1024);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 64);
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
  auto certificate = ReadFile(config.tls_certificate);
  if (!certificate.ok()) return certificate.status();
  auto key = ReadFile(config.tls_key);
  if (!key.ok()) return key.status();
  auto authority = ReadFile(config.tls_client_ca);
  if (!authority.ok()) return authority.status();
  grpc::SslServerCredentialsOptions options(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = *std::move(authority);
  options.pem_key_cert_pairs.push_back({*std::move(key), *std::move(certificate)});
  return grpc::SslServerCredentials(options);
}

}  // namespace touchstone
