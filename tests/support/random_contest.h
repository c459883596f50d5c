#pragma once

#include <cstdint>

#include "touchstone/v1/archive.pb.h"

namespace touchstone::testing {

// An unsealed archive with a random history: panels that mark and seal, stale and repeated entries,
// refused ones of every kind, incidents and their revocation, re-scores, withdrawals, a lock with
// late entries, an unlock, decisions. The same seed gives the same archive.
v1::EventArchive RandomContest(std::uint64_t seed);

}  // namespace touchstone::testing
