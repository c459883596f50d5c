#include "services/training/imports/import_store.h"

#include <optional>
#include <utility>

#include "services/common/errors.h"
#include "services/common/hash.h"
#include "services/common/resource_name.h"
#include "services/common/rpc.h"
#include "services/training/training_access.h"
#include "services/training/training_setup.h"
#include "storage/keys.h"

namespace touchstone::training {
namespace {

namespace keys = storage::keys;

std::uint64_t Blocks(std::uint64_t bytes) { return (bytes + kImportBlock - 1) / kImportBlock; }

}  // namespace

std::string ImportName::ToString() const { return CompanyChildName(company, "imports", id); }

bool IsForgotten(const v1::Import& import, const Clock& clock) {
  const bool open =
      import.state() == v1::Import::STATE_UPLOADING || import.state() == v1::Import::STATE_UPLOADED;
  return open && clock.Now() - FromTimestamp(import.create_time()) >= kImportKept;
}

absl::StatusOr<StoredImport> FindImport(const storage::KvStore& store, const Caller& caller,
                                        std::string_view name, const Clock& clock) {
  auto child = ParseCompanyChild("imports", name);
  if (!child.ok()) return child.status();
  const ImportName id{std::move(child->company), std::move(child->id)};
  if (!RequireCompany(caller, ResourceName("companies", id.company)).ok()) return Missing(caller);
  StoredImport stored{id, {}, {}};
  auto found = ReadStored<v1::Import>(store, keys::Import(id.company, id.id), &stored.bytes);
  if (!found.ok()) return found.status();
  if (!*found || IsForgotten(**found, clock)) return Missing(caller);
  stored.import = **std::move(found);
  return stored;
}

void ReplaceImport(const StoredImport& stored, const v1::Import& import,
                   storage::WriteBatch& batch) {
  const std::string key = keys::Import(stored.name.company, stored.name.id);
  batch.ExpectValue(key, stored.bytes);
  batch.Put(key, import.SerializeAsString());
}

absl::StatusOr<std::string> ReadUpload(const storage::KvStore& store, const StoredImport& stored) {
  std::string content;
  content.reserve(stored.import.size());
  for (std::uint64_t block = 0; block < Blocks(stored.import.size()); ++block) {
    auto bytes = store.Get(keys::ImportBlock(stored.name.company, stored.name.id, block));
    if (!bytes.ok()) return StoreError(bytes.status());
    if (*bytes) content += **bytes;
  }
  const v1::Import& import = stored.import;
  if (content.size() == import.size() && Sha256(content) == import.sha256()) return content;
  return MakeError(Reason::IMPORT_MALFORMED, "the uploaded bytes are not those of import.sha256",
                   {{"import.sha256", "上传的内容与所给的 SHA-256 不符 / is another file's"}});
}

void ForgetUpload(const StoredImport& stored, storage::WriteBatch& batch) {
  const auto& [company, id] = stored.name;
  batch.Delete(keys::OpenImport(company, id));
  for (std::uint64_t block = 0; block < Blocks(stored.import.received()); ++block) {
    batch.Delete(keys::ImportBlock(company, id, block));
  }
}

}  // namespace touchstone::training
