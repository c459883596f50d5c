#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/id_generator.h"
#include "services/ledger/receipt_signer.h"

namespace touchstone {

// The signer whose seed stands in the file at `path`, in base64, readable by its owner only; made
// when there is no such file. Tablets pinned its key: without the file their receipts are worth
// nothing and they must be paired again.
absl::StatusOr<std::unique_ptr<ledger::ReceiptSigner>> OpenReceiptKey(const std::string& path,
                                                                      IdGenerator& ids);

}  // namespace touchstone
