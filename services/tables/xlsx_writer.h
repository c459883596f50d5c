#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace touchstone::tables {

// A sheet as texts: its first row is the head, and stays in sight.
struct TextSheet {
  std::string name;  // at most 31 characters
  std::vector<std::vector<std::string>> rows;
};

// An xlsx file with these sheets. Every cell is text: nothing is taken for a formula or a number.
// The same sheets give the same bytes. INTERNAL when there is no room for temporary files.
absl::StatusOr<std::string> WriteXlsx(const std::vector<TextSheet>& sheets);

}  // namespace touchstone::tables
