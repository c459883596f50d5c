#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.h"
#include "clients/cli/output.h"
#include "clients/cli/score_json.h"

// Standings as a table for people.
namespace touchstone::cli {

struct StandingsTable {
  std::string title;
  std::vector<TextTable::Column> columns;
  std::vector<std::vector<std::string>> rows;
};

// Place, code, name, company, status unless it is final, total, marks of each part, tie-break
// values, and the scale score and award where the pack has them. A shared place has "=" behind it.
StandingsTable MakeStandingsTable(const judging::Contest& contest, const GroupNames& names,
                                  const ledger::DisciplineStandings& standings,
                                  const Context& context);

// Without the columns in which nobody has anything.
void PrintTable(StandingsTable table, Context& context);
// With a title line and the discipline's id in the first column.
void PrintCsv(const StandingsTable& table, const std::string& discipline, Context& context);

}  // namespace touchstone::cli
