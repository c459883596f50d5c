#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace touchstone::cli {

// Adds the imports of records, one for each kind of table, and `template`, `list` and `revert`.
void AddRecordImports(CLI::App& import, Context& context);

}  // namespace touchstone::cli
