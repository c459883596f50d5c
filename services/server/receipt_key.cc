#include "services/server/receipt_key.h"

#include "services/server/seed_file.h"

namespace touchstone {

using ledger::Ed25519ReceiptSigner;

absl::StatusOr<std::unique_ptr<ledger::ReceiptSigner>> OpenReceiptKey(const std::string& path,
                                                                      IdGenerator& ids) {
  absl::StatusOr<std::string> seed = OpenSeedFile(path, ids);
  if (!seed.ok()) return seed.status();
  return std::make_unique<Ed25519ReceiptSigner>(*seed);
}

}  // namespace touchstone
