#include "services/gateway/tls.h"

#include <openssl/ssl.h>

namespace touchstone::gateway {

namespace ssl = boost::asio::ssl;

absl::StatusOr<std::unique_ptr<ssl::context>> MakeTls(const std::string& certificate,
                                                      const std::string& key) {
  auto tls = std::make_unique<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  const auto fail = [&](const std::string& file) {
    return absl::UnavailableError("无法使用 · cannot use " + file + ": " + error.message());
  };
  ::SSL_CTX* const native = tls->native_handle();
  ::SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  ::SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");
  ::SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  tls->use_certificate_chain_file(certificate, error);
  if (error) return fail(certificate);
  tls->use_private_key_file(key, ssl::context::pem, error);
  if (error) return fail(key);
  if (::SSL_CTX_check_private_key(native) != 1) return fail(key);
  return tls;
}

}  // namespace touchstone::gateway
