#pragma once

#include <string>
#include <string_view>

#include "touchstone/v1/ledger.pb.h"

namespace touchstone::ledger {

// Signs receipts in the server's name. Thread-safe.
class ReceiptSigner {
 public:
  virtual ~ReceiptSigner() = default;

  // Ed25519 (RFC 8032) public key, 32 bytes.
  virtual std::string PublicKey() const = 0;
  // Ed25519 signature over exactly `bytes`, 64 bytes.
  virtual std::string Sign(std::string_view bytes) const = 0;
};

// With a key pair in memory.
class Ed25519ReceiptSigner final : public ReceiptSigner {
 public:
  static constexpr std::size_t kSeedSize = 32;

  // The key pair that follows from `seed`. REQUIRES: kSeedSize bytes.
  explicit Ed25519ReceiptSigner(std::string_view seed);
  std::string PublicKey() const override { return public_key_; }
  std::string Sign(std::string_view bytes) const override;

 private:
  std::string public_key_;
  std::string secret_key_;
};

// What is signed for a receipt: a heading of its own, so that the signature means nothing else.
std::string SignedText(std::string_view statement);

// Adds statement and signature to the receipt of the entry with these bytes. The statement holds
// what stays the same when the entry is repeated, so the answer to the repetition is equal.
void SignReceipt(const ReceiptSigner& signer, std::string_view event, std::string_view entry_bytes,
                 v1::Receipt& receipt);

// Whether `signature` is that of the owner of `public_key` for `statement`.
bool VerifyReceipt(std::string_view public_key, std::string_view statement,
                   std::string_view signature);

}  // namespace touchstone::ledger
