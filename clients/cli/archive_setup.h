#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/named_table.h"
#include "services/judging/rule_pack.h"
#include "touchstone/v1/archive.pb.h"

// Who takes part in what under which rules: the set-up of `touchstone archive build`, from the
// tables of disciplines, entrants and items. Columns: docs/archive.md.
namespace touchstone::cli {

// Gives each text an id of the API: its slug where that is free, otherwise "prefix-2". The same
// text always has the same id. Not thread-safe.
class IdMaker {
 public:
  explicit IdMaker(std::string prefix) : prefix_(std::move(prefix)) {}
  const std::string& IdOf(const std::string& text);
  // Texts in the order in which they came.
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  std::string prefix_;
  std::map<std::string, std::string> ids_;
  std::set<std::string> used_;
  std::vector<std::string> texts_;
};

struct BuildOptions {
  std::string event_id;    // empty: from the name
  std::string event_name;  // empty: "Contest"
  std::string pack;        // of disciplines whose row names none
  std::string scheme;      // instead of the items
  std::string folder;      // of the disciplines' file; paths in it are relative to it
  std::vector<std::string> no_mark;
};

struct BuildTables {
  NamedTable entrants;
  NamedTable marks;
  std::optional<NamedTable> items;
  std::optional<NamedTable> disciplines;
  std::optional<NamedTable> incidents;
};

struct BuildDiscipline {
  std::string text;  // as the tables write it
  std::string id;
  std::string place;  // for messages
  v1::Text name;
  v1::RulePack pack;
  v1::Scheme scheme;
  std::shared_ptr<const judging::ScoringRules> rules;
  // Paths of items by each of their ends: "j1", "A1/j1", "A/A1/j1", …
  std::map<std::string, std::vector<std::string>, std::less<>> items_by_end;
};

struct BuildEntrant {
  std::size_t discipline = 0;
  std::string id;
  std::string code;
  std::size_t row = 0;  // of the table of entrants
};

// The set-up with look-ups by the texts of the tables.
struct BuildSetup {
  std::string event;  // id
  std::vector<BuildDiscipline> disciplines;
  std::vector<BuildEntrant> entrants;
  std::map<std::pair<std::size_t, std::string>, std::size_t> entrant_by_code;

  // The discipline that a cell means: an empty one means the only discipline.
  std::optional<std::size_t> FindDiscipline(const std::string& text) const;
  std::optional<std::size_t> FindEntrant(std::size_t discipline, const std::string& code) const;
};

// Reads the set-up and puts event, companies, teams and entrants into `archive`. Problems go to
// `problems`; an error is one that leaves nothing to go on with, such as an unreadable pack.
absl::StatusOr<BuildSetup> ReadSetup(const BuildTables& tables, const BuildOptions& options,
                                     v1::EventArchive& archive, Problems& problems);

const std::vector<ColumnSpec>& DisciplineColumns();
const std::vector<ColumnSpec>& EntrantColumns();

}  // namespace touchstone::cli
