#include "services/identity/token_references.h"

#include <string>

#include "services/common/errors.h"
#include "services/common/resource_name.h"
#include "storage/keys.h"
#include "touchstone/v1/events.pb.h"

namespace touchstone::identity {

namespace keys = storage::keys;
namespace {

absl::Status CheckWorker(const storage::KvStore& store, const std::string& id,
                         const std::string& company, const std::string& field) {
  auto found = store.Get(keys::Resource("worker", id));
  if (!found.ok()) return MakeError(Reason::STORE_READ_FAILED, ".worker");
  v1::Worker worker;
  if (found->has_value() && worker.ParseFromString(**found) && worker.company() == company) {
    return absl::OkStatus();
  }
  return MakeError(Reason::REFERENCE_UNKNOWN, "",
                   {{field + ".worker", "is no worker of the company"}});
}

}  // namespace

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
  auto company = ParseResourceName("companies", token.company());
  if (!company.ok()) return absl::OkStatus();
  if (absl::Status s = check(keys::Resource("company", *company), ".company"); !s.ok()) return s;
  auto id = ParseResourceName("workers", token.worker());
  return id.ok() ? CheckWorker(store, *id, token.company(), field) : absl::OkStatus();
}

}  // namespace touchstone::identity
