#include "clients/cli/ca_certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/storage/temp_folder.h"

namespace touchstone::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate Load(const fs::path& file) {
  BIO* text = BIO_new_file(file.c_str(), "r");
  X509* certificate = text ? PEM_read_bio_X509(text, nullptr, nullptr, nullptr) : nullptr;
  BIO_free_all(text);
  return {certificate, X509_free};
}

std::string Bytes(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(bytes).str();
}

// What a tablet decides that trusts `ca` only and opens https://`host`/: "ok", or OpenSSL's reason.
std::string Verified(const fs::path& ca_file, const fs::path& server_file,
                     const std::string& host) {
  const Certificate ca = Load(ca_file);
  const Certificate server = Load(server_file);
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, ca.get());
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, server.get(), nullptr);
  X509_VERIFY_PARAM* wanted = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
  X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), 0);
  }
  X509_verify_cert(context);
  const std::string verdict = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return verdict;
}

int Days(const X509* certificate) {
  int days = 0;
  int seconds = 0;
  ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(certificate),
                 X509_get0_notAfter(certificate));
  return days;
}

class CaCertificatesTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(CreateAuthority(folder_).ok()); }

  absl::Status Issue(const std::vector<std::string>& hosts) {
    return IssueServerCertificate(folder_, hosts);
  }
  std::string Verdict(const std::string& host) {
    return Verified(folder_ / "ca.crt", folder_ / "server.crt", host);
  }

  const storage::TempFolder temporary_;
  const fs::path folder_ = fs::path(temporary_.path()) / "ca";
};

TEST_F(CaCertificatesTest, ATabletTrustsTheServerUnderItsAddressesAndNamesOnly) {
  ASSERT_TRUE(Issue({"192.168.1.5", "fd00::5", "hall.local"}).ok());
  for (const char* host : {"192.168.1.5", "fd00::5", "hall.local"}) {
    EXPECT_EQ(Verdict(host), "ok") << host;
  }
  EXPECT_EQ(Verdict("192.168.1.6"), "IP address mismatch");
  EXPECT_EQ(Verdict("other.local"), "hostname mismatch");
}

TEST_F(CaCertificatesTest, ATabletOfAnotherHallDoesNotTrustIt) {
  ASSERT_TRUE(Issue({"hall.local"}).ok());
  const fs::path other = folder_.parent_path() / "other";
  ASSERT_TRUE(CreateAuthority(other).ok());
  EXPECT_NE(Verified(other / "ca.crt", folder_ / "server.crt", "hall.local"), "ok");
}

TEST_F(CaCertificatesTest, TheServerCannotActAsAnAuthority) {
  ASSERT_TRUE(Issue({"hall.local"}).ok());
  const Certificate server = Load(folder_ / "server.crt");
  EXPECT_EQ(X509_check_ca(server.get()), 0);
  EXPECT_EQ(X509_check_purpose(server.get(), X509_PURPOSE_SSL_CLIENT, 0), 0);
  const Certificate ca = Load(folder_ / "ca.crt");
  EXPECT_EQ(X509_check_ca(ca.get()), 1);
  EXPECT_EQ(X509_get_pathlen(ca.get()), 0);
}

