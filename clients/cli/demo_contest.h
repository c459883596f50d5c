#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/connection.h"
#include "clients/cli/context.h"
#include "touchstone/v1/events.pb.h"
#include "touchstone/v1/identity.pb.h"

// The contest that `touchstone demo` plays: the 2024 drill contest of a business park, with made-up
// names. Everything is set up through the public API.
namespace touchstone::cli {

struct DemoJudge {
  std::string id;
  std::string discipline;
  std::string token;
  bool marks_shared_items = false;  // of a panel, one writes down what it marks together
};

struct DemoContest {
  std::string event;  // "events/park-2024-…"
  std::vector<std::string> disciplines;
  std::map<std::string, v1::Scheme> schemes;  // by discipline
  std::vector<DemoJudge> judges;
  std::string chief_judge_token;
  std::string public_token;
};

// Creates companies, workers, the event with two disciplines, 40 entrants in each, judges,
// assignments and tokens. Companies and workers of an earlier demo are used again.
absl::StatusOr<DemoContest> SetUpDemoContest(const Connection& organiser);

// `context` as somebody else: the same server with another token.
absl::StatusOr<Connection> ConnectAs(const Context& context, const std::string& token);

}  // namespace touchstone::cli
