#include "services/tables/table.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "services/common/errors.h"
#include "services/tables/csv.h"
#include "services/tables/row_reader.h"
#include "services/tables/xlsx.h"

namespace touchstone::tables {
namespace {

std::string Both(std::string_view zh, std::string_view en) {
  return std::string(zh) + " / " + std::string(en);
}

bool IsZip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }
bool IsOldOrEncrypted(std::string_view bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0"); }
absl::Status OldOrEncrypted(const std::string& file) {
  return TableError(file, "旧式 .xls 或加密的文件，请另存为 .xlsx 或 .csv",
                    "an old .xls or an encrypted file; save it as .xlsx or .csv");
}

}  // namespace

const Cell& Row::At(std::size_t index) const {
  static const Cell kEmpty;
  return index < cells.size() ? cells[index] : kEmpty;
}

bool Row::IsBlank() const {
  return std::all_of(cells.begin(), cells.end(), [](const Cell& cell) {
    return cell.text.find_first_not_of(" \t\r\n") == std::string::npos;
  });
}

std::string ColumnName(std::size_t index) {
  std::string name;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / 26)
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
  return name;
}

std::string PlaceOf(std::string_view file, int row, std::string_view column) {
  std::string place(file);
  if (row > 0) place += ":" + std::to_string(row);
  if (!column.empty()) place += ":" + std::string(column);
  return place;
}

absl::Status TableError(std::string place, std::string_view zh, std::string_view en) {
  const std::string message = place + ": " + std::string(en);
  return MakeError(Reason::REQUEST_INVALID, message, {{std::move(place), Both(zh, en)}});
}

absl::Status TooLarge(std::string place, std::string_view zh, std::string_view en) {
  const std::string message = place + ": " + std::string(en);
  return MakeError(Reason::IMPORT_TOO_LARGE, message, {{std::move(place), Both(zh, en)}});
}

absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t max_bytes) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in) return MakeError(Reason::RESOURCE_NOT_FOUND, "cannot read " + path);
  if (size > max_bytes) return TooLarge(path, "文件过大", "the file is too large");
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

absl::StatusOr<Workbook> ReadTable(const std::string& path, const Limits& limits) {
  absl::StatusOr<std::string> content = ReadFile(path, limits.file_bytes);
  if (!content.ok()) return content.status();
  const std::string file = std::filesystem::path(path).filename().string();
  if (IsZip(*content)) return ParseXlsx(*content, file, limits);
  if (IsOldOrEncrypted(*content)) return OldOrEncrypted(file);
  return ParseCsv(*content, file, limits);
}

absl::StatusOr<std::unique_ptr<RowReader>> RowReader::Open(std::string bytes, std::string file,
                                                           const Limits& limits) {
  if (IsZip(bytes)) return OpenXlsx(std::move(bytes), std::move(file), limits);
  if (IsOldOrEncrypted(bytes)) return OldOrEncrypted(file);
  return OpenCsv(std::move(bytes), std::move(file), limits);
}

const std::vector<MergedRange>& RowReader::merged() const {
  static const std::vector<MergedRange> kNone;
  return kNone;
}

bool MergedRange::Has(int row, std::size_t column) const {
  return row >= first_row && row <= last_row && column >= first_column && column <= last_column;
}

std::string MergedRange::ToString() const {
  return ColumnName(first_column) + std::to_string(first_row) + ":" + ColumnName(last_column) +
         std::to_string(last_row);
}

}  // namespace touchstone::tables
