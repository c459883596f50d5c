#pragma once

#include "tests/support/dice.h"
#include "touchstone/v1/archive.pb.h"

namespace touchstone::testing {

// An event without entries: one to three disciplines under the shipped packs (all four families,
// some with a setting changed) and shipped or made-up schemes, with companies, teams, entrants,
// judges and assignments. Some judges have an interest, some assignments have ended.
v1::EventArchive RandomSetup(Dice& dice);

}  // namespace touchstone::testing
