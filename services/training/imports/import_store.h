#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "services/common/clock.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_import.pb.h"

// Imports as they are stored.
namespace touchstone::training {

// Ids in "companies/acme/imports/20260101-…"; company "-" of those whose rows name companies.
struct ImportName {
  std::string company;
  std::string id;

  std::string ToString() const;
};

struct StoredImport {
  ImportName name;
  v1::Import import;
  std::string bytes;  // as stored, for expecting them
};

// Bytes of a block of an uploaded file; only the last may have fewer.
inline constexpr std::size_t kImportBlock = 128 * 1024;

// How long an import that is not written is kept.
inline constexpr std::chrono::hours kImportKept{24};

// Whether an import that is not written is forgotten by now.
bool IsForgotten(const v1::Import& import, const Clock& clock);

// NOT_YOURS when the caller is held to another company, RESOURCE_NOT_FOUND when there is no such
// import, or no more; for those who are held to a company: NOT_YOURS. REQUEST_INVALID.
absl::StatusOr<StoredImport> FindImport(const storage::KvStore& store, const Caller& caller,
                                        std::string_view name, const Clock& clock);

// Puts the import in the place of the stored one, which must still be there.
void ReplaceImport(const StoredImport& stored, const v1::Import& import,
                   storage::WriteBatch& batch);

// The whole uploaded file. IMPORT_MALFORMED when its bytes are not those that were announced.
absl::StatusOr<std::string> ReadUpload(const storage::KvStore& store, const StoredImport& stored);

// Deletes the blocks, and the mark that the import is not written.
void ForgetUpload(const StoredImport& stored, storage::WriteBatch& batch);

}  // namespace touchstone::training
