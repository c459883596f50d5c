#include "clients/cli/ca_certificates.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string_view>

namespace touchstone::cli {
namespace {

namespace fs = std::filesystem;

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Text = std::unique_ptr<BIO, Free<BIO_free_all>>;

constexpr long kDay = 24 * 60 * 60;
constexpr int kAuthorityDays = 3653;
// Apple's devices take no server certificate that lasts longer than 398 days.
constexpr int kServerDays = 397;

absl::Status Unwritable(const fs::path& file) {
  return absl::UnavailableError("无法写入 · cannot write " + file.string());
}

// All of it or nothing of it, under permissions that nobody can race.
absl::Status WriteFile(const fs::path& file, const Text& text, mode_t mode) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  const fs::path draft = file.string() + ".new";
  ::unlink(draft.c_str());
  const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return Unwritable(file);
  const bool written = ::write(descriptor, bytes, size) == size && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written || std::rename(draft.c_str(), file.c_str()) != 0) return Unwritable(file);
  return absl::OkStatus();
}

absl::Status WriteKey(const fs::path& file, EVP_PKEY* key) {
  const Text text(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return WriteFile(file, text, 0600);
}

absl::Status WriteCertificate(const fs::path& file, X509* certificate) {
  const Text text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(text.get(), certificate);
  return WriteFile(file, text, 0644);
}

Certificate LoadCertificate(const fs::path& file) {
  const Text text(BIO_new_file(file.c_str(), "r"));
  return Certificate(text ? PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr) : nullptr);
}

Key LoadKey(const fs::path& file) {
  const Text text(BIO_new_file(file.c_str(), "r"));
  return Key(text ? PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr) : nullptr);
}

void SetRandomSerial(X509* certificate) {
  std::array<unsigned char, 16> bytes;
  RAND_bytes(bytes.data(), bytes.size());
  const std::unique_ptr<BIGNUM, Free<BN_free>> number(
      BN_bin2bn(bytes.data(), bytes.size(), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

// A certificate of version 3 without issuer and extensions. It begins a day ago: clocks of tablets
// that were off for long are behind.
Certificate Begin(const std::string& common_name, EVP_PKEY* key, int days) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  SetRandomSerial(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), (days - 1) * kDay);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto add = [name](const char* field, const std::string& value) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0);
  };
  add("O", "touchstone");
  add("CN", common_name);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

bool Extend(X509* certificate, X509* issuer, int extension, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> made(
      X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str()));
  return made != nullptr && X509_add_ext(certificate, made.get(), -1) == 1;
}

bool Sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  return X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
         X509_sign(certificate, issuer_key, EVP_sha256()) > 0;
}

std::string Today() {
  const std::time_t now = std::time(nullptr);
  std::tm day{};
  ::gmtime_r(&now, &day);
  std::array<char, 16> text;
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &day)};
}

bool IsAddress(const std::string& host) {
  std::array<unsigned char, 16> bytes;
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool IsName(const std::string& host) {
  const auto plain = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, plain) &&
         std::isalnum(static_cast<unsigned char>(host.front())) &&
         std::isalnum(static_cast<unsigned char>(host.back())) &&
         host.find("..") == std::string::npos;
}

// "IP:192.168.1.5,DNS:localhost".
absl::StatusOr<std::string> AlternativeNames(const std::vector<std::string>& hosts) {
  std::string names;
  for (const std::string& host : hosts) {
    const bool address = IsAddress(host);
    if (!address && !IsName(host)) {
      return absl::InvalidArgumentError("不是地址或域名 · neither an address nor a name: " + host);
    }
    names += (names.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + host;
  }
  if (names.empty()) return absl::InvalidArgumentError("缺少 --host · --host is missing");
  return names;
}

std::string Print(const ASN1_TIME* time) {
  const Text text(BIO_new(BIO_s_mem()));
  ASN1_TIME_print(text.get(), time);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string Fingerprint(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  X509_digest(certificate, EVP_sha256(), digest.data(), &size);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    std::array<char, 4> pair;
    std::snprintf(pair.data(), pair.size(), "%02X", digest[i]);
    text += (i == 0 ? "" : ":") + std::string(pair.data());
  }
  return text;
}

std::vector<std::string> Hosts(X509* certificate) {
  std::vector<std::string> hosts;
  const std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), i), &type);
    const auto* text = static_cast<const ASN1_STRING*>(value);
    const unsigned char* bytes = ASN1_STRING_get0_data(text);
    const int size = ASN1_STRING_length(text);
    std::array<char, INET6_ADDRSTRLEN> address;
    if (type == GEN_IPADD) {
      const int family = size == 4 ? AF_INET : AF_INET6;
      hosts.emplace_back(::inet_ntop(family, bytes, address.data(), address.size()));
    } else {
      hosts.emplace_back(reinterpret_cast<const char*>(bytes), size);
    }
  }
  return hosts;
}

}  // namespace