TEST_F(CaCertificatesTest, AClientProvesItselfToServersOfTheHallAndIsNone) {
  ASSERT_TRUE(IssueClientCertificate(folder_, "gateway").ok());
  const Certificate client = Load(folder_ / "gateway.crt");
  EXPECT_EQ(X509_check_ca(client.get()), 0);
  EXPECT_EQ(X509_check_purpose(client.get(), X509_PURPOSE_SSL_CLIENT, 0), 1);
  EXPECT_EQ(X509_check_purpose(client.get(), X509_PURPOSE_SSL_SERVER, 0), 0);
  EXPECT_EQ(Days(client.get()), 397);
  EXPECT_TRUE(Issue({"hall.local"}).ok());
  EXPECT_EQ(ReadCertificate(folder_ / "gateway.crt")->name, "touchstone client gateway");
  struct stat facts {};
  ASSERT_EQ(::stat((folder_ / "gateway.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(CaCertificatesTest, AClientsNameIsAFileOfTheFolderAndNoOther) {
  for (const char* name : {"", "ca", "server", "../gateway", "a/b", "Gateway", "a.b", "a b"}) {
    EXPECT_EQ(IssueClientCertificate(folder_, name).code(), absl::StatusCode::kInvalidArgument)
        << name;
  }
  EXPECT_EQ(IssueClientCertificate(folder_, std::string(33, 'a')).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(CaCertificatesTest, LastsAsLongAsDevicesAllow) {
  ASSERT_TRUE(Issue({"hall.local"}).ok());
  EXPECT_EQ(Days(Load(folder_ / "ca.crt").get()), 3653);
  const Certificate server = Load(folder_ / "server.crt");
  EXPECT_EQ(Days(server.get()), 397);
  EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(server.get())), 0);
}

TEST_F(CaCertificatesTest, KeysAreTheirOwnersOnly) {
  ASSERT_TRUE(Issue({"hall.local"}).ok());
  for (const char* name : {"ca.key", "server.key"}) {
    struct stat facts {};
    ASSERT_EQ(::stat((folder_ / name).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u) << name;
  }
}

TEST_F(CaCertificatesTest, AnAuthorityIsNeverReplaced) {
  const std::string certificate = Bytes(folder_ / "ca.crt");
  const std::string key = Bytes(folder_ / "ca.key");
  EXPECT_EQ(CreateAuthority(folder_).code(), absl::StatusCode::kAlreadyExists);
  fs::remove(folder_ / "ca.crt");
  EXPECT_EQ(CreateAuthority(folder_).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Bytes(folder_ / "ca.key"), key);
  EXPECT_FALSE(certificate.empty());
}

TEST_F(CaCertificatesTest, IssuingAgainReplacesTheServersCertificate) {
  ASSERT_TRUE(Issue({"192.168.1.5"}).ok());
  const std::string before = ReadCertificate(folder_ / "server.crt")->fingerprint;
  ASSERT_TRUE(Issue({"10.0.0.7", "localhost"}).ok());
  const auto after = ReadCertificate(folder_ / "server.crt");
  EXPECT_NE(after->fingerprint, before);
  EXPECT_THAT(after->hosts, ElementsAre("10.0.0.7", "localhost"));
  EXPECT_EQ(Verdict("10.0.0.7"), "ok");
  EXPECT_NE(Verdict("192.168.1.5"), "ok");
}

TEST_F(CaCertificatesTest, RefusesWhatIsNoHost) {
  for (const char* host :
       {"", "hall local", "a,DNS:evil.example", "*.local", "https://hall", "-a", "a..b"}) {
    EXPECT_EQ(Issue({host}).code(), absl::StatusCode::kInvalidArgument) << host;
  }
  EXPECT_EQ(Issue({}).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(fs::exists(folder_ / "server.crt"));
}

TEST_F(CaCertificatesTest, NeedsAnAuthorityWithItsOwnKey) {
  const fs::path other = folder_.parent_path() / "other";
  EXPECT_EQ(IssueServerCertificate(other, {"a"}).code(), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(CreateAuthority(other).ok());
  fs::copy_file(other / "ca.key", folder_ / "ca.key", fs::copy_options::overwrite_existing);
  EXPECT_EQ(Issue({"a"}).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(CaCertificatesTest, TheFingerprintIsThatOfTheCertificate) {
  const auto ca = ReadCertificate(folder_ / "ca.crt");
  ASSERT_TRUE(ca.ok());
  EXPECT_EQ(ca->fingerprint.size(), 32u * 3 - 1);
  EXPECT_THAT(ca->hosts, IsEmpty());
  EXPECT_EQ(ReadCertificate(folder_ / "ca.key").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace touchstone::cli
