#include "clients/cli/named_table.h"

#include <algorithm>
#include <filesystem>

#include "services/judging/cis_convert.h"

namespace touchstone::cli {
namespace {

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

std::string Lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::optional<std::string> ColumnOf(const std::string& title,
                                    const std::vector<ColumnSpec>& columns) {
  const std::string wanted = Lower(title);
  for (const ColumnSpec& column : columns) {
    if (wanted == column.name) return column.name;
    for (const std::string& other : column.titles)
      if (wanted == Lower(other)) return column.name;
  }
  return std::nullopt;
}

std::string Listed(const std::vector<ColumnSpec>& columns) {
  std::string list;
  for (const ColumnSpec& column : columns) list += (list.empty() ? "" : ", ") + column.name;
  return list;
}

}  // namespace

absl::StatusOr<NamedTable> NamedTable::Read(const std::string& path,
                                            const std::vector<ColumnSpec>& columns) {
  absl::StatusOr<tables::Workbook> workbook = tables::ReadTable(path);
  if (!workbook.ok()) return workbook.status();
  return Make(*workbook, std::filesystem::path(path).filename().string(), columns);
}

absl::StatusOr<NamedTable> NamedTable::Make(const tables::Workbook& workbook, std::string file,
                                            const std::vector<ColumnSpec>& columns) {
  NamedTable table;
  table.file_ = std::move(file);
  Problems problems;
  int title_row = 0;
  for (const tables::Row& row : workbook.sheets.at(0).rows) {
    if (row.IsBlank()) continue;
    if (title_row > 0) {
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (row.cells[i].formula || row.cells[i].kind == tables::Cell::Kind::kError)
          problems.Add(tables::PlaceOf(table.file_, row.number, tables::ColumnName(i)),
                       "公式或错误值，请改为数值", "a formula or an error; enter the value itself");
      table.rows_.push_back(row);
      continue;
    }
    title_row = row.number;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string title = Trimmed(row.cells[i].text);
      if (title.empty()) continue;
      const std::string place = tables::PlaceOf(table.file_, row.number, tables::ColumnName(i));
      const std::optional<std::string> name = ColumnOf(title, columns);
      if (!name) {
        problems.Add(place, "不认识的列名 “" + title + "”，可用: " + Listed(columns),
                     "unknown column \"" + title + "\"; there are: " + Listed(columns));
      } else if (!table.columns_.emplace(*name, i).second) {
        problems.Add(place, "列名重复: " + title, "the column occurs twice: " + title);
      }
    }
  }
  for (const ColumnSpec& column : columns)
    if (column.required && !table.Has(column.name))
      problems.Add(tables::PlaceOf(table.file_, title_row), "缺少列: " + column.name,
                   "a column is missing: " + column.name);
  if (!problems.empty()) return problems.ToStatus();
  return table;
}

std::string NamedTable::Get(std::size_t row, std::string_view column) const {
  const auto found = columns_.find(column);
  return found == columns_.end() ? "" : Trimmed(rows_[row].At(found->second).text);
}

std::string NamedTable::Place(std::size_t row, std::string_view column) const {
  const auto found = columns_.find(column);
  return tables::PlaceOf(file_, rows_[row].number,
                         found == columns_.end() ? "" : tables::ColumnName(found->second));
}

std::optional<Number> NamedTable::GetNumber(std::size_t row, std::string_view column,
                                            Problems& problems) const {
  const std::string text = Get(row, column);
  if (text.empty()) return std::nullopt;
  const std::optional<Number> number = judging::NumberFromSpreadsheet(text);
  if (!number)
    problems.Add(Place(row, column), "不是数字（最多 6 位小数）: " + text,
                 "not a number of at most 6 decimals: " + text);
  return number;
}

int NamedTable::GetCount(std::size_t row, std::string_view column, int least, int most,
                         int fallback, Problems& problems) const {
  const std::string text = Get(row, column);
  if (text.empty()) return fallback;
  const std::optional<Number> number = judging::NumberFromSpreadsheet(text);
  if (number && number->IsInteger() && *number >= least && *number <= most)
    return static_cast<int>(number->Floor());
  const std::string range = std::to_string(least) + "-" + std::to_string(most);
  problems.Add(Place(row, column), "应为 " + range + " 的整数: " + text,
               "must be a whole number " + range + ": " + text);
  return fallback;
}

bool NamedTable::GetYes(std::size_t row, std::string_view column, Problems& problems) const {
  const std::string text = Lower(Get(row, column));
  for (const char* yes : {"1", "yes", "y", "true", "是"})
    if (text == yes) return true;
  for (const char* no : {"", "0", "no", "n", "false", "否"})
    if (text == no) return false;
  problems.Add(Place(row, column), "应为“是”或“否”: " + text, "must be yes or no: " + text);
  return false;
}

bool IsEntrantCode(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string Slug(std::string_view text, std::size_t longest) {
  std::string slug;
  for (const char c : Lower(std::string(text))) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (fine) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min(slug.size(), longest));
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

}  // namespace touchstone::cli
