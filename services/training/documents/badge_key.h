#pragma once

#include <string>
#include <string_view>

#include "services/ledger/receipt_signer.h"

namespace touchstone::training {

// The key with which badges are signed: Ed25519 (RFC 8032), a key of its own. Immutable;
// thread-safe.
class BadgeKey {
 public:
  // The key pair that follows from `seed`. REQUIRES: 32 bytes.
  explicit BadgeKey(std::string_view seed);

  // Its name: the thumbprint of the public key (RFC 7638), base64url, 43 characters.
  const std::string& Id() const { return id_; }
  // The public key as a JSON Web Key (RFC 8037), and as a set of one (RFC 7517).
  std::string Jwk() const;
  std::string JwkSet() const;
  // `payload`, a JSON object, as a JSON Web Token (RFC 7519, RFC 7515, EdDSA). Its header names the
  // key and holds it, as Open Badges 3.0 asks; whoever trusts the key of a header trusts everybody.
  std::string SignToken(std::string_view payload) const;

 private:
  ledger::Ed25519ReceiptSigner key_;
  std::string x_;  // the public key, base64url
  std::string id_;
};

// base64url without padding (RFC 4648).
std::string Base64Url(std::string_view bytes);

}  // namespace touchstone::training
