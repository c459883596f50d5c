#include "services/ledger/receipt_signer.h"

#include <sodium.h>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace touchstone::ledger {
namespace {

static_assert(Ed25519ReceiptSigner::kSeedSize == crypto_sign_SEEDBYTES);

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Hash(std::string_view bytes) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(Bytes(hash), Bytes(bytes), bytes.size());
  return hash;
}

std::string Serialise(const v1::ReceiptStatement& statement) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream out(&bytes);
    google::protobuf::io::CodedOutputStream coded(&out);
    coded.SetSerializationDeterministic(true);
    statement.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace

Ed25519ReceiptSigner::Ed25519ReceiptSigner(std::string_view seed)
    : public_key_(crypto_sign_PUBLICKEYBYTES, '\0'), secret_key_(crypto_sign_SECRETKEYBYTES, '\0') {
  crypto_sign_seed_keypair(Bytes(public_key_), Bytes(secret_key_), Bytes(seed));
}

std::string Ed25519ReceiptSigner::Sign(std::string_view bytes) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(Bytes(signature), nullptr, Bytes(bytes), bytes.size(),
                       Bytes(std::string_view(secret_key_)));
  return signature;
}

std::string SignedText(std::string_view statement) {
  return "touchstone receipt v1\n" + std::string(statement);
}

void SignReceipt(const ReceiptSigner& signer, std::string_view event, std::string_view entry_bytes,
                 v1::Receipt& receipt) {
  v1::ReceiptStatement statement;
  statement.set_entry_id(receipt.entry_id());
  statement.set_event(std::string(event));
  statement.set_entry_hash(Hash(entry_bytes));
  statement.set_position(receipt.position());
  statement.set_leaf(receipt.leaf());
  *statement.mutable_server_time() = receipt.server_time();
  statement.set_disposition(receipt.disposition());
  statement.set_revision(receipt.revision());
  if (receipt.has_current_value()) statement.set_current_value(receipt.current_value());
  receipt.set_statement(Serialise(statement));
  receipt.set_signature(signer.Sign(SignedText(receipt.statement())));
}

bool VerifyReceipt(std::string_view public_key, std::string_view statement,
                   std::string_view signature) {
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) {
    return false;
  }
  const std::string text = SignedText(statement);
  return crypto_sign_verify_detached(Bytes(signature), Bytes(std::string_view(text)), text.size(),
                                     Bytes(public_key)) == 0;
}

}  // namespace touchstone::ledger
