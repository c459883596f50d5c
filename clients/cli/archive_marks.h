#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "clients/cli/archive_setup.h"

// The marks of `touchstone archive build` and who was on which panel. Columns: docs/archive.md.
namespace touchstone::cli {

struct BuildMark {
  std::size_t row = 0;  // of the table of marks
  std::size_t entrant = 0;
  std::string item;    // path
  std::string module;  // path
  std::string judge;   // id
  int attempt = 1;
  int round = 0;
  std::string value;  // empty: no mark, or not attempted
  bool not_attempted = false;
};

// By entrant, then module path: ids of judges.
using BuildPanels = std::vector<std::map<std::string, std::set<std::string>>>;

struct BuildMarks {
  IdMaker judges{"judge"};
  std::vector<BuildMark> marks;  // in the order of their rows; those of no mark as well
  BuildPanels panels;
};

// Reads the rows. A second row for a cell is a problem, except one that repeats the value of a cell
// that the panel shares. Panels: for a module with items whose marks may be missing, all judges who
// occur in it in the discipline; otherwise the judges who occur for the entrant.
BuildMarks ReadMarks(const NamedTable& table, const BuildSetup& setup,
                     const std::vector<std::string>& no_mark, Problems& problems);

// The item that a cell means in a discipline: a path or its unique end. nullptr, with a problem.
const std::string* FindItemPath(const BuildDiscipline& discipline, const std::string& text,
                                const std::string& place, Problems& problems);

const std::vector<ColumnSpec>& MarkColumns();

}  // namespace touchstone::cli
