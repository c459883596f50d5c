#pragma once

#include <map>
#include <string>

#include "clients/cli/context.h"
#include "touchstone/v1/leaderboard.pb.h"

namespace touchstone::cli {

// Names for people of the labels of inputs, such as judges by their ids.
using LabelNames = std::map<std::string, std::string>;

// Prints how a total came about: a line for each step, under the step that it went into, with what
// went in, what was left out and why, the rounding, and the rule.
void PrintDerivation(const v1::Derivation& total, const LabelNames& names, Context& context);

}  // namespace touchstone::cli
