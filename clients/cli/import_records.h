#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace touchstone::cli {

// Adds `certificates` and `attendances` to the command `import`. Everything is checked before
// anything is written; ids follow from the rows, so that repeating an import adds nothing twice.
void AddRecordImports(CLI::App& import, Context& context);

}  // namespace touchstone::cli
