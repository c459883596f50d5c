#pragma once

#include <string>
#include <vector>

#include "clients/cli/named_table.h"
#include "touchstone/v1/events.pb.h"

// Tables of companies, workers and entrants as resources to create or change. Pure: what the server
// has comes in, what is to be done comes out. The same table over its own result asks for nothing.
namespace touchstone::cli {

// What the server has already.
struct Existing {
  std::vector<v1::Company> companies;
  std::vector<v1::Worker> workers;
  std::vector<v1::Discipline> disciplines;  // the rest: of the event
  std::vector<v1::Team> teams;
  std::vector<v1::Entrant> entrants;
};

enum class Action { kCreate, kChange, kNone };

template <typename Resource>
struct Planned {
  Action action = Action::kNone;
  std::string id;     // to create it with
  Resource resource;  // with name and etag when it exists
  std::string place;  // of its row
};

struct ImportPlan {
  std::vector<Planned<v1::Company>> companies;
  std::vector<Planned<v1::Worker>> workers;
  std::vector<Planned<v1::Team>> teams;
  std::vector<Planned<v1::Entrant>> entrants;
  Problems problems;  // any problem: nothing is done
};

// Columns: name. A company is known by its name.
const std::vector<ColumnSpec>& CompanyColumns();
ImportPlan PlanCompanies(const NamedTable& table, const Existing& existing);

// Columns: name, company, staff_number, trade. A worker is known by company and staff number, or by
// company and name where there is no number. An identity-card number is a problem. A company must
// exist already.
const std::vector<ColumnSpec>& WorkerColumns();
ImportPlan PlanWorkers(const NamedTable& table, const Existing& existing);

// Columns: discipline (id or name; may be empty when there is one), code, name, company,
// staff_number, team. An entrant is known by discipline and code. Who is found among the workers is
// referred to; others keep the name of the row. Teams are made.
const std::vector<ColumnSpec>& EntrantImportColumns();
ImportPlan PlanEntrants(const NamedTable& table, const Existing& existing,
                        const std::string& event);

}  // namespace touchstone::cli
