#include "services/common/device_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <utility>

#include "services/common/errors.h"

namespace touchstone {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using OwnedKey = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using OwnedContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using OwnedSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

constexpr int kCoordinate = 32;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool IsP256(EVP_PKEY* key) {
  char group[64] = {};
  std::size_t size = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1 &&
         std::string_view(group, size) == "prime256v1";
}

// OpenSSL takes ASN.1; empty when the numbers cannot be a signature's.
std::string ToDer(std::string_view signature) {
  OwnedSignature both(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(Bytes(signature), kCoordinate, nullptr);
  BIGNUM* s = BN_bin2bn(Bytes(signature) + kCoordinate, kCoordinate, nullptr);
  if (both == nullptr || ECDSA_SIG_set0(both.get(), r, s) != 1) return "";
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  if (size <= 0) return "";
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

}  // namespace

struct DeviceKey::Key {
  OwnedKey key;
};

DeviceKey::DeviceKey(std::unique_ptr<Key> key) : key_(std::move(key)) {}
DeviceKey::~DeviceKey() = default;

absl::StatusOr<std::shared_ptr<const DeviceKey>> DeviceKey::Parse(std::string_view der,
                                                                  std::string_view field) {
  const unsigned char* at = Bytes(der);
  OwnedKey key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  if (key == nullptr || at != Bytes(der) + der.size() || !IsP256(key.get())) {
    return MakeError(Reason::REQUEST_INVALID, "",
                     {{std::string(field), "must be a P-256 public key in DER"}});
  }
  return std::shared_ptr<const DeviceKey>(new DeviceKey(std::make_unique<Key>(std::move(key))));
}

bool DeviceKey::Verifies(std::string_view bytes, std::string_view signature) const {
  if (signature.size() != 2 * kCoordinate) return false;
  const std::string der = ToDer(signature);
  OwnedContext context(EVP_MD_CTX_new());
  if (der.empty() || context == nullptr) return false;
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->key.get()) != 1) {
    return false;
  }
  return EVP_DigestVerify(context.get(), Bytes(der), der.size(), Bytes(bytes), bytes.size()) == 1;
}

}  // namespace touchstone
