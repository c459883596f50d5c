#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>

#include "absl/status/status.h"

// Keys and certificates of OpenSSL and their files (PEM).
namespace touchstone::cli {

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Text = std::unique_ptr<BIO, Free<BIO_free_all>>;

absl::Status Unwritable(const std::filesystem::path& file);

// Replace a file, all of it or nothing; a key is its owner's only. UNAVAILABLE.
absl::Status WriteKey(const std::filesystem::path& file, EVP_PKEY* key);
absl::Status WriteCertificate(const std::filesystem::path& file, X509* certificate);

// The first of a file; null when there is none.
Certificate LoadCertificate(const std::filesystem::path& file);
Key LoadKey(const std::filesystem::path& file);

}  // namespace touchstone::cli
