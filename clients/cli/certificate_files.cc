#include "clients/cli/certificate_files.h"

#include <fcntl.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <cstdio>
#include <string>

namespace touchstone::cli {
namespace {

namespace fs = std::filesystem;

// All of it or nothing of it, under permissions that nobody can race.
absl::Status WriteFile(const fs::path& file, const Text& text, mode_t mode) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  const fs::path draft = file.string() + ".new";
  ::unlink(draft.c_str());
  const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return Unwritable(file);
  const bool written = ::write(descriptor, bytes, size) == size && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!written || std::rename(draft.c_str(), file.c_str()) != 0) return Unwritable(file);
  return absl::OkStatus();
}

}  // namespace

absl::Status Unwritable(const fs::path& file) {
  return absl::UnavailableError("无法写入 · cannot write " + file.string());
}

absl::Status WriteKey(const fs::path& file, EVP_PKEY* key) {
  const Text text(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PrivateKey(text.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return WriteFile(file, text, 0600);
}

absl::Status WriteCertificate(const fs::path& file, X509* certificate) {
  const Text text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(text.get(), certificate);
  return WriteFile(file, text, 0644);
}

Certificate LoadCertificate(const fs::path& file) {
  const Text text(BIO_new_file(file.c_str(), "r"));
  return Certificate(text ? PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr) : nullptr);
}

Key LoadKey(const fs::path& file) {
  const Text text(BIO_new_file(file.c_str(), "r"));
  return Key(text ? PEM_read_bio_PrivateKey(text.get(), nullptr, nullptr, nullptr) : nullptr);
}

}  // namespace touchstone::cli
