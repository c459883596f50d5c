#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/named_table.h"
#include "touchstone/v1/rule_pack.pb.h"

// The table of items of `touchstone archive build` as schemes. Columns: docs/archive.md.
namespace touchstone::cli {

const std::vector<ColumnSpec>& ItemColumns();

// The scheme of one discipline: rows whose discipline is `discipline` or empty, in their order.
// `only_part` is the part of rows that name none; empty: they are problems. A module or block that
// a row leaves empty has the id of what it stands in. The scheme may still be refused by
// judging::ToScheme().
v1::Scheme SchemeFromItems(const NamedTable& items, const std::string& discipline,
                           const std::string& only_part, Problems& problems);

// A calculation in the short form of the column `calculation`:
//   PASS_FAIL
//   NUMBER_COMPLETED possible=8
//   REGULAR_DIFFERENCE_DEDUCTION target=40 difference=2.5 deduction=0.25
//   RANGED_SCORE 9.5..10.5=0 9..11=0.5
//   CHOICE 0 0.25 0.75
// A number with % behind it is in per cent. nullopt for anything else.
std::optional<v1::Calculation> ParseCalculation(std::string_view text);

}  // namespace touchstone::cli
