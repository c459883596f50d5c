#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/tables/table.h"

namespace touchstone::tables {

// Cells that a spreadsheet shows as one. Rows from 1, columns from 0, both ends included.
struct MergedRange {
  int first_row = 0;
  std::size_t first_column = 0;
  int last_row = 0;
  std::size_t last_column = 0;

  bool Has(int row, std::size_t column) const;
  std::string ToString() const;  // "C3:C5"
};

// The first sheet of a table file, row by row: what is in memory is the file, its shared texts and
// a few rows. Not thread-safe.
class RowReader {
 public:
  // Reads xlsx when the bytes are a zip archive, otherwise CSV. `file` is for messages. Errors as
  // of ReadTable().
  static absl::StatusOr<std::unique_ptr<RowReader>> Open(std::string bytes, std::string file,
                                                         const Limits& limits);
  virtual ~RowReader() = default;

  // False at the end. Rows come in their order; errors as of ReadTable().
  virtual absl::StatusOr<bool> Next(Row& row) = 0;

  // Whether days are counted from 1904 on.
  virtual bool dates_from_1904() const { return false; }
  // Complete at the end only: a sheet names them after its rows.
  virtual const std::vector<MergedRange>& merged() const;
};

}  // namespace touchstone::tables
