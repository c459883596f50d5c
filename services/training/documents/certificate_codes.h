#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/kv_store.h"
#include "storage/write_batch.h"
#include "touchstone/storage/v1/document.pb.h"

namespace touchstone::training {

// The codes by which everybody can check a certificate. A code follows from the certificate and a
// secret of the server, and it answers once it was registered; the store knows only its SHA-256.
// Thread-safe; the store must outlive it.
class CertificateCodes {
 public:
  // REQUIRES: `secret` has 32 random bytes.
  CertificateCodes(const storage::KvStore& store, std::string_view secret);

  // 24 characters of base64url: 144 bits of HMAC-SHA-256 (RFC 2104).
  std::string CodeOf(const storage::v1::CodedCertificate& certificate) const;
  // Adds what registers the code to `batch`; nothing when it is registered. STORE_READ_FAILED.
  absl::Status Register(const storage::v1::CodedCertificate& certificate,
                        storage::WriteBatch& batch) const;
  // The certificate with this code; nothing for all others. STORE_READ_FAILED.
  absl::StatusOr<std::optional<storage::v1::CodedCertificate>> Find(std::string_view code) const;

 private:
  const storage::KvStore& store_;
  const std::string secret_;
};

}  // namespace touchstone::training
