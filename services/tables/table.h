#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Tables that people bring along: CSV and xlsx files as rows of cells. Nothing here knows what a
// table means; numbers stay the text that stood in the file, so that nothing is rounded on the way.
namespace touchstone::tables {

struct Cell {
  enum class Kind { kEmpty, kText, kNumber, kBoolean, kError };
  std::string text;  // UTF-8; booleans are "TRUE" and "FALSE"
  Kind kind = Kind::kEmpty;
  bool formula = false;  // `text` is what the spreadsheet program last computed
};

struct Row {
  int number = 0;  // as a spreadsheet program shows it, from 1
  std::vector<Cell> cells;

  // The cell of column `index`, from 0; an empty one when the row is shorter.
  const Cell& At(std::size_t index) const;
  bool IsBlank() const;
};

struct Sheet {
  std::string name;
  std::vector<Row> rows;  // rows without any cell may be left out; numbers grow
};

struct Workbook {
  std::vector<Sheet> sheets;  // a CSV file is one sheet without a name
};

// What a file may cost before it is refused with IMPORT_TOO_LARGE.
struct Limits {
  std::size_t file_bytes = 64u << 20;
  std::size_t unpacked_bytes = 256u << 20;  // of an xlsx, over all entries that are read
  std::size_t pack_ratio = 250;             // of an entry over 10 MiB
  std::size_t rows = 1000000;
  std::size_t columns = 512;
  std::size_t cells = 10000000;  // of a sheet, empty ones between others included
  std::size_t cell_bytes = 32767;
  std::size_t shared_text_bytes = 96u << 20;  // texts of an xlsx that cells refer to
};

// "A" for 0, "AB" for 27.
std::string ColumnName(std::size_t index);

// Where something stands, for messages: "marks.csv:12:C". `row` 0 or an empty column is left out.
std::string PlaceOf(std::string_view file, int row, std::string_view column = "");

// The error of one place in a file; the description is Chinese and English.
absl::Status TableError(std::string place, std::string_view zh, std::string_view en);
absl::Status TooLarge(std::string place, std::string_view zh, std::string_view en);

// Reads the file by what is in it: xlsx when it is a zip archive, otherwise CSV. Errors:
// RESOURCE_NOT_FOUND, IMPORT_TOO_LARGE, REQUEST_INVALID with the place.
absl::StatusOr<Workbook> ReadTable(const std::string& path, const Limits& limits = {});

// The whole file, at most `max_bytes`. Errors: RESOURCE_NOT_FOUND, IMPORT_TOO_LARGE.
absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t max_bytes);

}  // namespace touchstone::tables
