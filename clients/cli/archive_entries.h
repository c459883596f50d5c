#pragma once

#include <string>
#include <vector>

#include "clients/cli/archive_marks.h"
#include "clients/cli/archive_setup.h"
#include "touchstone/v1/archive.pb.h"

// The entries of `touchstone archive build`.
namespace touchstone::cli {

// Where an entry comes from: a cell of a table. A seal has no column: it may be refused.
struct EntryOrigin {
  const NamedTable* table = nullptr;
  std::size_t row = 0;
  std::string column;
};

// Adds the entries to `archive` in the order in which a contest makes them: of each entrant the
// marks, the incidents, the seals, then each re-score with its marks and seals. Returns the origin
// of each entry. Judges that only incidents name are added to `marks`.
std::vector<EntryOrigin> WriteEntries(const BuildTables& tables, const BuildSetup& setup,
                                      BuildMarks& marks, v1::EventArchive& archive,
                                      Problems& problems);

const std::vector<ColumnSpec>& IncidentColumns();

}  // namespace touchstone::cli
