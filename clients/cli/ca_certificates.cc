#include "clients/cli/ca_certificates.h"

#include <arpa/inet.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <memory>

#include "clients/cli/certificate_files.h"
#include "services/common/hash.h"

namespace touchstone::cli {
namespace {

namespace fs = std::filesystem;

constexpr long kDay = 24 * 60 * 60;
constexpr int kAuthorityDays = 3653;
// Apple's devices take no server certificate that lasts longer than 398 days.
constexpr int kIssuedDays = 397;

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
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return "";
  const std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return CertificateFingerprint(der);
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

// What the authority is asked for.
struct Wanted {
  std::string file;  // without .crt and .key
  std::string common_name;
  std::string usage;
  std::string alternative_names;  // empty: none
};

absl::Status Issue(const fs::path& folder, const Wanted& wanted) {
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
  const Certificate issued = Begin(wanted.common_name, key.get(), kIssuedDays);
  if (ASN1_TIME_compare(ca_end, X509_get0_notAfter(issued.get())) < 0) {
    X509_set1_notAfter(issued.get(), ca_end);
  }
  const std::string& names = wanted.alternative_names;
  const bool made =
      Extend(issued.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE") &&
      Extend(issued.get(), ca.get(), NID_key_usage, "critical,digitalSignature") &&
      Extend(issued.get(), ca.get(), NID_ext_key_usage, wanted.usage) &&
      Extend(issued.get(), ca.get(), NID_subject_key_identifier, "hash") &&
      Extend(issued.get(), ca.get(), NID_authority_key_identifier, "keyid:always") &&
      (names.empty() || Extend(issued.get(), ca.get(), NID_subject_alt_name, names)) &&
      Sign(issued.get(), ca.get(), ca_key.get());
  if (!made) return absl::InternalError("无法生成证书 · the certificate was not made");
  if (absl::Status s = WriteKey(folder / (wanted.file + ".key"), key.get()); !s.ok()) return s;
  return WriteCertificate(folder / (wanted.file + ".crt"), issued.get());
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
  return Issue(folder, {"server", "touchstone server", "serverAuth", *names});
}

absl::Status IssueClientCertificate(const fs::path& folder, const std::string& name) {
  const auto plain = [](unsigned char c) { return std::islower(c) || std::isdigit(c) || c == '-'; };
  const bool reserved = name == "ca" || name == "server";
  if (name.empty() || name.size() > 32 || !std::ranges::all_of(name, plain) || reserved) {
    return absl::InvalidArgumentError(
        "名称只能含小写字母、数字和 -，且不能是 ca 或 server · a name has lower-case letters, "
        "digits "
        "and - only, and is neither ca nor server: " +
        name);
  }
  return Issue(folder, {name, "touchstone client " + name, "clientAuth", ""});
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
