#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace touchstone::cli {

// Adds `record export`: what counts of a company's files, as a table that can be imported.
void AddRecordExport(CLI::App& record, Context& context);

}  // namespace touchstone::cli
