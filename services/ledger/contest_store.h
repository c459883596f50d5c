#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/judging/contest.h"
#include "storage/kv_store.h"

// Reads the contest of an event from the resources in the store. Thread-safe as the store is.
namespace touchstone::ledger {

// The contest as of now: disciplines with their packs and schemes, entrants with the names of their
// workers, judges and assignments. Returns RESOURCE_NOT_FOUND when there is no such event, and
// STORE_READ_FAILED when something cannot be read or does not parse.
absl::StatusOr<judging::Contest> LoadContest(const storage::KvStore& store, std::string_view event);

// Puts one resource of the event into `contest`, as a write of a batch has it: `key` made by
// storage::keys, `value` the serialised resource. Keys of other things, or of other events, change
// nothing. Reads from `store` what the resource refers to (pack, scheme, worker).
absl::Status PutResource(const storage::KvStore& store, std::string_view event,
                         std::string_view key, std::string_view value, judging::Contest& contest);

}  // namespace touchstone::ledger
