#pragma once

#include "tests/bench/redis_rival.h"

// Boards that many watch.
namespace touchstone::bench {

// How watchers reach the server.
enum class Door {
  kGrpc,     // a gRPC connection each
  kGateway,  // gRPC-Web over an HTTP/1.1 connection each
};

// P8: one change to many watchers. A change waits for the tick, which is not counted: the time is
// from the first watcher who has it to the last. `redis` may be null. Returns the time in
// milliseconds.
double FanOut(RedisRival* redis, Door door, int watchers);

// P8b: what marks lose while `watchers` watch a board that changes with every tick.
void MarksWhileWatched(int watchers);

}  // namespace touchstone::bench
