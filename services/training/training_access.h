#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/caller.h"
#include "storage/kv_store.h"
#include "touchstone/v1/events.pb.h"

// Whose training records a caller may see. What is not his answers NOT_YOURS, whether or not it
// exists: in these functions both cases leave through the same line.
namespace touchstone::training {

// TRAINER, TRAINING_DEPARTMENT and WORKER, who are held to a company.
bool IsOfCompany(const Caller& caller);

// OK when the caller is held to no company or to this one, such as "companies/acme"; else
// NOT_YOURS.
absl::Status RequireCompany(const Caller& caller, std::string_view company);

// The error for what the caller may not know to be missing: NOT_YOURS for those who are held to a
// company, RESOURCE_NOT_FOUND for others.
absl::Status Missing(const Caller& caller);

// The worker with this name, and his stored bytes when they are asked for.
//   NOT_YOURS           the caller is held to another company, or is another worker
//   RESOURCE_NOT_FOUND  there is none; for those who are held to a company: NOT_YOURS
absl::StatusOr<v1::Worker> FindWorker(const storage::KvStore& store, const Caller& caller,
                                      std::string_view name, std::string* bytes = nullptr);

}  // namespace touchstone::training
