#include "services/server/seed_file.h"

#include "absl/strings/escaping.h"
#include "services/common/secret_file.h"

namespace touchstone {
namespace {

constexpr std::size_t kSeedSize = 32;

}  // namespace

absl::StatusOr<std::string> OpenSeedFile(const std::string& path, IdGenerator& ids) {
  std::string seed;
  auto text = ReadSecretFile(path);
  if (absl::IsNotFound(text.status())) {
    seed = ids.RandomBytes(kSeedSize);
    std::string encoded;
    absl::Base64Escape(seed, &encoded);
    if (absl::Status s = WriteSecretFile(path, encoded + "\n"); !s.ok()) return s;
  } else if (!text.ok()) {
    return text.status();
  } else if (!absl::Base64Unescape(text->substr(0, text->find('\n')), &seed) ||
             seed.size() != kSeedSize) {
    return absl::InternalError("密钥文件已损坏 · damaged: " + path);
  }
  return seed;
}

}  // namespace touchstone
