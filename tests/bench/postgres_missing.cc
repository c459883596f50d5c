// Built where libpq is not installed.
#include "tests/bench/postgres_rival.h"

namespace touchstone::bench {

std::unique_ptr<PostgresRival> PostgresRival::Connect(const std::string&, int) { return nullptr; }

}  // namespace touchstone::bench
