#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/tables/row_reader.h"
#include "services/tables/table.h"

namespace touchstone::tables {

// Reads the sheets of an xlsx file (ECMA-376, SpreadsheetML), in the order of its tabs. What is
// kept: shared, inline and rich text; numbers as the text in the file, which for 24.75 may be
// "24.749999999999993"; booleans; errors; the last computed value of a formula, marked as such.
// Dates are numbers of days. The value of a merged range stands in its first cell. Sheets and rows
// that are hidden are read like others; pictures, charts and macros are not looked at.
// REQUEST_INVALID with the place for a damaged file or one with a document type declaration,
// IMPORT_TOO_LARGE for one that passes a limit.
absl::StatusOr<Workbook> ParseXlsx(std::string_view bytes, std::string_view file,
                                   const Limits& limits = {});

// Its first sheet, row by row.
absl::StatusOr<std::unique_ptr<RowReader>> OpenXlsx(std::string bytes, std::string file,
                                                    const Limits& limits);

}  // namespace touchstone::tables
