#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/common/caller.h"
#include "storage/kv_store.h"

// What the kinds of resources differ in: programmes, sites, batches, items of plans; ladders, wage
// rules.
namespace touchstone::training {

struct SetupKind {
  std::string_view kind;        // "plan_item": in keys of the store and names of fields
  std::string_view collection;  // "planItems"
  bool in_company = false;      // its name begins with that of a company
};

// REQUIRES: it describes one of them.
const SetupKind& KindOf(const google::protobuf::Descriptor& resource);

// The company that `resource` is of: "companies/acme"; empty for a programme of everybody.
std::string CompanyOf(const google::protobuf::Message& resource);

// Checks `after`, which is to replace `before` (null: it is new), and sets defaults.
//   REQUEST_INVALID, REFERENCE_UNKNOWN, FIELD_IMMUTABLE, NOT_YOURS, STORE_READ_FAILED
absl::Status CheckSetup(const storage::KvStore& store, const Caller& caller,
                        const google::protobuf::Message* before, google::protobuf::Message& after);

}  // namespace touchstone::training
