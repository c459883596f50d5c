#pragma once

#include "services/common/clock.h"
#include "services/common/id_generator.h"
#include "services/common/rpc.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training_import.pb.h"

namespace touchstone::training {

// Begins imports, takes their files in, and shows them. Whoever begins one forgets those that were
// not written for 24 hours, and the oldest of more than 16 of a company. All references must
// outlive it. Thread-safe.
class ImportUploads {
 public:
  ImportUploads(storage::KvStore& store, IdGenerator& ids, const Clock& clock)
      : store_(store), ids_(ids), clock_(clock) {}

  Awaitable<absl::Status> Create(Call call, const v1::CreateImportRequest& request,
                                 v1::Import& response) const;
  Awaitable<absl::Status> Upload(Call call, const v1::UploadImportRequest& request,
                                 v1::Import& response) const;
  Awaitable<absl::Status> Get(Call call, const v1::GetImportRequest& request,
                              v1::Import& response) const;
  Awaitable<absl::Status> List(Call call, const v1::ListImportsRequest& request,
                               v1::ListImportsResponse& response) const;

 private:
  absl::Status ForgetOld(const std::string& company, storage::WriteBatch& batch) const;

  storage::KvStore& store_;
  IdGenerator& ids_;
  const Clock& clock_;
};

}  // namespace touchstone::training
