#include "services/training/documents/certificate_codes.h"

#include <sodium.h>

#include <cstdlib>

#include "services/common/hash.h"
#include "services/training/documents/badge_key.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

constexpr std::size_t kCodeBytes = 18;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string KeyOf(std::string_view code) {
  return storage::keys::Resource("certificate_code", ToHex(Sha256(code)));
}

}  // namespace

CertificateCodes::CertificateCodes(const storage::KvStore& store, std::string_view secret)
    : store_(store), secret_(secret) {
  if (secret_.size() != crypto_auth_hmacsha256_KEYBYTES) std::abort();
}

std::string CertificateCodes::CodeOf(const storage::v1::CodedCertificate& certificate) const {
  // Ids have no '/', so no two certificates make the same text.
  const std::string text = "certificate/" + certificate.worker() + "/" +
                           certificate.certificate_type() + "/" + certificate.number();
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()), Bytes(text), text.size(),
                         Bytes(secret_));
  return Base64Url(std::string_view(mac).substr(0, kCodeBytes));
}

absl::Status CertificateCodes::Register(const storage::v1::CodedCertificate& certificate,
                                        storage::WriteBatch& batch) const {
  const std::string code = CodeOf(certificate);
  auto registered = Find(code);
  if (!registered.ok() || *registered) return registered.status();
  batch.ExpectAbsent(KeyOf(code));
  batch.Put(KeyOf(code), certificate.SerializeAsString());
  return absl::OkStatus();
}

absl::StatusOr<std::optional<storage::v1::CodedCertificate>> CertificateCodes::Find(
    std::string_view code) const {
  return ReadStored<storage::v1::CodedCertificate>(store_, KeyOf(code));
}

}  // namespace touchstone::training
