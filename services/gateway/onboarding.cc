#include "services/gateway/onboarding.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <utility>

#include "services/common/hash.h"
#include "services/gateway/onboarding_page.h"
#include "services/gateway/wire_text.h"

namespace touchstone::gateway {
namespace {

// DER of the first certificate of a PEM file; empty when there is none.
std::string ReadDer(const std::string& file) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> text(BIO_new_file(file.c_str(), "r"),
                                                           BIO_free_all);
  if (text == nullptr) return "";
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), X509_free);
  unsigned char* bytes = nullptr;
  const int size = certificate == nullptr ? 0 : i2d_X509(certificate.get(), &bytes);
  if (size <= 0) return "";
  std::string der(reinterpret_cast<const char*>(bytes), size);
  OPENSSL_free(bytes);
  return der;
}

// The host of "host" or "host:port"; nullopt when it could say more than where we are.
std::optional<std::string> HostOf(std::string_view header) {
  const std::string_view host = header.substr(0, header.find(':'));
  const std::string_view port = header.substr(std::min(header.size(), host.size() + 1));
  const auto plain = [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '-'; };
  const auto digit = [](unsigned char c) { return std::isdigit(c) != 0; };
  if (host.empty() || host.size() > 253 || port.size() > 5) return {};
  if (!std::ranges::all_of(host, plain) || !std::ranges::all_of(port, digit)) return {};
  return std::string(host);
}

HttpResponse Respond(int status, std::string type, std::string body) {
  const std::string style = Base64(Sha256(OnboardingStyle()));
  return {status,
          {{"content-type", std::move(type)},
           {"cache-control", "no-store"},
           {"content-security-policy",
            "default-src 'none'; style-src 'sha256-" + style +
                "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
           {"x-content-type-options", "nosniff"},
           {"referrer-policy", "no-referrer"}},
          std::move(body)};
}

HttpResponse Refuse(int status, std::string text) {
  return Respond(status, "text/plain; charset=utf-8", std::move(text));
}

}  // namespace

absl::StatusOr<Onboarding> Onboarding::Open(const std::string& file, int pages_port) {
  std::string der = ReadDer(file);
  if (der.empty()) return absl::UnavailableError("没有证书 · no certificate in " + file);
  return Onboarding(std::move(der), pages_port);
}

Onboarding::Onboarding(std::string certificate, int pages_port)
    : certificate_(std::move(certificate)),
      fingerprint_(CertificateFingerprint(certificate_)),
      pages_port_(pages_port) {}

HttpResponse Onboarding::Answer(const HttpRequest& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refused = Refuse(405, "405 Method Not Allowed\n");
    refused.headers.push_back({"allow", "GET, HEAD"});
    return refused;
  }
  if (request.Path() == "/ca.crt") return Respond(200, "application/x-x509-ca-cert", certificate_);
  if (request.Path() != "/") return Refuse(404, "404 找不到 · not found\n");
  const auto host = HostOf(request.Get("host"));
  if (!host) return Refuse(400, "400 Host\n");
  const std::string pages = "https://" + *host + ":" + std::to_string(pages_port_);
  return Respond(200, "text/html; charset=utf-8", OnboardingPage(fingerprint_, pages));
}

}  // namespace touchstone::gateway
