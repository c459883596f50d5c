#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/archive_setup.h"
#include "touchstone/v1/archive.pb.h"

namespace touchstone::cli {

struct BuiltArchive {
  v1::EventArchive archive;    // unsealed
  std::vector<Problem> notes;  // what does not count: too few judges, open sheets
};

// Makes an unsealed archive of a whole event from tables: judges, panels, assignments and seals are
// derived from the marks, and what the server would refuse is named with its row. REQUEST_INVALID
// with every problem, RULE_PACK_INVALID, SCHEME_INVALID, SCHEME_DOES_NOT_FIT_PACK. The same tables
// always give the same archive. Pure but for the rule files that the tables name.
absl::StatusOr<BuiltArchive> BuildArchive(const BuildTables& tables, const BuildOptions& options);

}  // namespace touchstone::cli
