#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "services/judging/rule_pack.h"

namespace touchstone::judging {

// What a file of golden vectors says that evaluation does not, one line for each difference, such
// as "a-usual-day: total is 80.61, not 80.60". Empty when everything agrees. `plant` changes the
// pack first: a fault that the vectors are meant to find.
std::vector<std::string> DifferencesFromGolden(
    const std::string& file_name, const std::function<void(RulePack&)>& plant = [](RulePack&) {});

}  // namespace touchstone::judging
