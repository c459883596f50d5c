// Built where hiredis is not installed.
#include "tests/bench/redis_rival.h"

namespace touchstone::bench {

std::unique_ptr<RedisRival> RedisRival::Connect(int) { return nullptr; }

}  // namespace touchstone::bench
