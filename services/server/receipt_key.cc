#include "services/server/receipt_key.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "services/common/secret_file.h"

namespace touchstone {

using ledger::Ed25519ReceiptSigner;

absl::StatusOr<std::unique_ptr<ledger::ReceiptSigner>> OpenReceiptKey(const std::string& path,
                                                                      IdGenerator& ids) {
  std::string seed;
  auto text = ReadSecretFile(path);
  if (absl::IsNotFound(text.status())) {
    seed = ids.RandomBytes(Ed25519ReceiptSigner::kSeedSize);
    std::string encoded;
    absl::Base64Escape(seed, &encoded);
    if (absl::Status s = WriteSecretFile(path, encoded + "\n"); !s.ok()) return s;
  } else if (!text.ok()) {
    return text.status();
  } else if (!absl::Base64Unescape(text->substr(0, text->find('\n')), &seed) ||
             seed.size() != Ed25519ReceiptSigner::kSeedSize) {
    return absl::InternalError("回执密钥文件已损坏 · damaged: " + path);
  }
  return std::make_unique<Ed25519ReceiptSigner>(seed);
}

}  // namespace touchstone
