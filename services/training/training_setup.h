#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/errors.h"
#include "services/common/rpc.h"
#include "storage/keys.h"
#include "storage/kv_store.h"
#include "touchstone/v1/training.pb.h"

// Reads what records refer to: sites, programmes, batches.
namespace touchstone::training {

// Ids in "companies/acme/sites/kamoa".
struct CompanyChild {
  std::string company;
  std::string id;
};
// REQUEST_INVALID, naming `field`, when it is no such name.
absl::StatusOr<CompanyChild> ParseCompanyChild(std::string_view collection, std::string_view name,
                                               std::string_view field = "name");
std::string CompanyChildName(std::string_view company, std::string_view collection,
                             std::string_view id);

// The message under `key`; nothing when there is none. STORE_READ_FAILED.
template <typename Resource>
absl::StatusOr<std::optional<Resource>> ReadStored(const storage::KvStore& store,
                                                   const std::string& key,
                                                   std::string* bytes = nullptr) {
  absl::StatusOr<std::optional<std::string>> found = store.Get(key);
  if (!found.ok()) return StoreError(found.status());
  if (!*found) return std::optional<Resource>();
  Resource resource;
  if (!resource.ParseFromString(**found)) return MakeError(Reason::STORE_READ_FAILED, key);
  if (bytes != nullptr) *bytes = **std::move(found);
  return std::optional<Resource>(std::move(resource));
}

// By name; nothing when there is none, or the name is none.
absl::StatusOr<std::optional<v1::Site>> ReadSite(const storage::KvStore& store,
                                                 std::string_view name);
absl::StatusOr<std::optional<v1::Programme>> ReadProgramme(const storage::KvStore& store,
                                                           std::string_view name);
absl::StatusOr<std::optional<v1::Batch>> ReadBatch(const storage::KvStore& store,
                                                   std::string_view name);

// "companies/acme" that holds a batch or owns a site: the begin of the site's name.
std::string CompanyOfSite(std::string_view site);

}  // namespace touchstone::training
