#pragma once

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

// What a tablet has in its browser: a key that signs as WebCrypto does.
namespace touchstone::testing {

class TabletKey {
 public:
  TabletKey() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free) {}

  // SubjectPublicKeyInfo in DER.
  std::string PublicKey() const {
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key_.get(), &der);
    std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
  }

  // r and s, 32 bytes each.
  std::string Sign(std::string_view bytes) const {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                    EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    unsigned char der[128];
    std::size_t size = sizeof der;
    EVP_DigestSign(context.get(), der, &size, reinterpret_cast<const unsigned char*>(bytes.data()),
                   bytes.size());
    const unsigned char* at = der;
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free);
    std::string signature(64, '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), out + 32, 32);
    return signature;
  }

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace touchstone::testing
