#pragma once

#include <string_view>
#include <vector>

#include "touchstone/v1/rule_pack.pb.h"

// The rule packs and schemes that come with the program. All functions are thread-safe; the results
// live as long as the program.
namespace touchstone::judging {

// Every shipped rule pack and scheme, in the order of their files. All are valid.
const std::vector<v1::RulePack>& ShippedRulePacks();
const std::vector<v1::Scheme>& ShippedSchemes();

// The shipped pack or scheme with this id ("panel-trimmed"), or nullptr.
const v1::RulePack* FindShippedRulePack(std::string_view id);
const v1::Scheme* FindShippedScheme(std::string_view id);

}  // namespace touchstone::judging
