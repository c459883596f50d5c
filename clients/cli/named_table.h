#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/problems.h"
#include "services/common/number.h"
#include "services/tables/table.h"

namespace touchstone::cli {

// A column that a table may have. Titles are compared without regard to case and outer spaces.
struct ColumnSpec {
  std::string name;                 // "code"
  std::vector<std::string> titles;  // other titles that mean it: "编号"
  bool required = false;
};

// The first sheet of a table file whose first row that is not blank holds titles. Blank rows are
// left out. Immutable; thread-safe to read.
class NamedTable {
 public:
  // Errors of tables::ReadTable(); a missing required column, a title that nobody knows or that
  // occurs twice; formula and error cells, since what they hold depends on who opened the file
  // last.
  static absl::StatusOr<NamedTable> Read(const std::string& path,
                                         const std::vector<ColumnSpec>& columns);
  static absl::StatusOr<NamedTable> Make(const tables::Workbook& workbook, std::string file,
                                         const std::vector<ColumnSpec>& columns);

  std::size_t size() const { return rows_.size(); }
  bool Has(std::string_view column) const { return columns_.count(column) > 0; }
  // Without outer spaces; empty when the table lacks the column.
  std::string Get(std::size_t row, std::string_view column) const;
  // "marks.csv:12:D"; without a column "marks.csv:12".
  std::string Place(std::size_t row, std::string_view column = "") const;

  // An exact number as tables::NumberFromSpreadsheet() reads it; nullopt for an empty cell and,
  // with a problem, for one that is no number.
  std::optional<Number> GetNumber(std::size_t row, std::string_view column,
                                  Problems& problems) const;
  // A whole number from `least` to `most`, `fallback` for an empty cell; otherwise a problem.
  int GetCount(std::size_t row, std::string_view column, int least, int most, int fallback,
               Problems& problems) const;
  // Yes or no in the usual words of both languages; false for an empty cell.
  bool GetYes(std::size_t row, std::string_view column, Problems& problems) const;

 private:
  std::string file_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<tables::Row> rows_;
};

// Whether the text may be the code of an entrant: 1 to 32 letters, digits and hyphens.
bool IsEntrantCode(std::string_view text);

// A text as an id of the API: lower-case letters, digits and single hyphens, at most `longest`
// characters; empty when nothing is left.
std::string Slug(std::string_view text, std::size_t longest = 40);

}  // namespace touchstone::cli
