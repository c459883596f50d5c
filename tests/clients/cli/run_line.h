#pragma once

#include <algorithm>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/commands.h"

namespace touchstone::cli {

// What a command line printed, and how it ended.
struct LineResult {
  std::string out;
  std::string err;
  int exit_code = 0;
};

// Runs `line` with these commands against a server; prints JSON.
inline LineResult RunLine(std::initializer_list<void (*)(CLI::App&, Context&)> commands,
                          const std::string& server, const std::string& token,
                          std::vector<std::string> line) {
  std::ostringstream out;
  std::ostringstream err;
  Context context(out, err);
  context.server = server;
  context.token = token;
  context.json = true;
  CLI::App app;
  app.fallthrough();
  for (auto add : commands) add(app, context);
  std::reverse(line.begin(), line.end());
  app.parse(line);
  return {out.str(), err.str(), context.exit_code};
}

}  // namespace touchstone::cli
