#include "services/training/training_setup.h"

#include "services/common/resource_name.h"

namespace touchstone::training {

absl::StatusOr<CompanyChild> ParseCompanyChild(std::string_view collection, std::string_view name,
                                               std::string_view field) {
  const std::size_t first = name.find('/');
  const std::size_t second = first == std::string_view::npos ? first : name.find('/', first + 1);
  if (second != std::string_view::npos) {
    auto company = ParseResourceName("companies", name.substr(0, second));
    auto id = ParseResourceName(collection, name.substr(second + 1));
    if (company.ok() && id.ok()) return CompanyChild{*std::move(company), *std::move(id)};
  }
  const std::string wanted = "must be " + CompanyChildName("{company}", collection, "{id}");
  return MakeError(Reason::REQUEST_INVALID, std::string(field) + " " + wanted,
                   {{std::string(field), wanted}});
}

std::string CompanyChildName(std::string_view company, std::string_view collection,
                             std::string_view id) {
  return ResourceName("companies", company) + "/" + ResourceName(collection, id);
}

absl::StatusOr<std::optional<v1::Site>> ReadSite(const storage::KvStore& store,
                                                 std::string_view name) {
  auto id = ParseCompanyChild("sites", name);
  if (!id.ok()) return std::optional<v1::Site>();
  return ReadStored<v1::Site>(store, storage::keys::ResourceIn(id->company, "site", id->id));
}

absl::StatusOr<std::optional<v1::Programme>> ReadProgramme(const storage::KvStore& store,
                                                           std::string_view name) {
  auto id = ParseResourceName("programmes", name);
  if (!id.ok()) return std::optional<v1::Programme>();
  return ReadStored<v1::Programme>(store, storage::keys::Resource("programme", *id));
}

absl::StatusOr<std::optional<v1::Batch>> ReadBatch(const storage::KvStore& store,
                                                   std::string_view name) {
  auto id = ParseResourceName("batches", name);
  if (!id.ok()) return std::optional<v1::Batch>();
  return ReadStored<v1::Batch>(store, storage::keys::Resource("batch", *id));
}

std::string CompanyOfSite(std::string_view site) {
  auto id = ParseCompanyChild("sites", site);
  return id.ok() ? ResourceName("companies", id->company) : std::string();
}

}  // namespace touchstone::training
