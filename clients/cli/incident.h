#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "absl/status/status.h"
#include "clients/cli/connection.h"
#include "clients/cli/context.h"
#include "clients/cli/show.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone::cli {

// Adds EVENT, --discipline, --code and --reason.
void AddIncidentSubject(CLI::App& command, std::shared_ptr<v1::RecordIncidentRequest> request);

// Records it and shows the receipt.
absl::Status RecordIncident(const Connection& connection, v1::RecordIncidentRequest request,
                            Context& context);

// What a person wants to know of a receipt: position, disposition, time. `field` is where the
// receipt stands in the answer, "receipt." for most.
std::vector<Column> ReceiptColumns(const std::string& field = "receipt.");

}  // namespace touchstone::cli