absl::Status CreateAuthority(const fs::path& folder) {
  const fs::path certificate_file = folder / "ca.crt";
  const fs::path key_file = folder / "ca.key";
  std::error_code error;
  if (fs::exists(certificate_file, error) || fs::exists(key_file, error)) {
    return absl::AlreadyExistsError("已有证书颁发机构 · there is an authority in " +
                                    folder.string());
  }
  fs::create_directories(folder, error);
  if (error) return Unwritable(folder);
  const Key key(EVP_EC_gen("P-256"));
  const Certificate ca = Begin("touchstone CA " + Today(), key.get(), kAuthorityDays);
  // No name constraints: the addresses of the next hall are not known today, and every tablet would
  // have to install a new authority for them. It can make no further authorities (pathlen:0), its
  // key never leaves the folder, and tablets are told to remove it after the contest.
  const bool made =
      Extend(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
      Extend(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign") &&
      Extend(ca.get(), ca.get(), NID_subject_key_identifier, "hash") &&
      Sign(ca.get(), ca.get(), key.get());
  if (!made) return absl::InternalError("无法生成证书 · the certificate was not made");
  if (absl::Status s = WriteKey(key_file, key.get()); !s.ok()) return s;
  return WriteCertificate(certificate_file, ca.get());
}

absl::Status IssueServerCertificate(const fs::path& folder, const std::vector<std::string>& hosts) {
  const auto names = AlternativeNames(hosts);
  if (!names.ok()) return names.status();
  const Certificate ca = LoadCertificate(folder / "ca.crt");
  const Key ca_key = LoadKey(folder / "ca.key");
  if (ca == nullptr || ca_key == nullptr || X509_check_private_key(ca.get(), ca_key.get()) != 1) {
    return absl::FailedPreconditionError(
        "没有证书颁发机构，请先运行 touchstone ca create · no "
        "authority in " +
        folder.string() + "; run touchstone ca create first");
  }
  const ASN1_TIME* ca_end = X509_get0_notAfter(ca.get());
  if (X509_cmp_current_time(ca_end) < 0) {
    return absl::FailedPreconditionError("证书颁发机构已过期 · the authority has expired");
  }
  const Key key(EVP_EC_gen("P-256"));
  const Certificate server = Begin("touchstone server", key.get(), kServerDays);
  if (ASN1_TIME_compare(ca_end, X509_get0_notAfter(server.get())) < 0) {
    X509_set1_notAfter(server.get(), ca_end);
  }
  const bool made = Extend(server.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                    Extend(server.get(), ca.get(), NID_key_usage, "critical,digitalSignature") &&
                    Extend(server.get(), ca.get(), NID_ext_key_usage, "serverAuth") &&
                    Extend(server.get(), ca.get(), NID_subject_key_identifier, "hash") &&
                    Extend(server.get(), ca.get(), NID_authority_key_identifier, "keyid:always") &&
                    Extend(server.get(), ca.get(), NID_subject_alt_name, *names) &&
                    Sign(server.get(), ca.get(), ca_key.get());
  if (!made) return absl::InternalError("无法生成证书 · the certificate was not made");
  if (absl::Status s = WriteKey(folder / "server.key", key.get()); !s.ok()) return s;
  return WriteCertificate(folder / "server.crt", server.get());
}

absl::StatusOr<CertificateFacts> ReadCertificate(const fs::path& file) {
  const Certificate certificate = LoadCertificate(file);
  if (certificate == nullptr) {
    return absl::NotFoundError("没有证书 · no certificate in " + file.string());
  }
  CertificateFacts facts;
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name.data(),
                            name.size());
  facts.name = name.data();
  facts.fingerprint = Fingerprint(certificate.get());
  facts.valid_until = Print(X509_get0_notAfter(certificate.get()));
  facts.hosts = Hosts(certificate.get());
  return facts;
}

}  // namespace touchstone::cli
