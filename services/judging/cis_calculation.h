#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "services/judging/cis_convert.h"
#include "touchstone/v1/rule_pack.pb.h"

// The sheet "Calculations" of a CIS marking scheme.
namespace touchstone::judging {

struct CisCalculation {
  std::string name;
  std::string type;  // CHOICE …
  // Absent: the type is unknown or a parameter is missing.
  std::optional<v1::Calculation> calculation;
};

// By row, as the column "Calculation Row" of an aspect refers to them. `first_column` is that of
// the name; with `row_column` the row's number stands in a column of its own (the flattened form).
std::map<int, CisCalculation> ReadCisCalculations(const CisRows& rows, std::size_t first_column,
                                                  std::optional<std::size_t> row_column);

// One calculation from its type and its params, "KEY:::number#x~x#text#-#KEY:::…".
std::optional<v1::Calculation> ToCisCalculation(std::string_view type, std::string_view params);

}  // namespace touchstone::judging
