#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/number.h"
#include "touchstone/v1/rule_pack.pb.h"

// WorldSkills CIS marking schemes as schemes of ours. Pure and thread-safe; who reads the files
// hands over their cells as text.
namespace touchstone::judging {

// A table as text: rows as a spreadsheet program counts them, so that `rows[0]` is row 1.
using CisRows = std::vector<std::vector<std::string>>;

// A text that a person should read; never a reason to refuse.
struct SchemeWarning {
  std::string code;  // stable, "WSOS_VARIATION"
  std::string path;  // of the scheme's element, or "row 65" of the file; may be empty
  std::string zh;
  std::string en;
};

// A scheme with what the file says about itself and a scheme does not hold. The linter compares it.
struct CisImport {
  v1::Scheme scheme;
  std::map<std::string, Number> criterion_marks;        // declared, by criterion letter
  std::map<std::string, Number> cached_section_marks;   // "Aspect Marks" as the file stores them
  std::map<std::string, Number> cached_criterion_sums;  // the sum beside each criterion's header
  std::vector<SchemeWarning> warnings;                  // noticed while reading
};

// The decimal that a spreadsheet means. Spreadsheet programs store binary floating point, in which
// 24.75 may stand as "24.749999999999993" or "2.4749999999999993E1": a value that is within
// 0.000000001 of one with 6 decimals is that one. nullopt for a text that is no number and for a
// number with more decimals.
std::optional<Number> NumberFromSpreadsheet(std::string_view text);

// Reads the sheet "CIS Marking Scheme Import" and, when there is one, the sheet "Calculations".
// One part "competition"; a module for each criterion ("A"), a block for each sub-criterion ("A1"),
// an item for each aspect: "m1", "m2" … and "j1", "j2" …, counted by type in the sub-criterion. A
// measured aspect without a calculation is PASS_FAIL: full marks or none. Each module has a panel
// of three. REQUEST_INVALID with row and column for what cannot be a marking scheme: no aspects, an
// aspect without marks or outside a sub-criterion. `id` is the scheme's.
absl::StatusOr<CisImport> SchemeFromCisSheet(const CisRows& marking, const CisRows& calculations,
                                             const std::string& id);

// Reads the flattened form, three tables with a line of titles each:
//   aspects: row, criterion, sub_id, sub_name, day, type, aspect, extra, requirement, wsos,
//     calc_row, max_mark, j0, j1, j2, j3
//   calculations (may be empty): row, name, type, flag, params
//   criteria (may be empty): kind (criterion or wsos), id, name, mark, aspect_marks_in_file
absl::StatusOr<CisImport> SchemeFromCisTables(const CisRows& aspects, const CisRows& calculations,
                                              const CisRows& criteria, const std::string& id);

// Whether these rows are the flattened aspects table.
bool IsCisAspectsTable(const CisRows& rows);

}  // namespace touchstone::judging
