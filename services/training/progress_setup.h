#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/training/career_rules.h"
#include "services/training/wage_rules.h"
#include "touchstone/v1/training_progress.pb.h"

// Ladders and wage rules: what is wrong with one, and what the rules make of it. Pure.
namespace touchstone::training {

// Steps go upwards and name certificate types that there are. REQUEST_INVALID, REFERENCE_UNKNOWN.
absl::Status CheckLadder(const v1::Ladder& ladder);

// Each level and each grade once. REQUEST_INVALID.
absl::Status CheckWageRule(const v1::WageRule& rule);

std::vector<LadderRung> ToRungs(const v1::Ladder& ladder);
WageTable ToWageTable(const v1::WageRule& rule);

}  // namespace touchstone::training
