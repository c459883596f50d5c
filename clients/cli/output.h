#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace touchstone::cli {

// Columns that a terminal needs for `text`: East Asian wide characters take two, combining marks
// none. Bytes that are not UTF-8 count one each.
int DisplayWidth(std::string_view text);

enum class Align { kLeft, kRight };

// A table for people, aligned also when Chinese and Latin text stand in one column.
class TextTable {
 public:
  struct Column {
    std::string title;
    Align align = Align::kLeft;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Missing cells are empty. REQUIRES: not more cells than columns.
  void AddRow(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  // Title line, rule, rows; two spaces between columns, none at the ends of lines.
  void Print(std::ostream& out) const;

 private:
  void PrintRow(const std::vector<std::string>& cells, const std::vector<int>& widths,
                std::ostream& out) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace touchstone::cli
