#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace touchstone {

// The public key of a device that signs entries: ECDSA on P-256 (FIPS 186-4) over SHA-256, as
// WebCrypto makes it. Immutable; thread-safe.
class DeviceKey {
 public:
  // `der` is a SubjectPublicKeyInfo (RFC 5480). REQUEST_INVALID with a violation of `field` for
  // anything but a valid point of P-256, and for bytes behind it.
  static absl::StatusOr<std::shared_ptr<const DeviceKey>> Parse(std::string_view der,
                                                                std::string_view field);
  ~DeviceKey();

  // Whether `signature` is one of this key over `bytes`. It has the form of IEEE P1363: r and s,
  // 32 bytes each, big-endian.
  bool Verifies(std::string_view bytes, std::string_view signature) const;

 private:
  struct Key;
  explicit DeviceKey(std::unique_ptr<Key> key);
  std::unique_ptr<Key> key_;
};

}  // namespace touchstone
