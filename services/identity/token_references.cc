#include "services/identity/token_references.h"

#include <string>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "storage/keys.h"

namespace touchstone::identity {

namespace keys = storage::keys;

absl::Status CheckReferences(const storage::KvStore& store, const v1::Token& token,
                             const std::string& field) {
  const auto check = [&](const std::string& key, const char* part) -> absl::Status {
    auto found = store.Get(key);
    if (!found.ok()) return MakeError(Reason::STORE_READ_FAILED, part);
    if (found->has_value()) return absl::OkStatus();
    return MakeError(Reason::REFERENCE_UNKNOWN, "", {{field + part, "does not exist"}});
  };
  if (auto event = ParseResourceName("events", token.event()); event.ok()) {
    if (absl::Status s = check(keys::Resource("event", *event), ".event"); !s.ok()) return s;
  }
  if (auto judge = ParseResourceNameIn("judges", token.judge()); judge.ok()) {
    return check(keys::ResourceIn(judge->event, "judge", judge->id), ".judge");
  }
  if (auto company = ParseResourceName("companies", token.company()); company.ok()) {
    return check(keys::Resource("company", *company), ".company");
  }
  return absl::OkStatus();
}

}  // namespace touchstone::identity
