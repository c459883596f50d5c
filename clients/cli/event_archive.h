#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

namespace touchstone::cli {

// `event export`, `event import` and `event verify`.
void AddEventArchiveCommands(CLI::App& event, Context& context);

}  // namespace touchstone::cli
