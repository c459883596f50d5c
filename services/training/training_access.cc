#include "services/training/training_access.h"

#include <optional>
#include <utility>

#include "services/common/access.h"
#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "services/common/rpc.h"
#include "storage/keys.h"

namespace touchstone::training {

bool IsOfCompany(const Caller& caller) {
  static constexpr RoleSet kRoles{v1::ROLE_TRAINER, v1::ROLE_TRAINING_DEPARTMENT, v1::ROLE_WORKER};
  return kRoles.Has(caller.role);
}

absl::Status Missing(const Caller& caller) {
  return MakeError(IsOfCompany(caller) ? Reason::NOT_YOURS : Reason::RESOURCE_NOT_FOUND);
}

absl::Status RequireCompany(const Caller& caller, std::string_view company) {
  if (!IsOfCompany(caller) || caller.company == company) return absl::OkStatus();
  return Missing(caller);
}

absl::StatusOr<v1::Worker> FindWorker(const storage::KvStore& store, const Caller& caller,
                                      std::string_view name, std::string* bytes) {
  absl::StatusOr<std::string> id = ParseResourceName("workers", name);
  if (!id.ok()) return id.status();
  absl::StatusOr<std::optional<std::string>> found =
      store.Get(storage::keys::Resource("worker", *id));
  if (!found.ok()) return StoreError(found.status());
  v1::Worker worker;
  if (*found && !worker.ParseFromString(**found)) {
    return MakeError(Reason::STORE_READ_FAILED, "worker");
  }
  const bool own = caller.role != v1::ROLE_WORKER || caller.token->worker() == name;
  if (!*found || !own || !RequireCompany(caller, worker.company()).ok()) return Missing(caller);
  if (bytes != nullptr) *bytes = **std::move(found);
  return worker;
}

}  // namespace touchstone::training
