#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "clients/cli/named_table.h"
#include "services/common/errors.h"
#include "services/tables/csv.h"

namespace touchstone::cli {

// A table from CSV text; the test fails when it cannot be read.
inline NamedTable TableOf(const std::string& csv, const std::vector<ColumnSpec>& columns,
                          const std::string& file = "t.csv") {
  const auto workbook = tables::ParseCsv(csv, file);
  EXPECT_TRUE(workbook.ok()) << workbook.status();
  auto table = NamedTable::Make(*workbook, file, columns);
  EXPECT_TRUE(table.ok()) << table.status();
  return *std::move(table);
}

// Places that an error names, in their order.
inline std::vector<std::string> PlacesOf(const absl::Status& status) {
  std::vector<std::string> places;
  for (const FieldViolation& field : DetailOf(status).fields) places.push_back(field.field);
  return places;
}

}  // namespace touchstone::cli
