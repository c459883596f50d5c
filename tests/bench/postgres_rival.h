#pragma once

#include <chrono>
#include <memory>
#include <string>

// PostgreSQL as a rival: what a contest system on an SQL database would do.
namespace touchstone::bench {

class PostgresRival {
 public:
  // nullptr when there is no server at `conninfo` (tests/bench/run.sh starts one).
  static std::unique_ptr<PostgresRival> Connect(const std::string& conninfo, int in_flight);
  virtual ~PostgresRival() = default;

  // One durable mark and its running total in one prepared statement, `in_flight` connections,
  // one client. Returns marks a second; ends the program on any error.
  virtual double MarksPerSecond(std::chrono::milliseconds duration) = 0;

  // `count(*) where total > x` over `entrants` totals with an index on the total, one connection.
  // Fills the table at the first call. Returns look-ups a second.
  virtual double RanksPerSecond(int entrants, std::chrono::milliseconds duration) = 0;
};

}  // namespace touchstone::bench
