#pragma once

#include <nlohmann/json.hpp>

#include "services/judging/contest.h"
#include "services/ledger/archive_scoring.h"
#include "touchstone/v1/archive.pb.h"

// What `touchstone score --json` prints. The form is part of the product: docs/archive.md.
namespace touchstone::cli {

// Names of companies and teams for people, by id.
class GroupNames {
 public:
  explicit GroupNames(const v1::EventArchive& archive);
  // The name; the id itself when the archive leaves names out.
  const std::string& Company(const std::string& id) const;
  const std::string& Team(const std::string& id) const;

 private:
  std::map<std::string, std::string> companies_;
  std::map<std::string, std::string> teams_;
};

// Standings with parts, modules and items of every entrant.
nlohmann::ordered_json DisciplineToJson(const judging::Contest& contest, const GroupNames& names,
                                        const ledger::DisciplineStandings& standings);

// The values behind the total that order the standings, in the order of the pack's tie-breaks.
std::vector<Number> TieBreakValues(const judging::ScoringRules& rules, const judging::Score& score);

}  // namespace touchstone::cli
