#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/connection.h"
#include "clients/cli/context.h"
#include "touchstone/v1/training.pb.h"

// Documents about training records, written into files: commands of the nouns `file` and
// `certificate`.
namespace touchstone::cli {

// Adds `pdf` and `xapi` to the noun `file`.
void AddFileDocuments(CLI::App& command, Context& context);

// Adds `pdf`, `badge` and `verify` to the noun `certificate`.
void AddCertificateDocuments(CLI::App& command, Context& context);

// Writes what lapses into `out`: a calendar, or a table when its name ends in .xlsx.
// INVALID_ARGUMENT when it ends in neither .ics nor .xlsx.
absl::Status WriteLapses(const Connection& connection, const v1::ListLapsesRequest& lapses,
                         const std::string& out, Context& context);

}  // namespace touchstone::cli
