#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/context.h"

// One function for each noun of the command line; each stands in the file of its noun. It adds the
// noun's subcommands to `app`; their callbacks run when the line has been read and end with
// context.Finish(). `context` must outlive `app`.
namespace touchstone::cli {}  // namespace touchstone::cli
