#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "clients/cli/connection.h"
#include "touchstone/v1/judging.grpc.pb.h"

namespace touchstone::cli {

// Which sheet a command is about.
struct SheetInput {
  std::string event;
  std::string discipline;
  std::string code;
  std::string module;
  std::string judge;  // empty: the judge of the token
};

// Adds EVENT, --discipline and --code.
void AddSheetSubject(CLI::App& command, std::shared_ptr<SheetInput> input);

absl::StatusOr<v1::Sheet> GetSheet(const Connection& connection, const SheetInput& input);

}  // namespace touchstone::cli
