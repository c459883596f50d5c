#pragma once

#include "tests/bench/process.h"

namespace touchstone::bench {

// Seconds that a Redis server needs from its start to its first answer, with `marks` marks in its
// append-only file, each a SET of 150 bytes and a ZINCRBY in one MULTI. Negative without Redis.
double RedisLoadSeconds(const WorkFolder& work, int marks);

}  // namespace touchstone::bench
