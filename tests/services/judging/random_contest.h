#pragma once

#include <string>

#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"

// Random rules and histories for properties; uses RapidCheck's generators.
namespace touchstone::judging {

// Three parts: judged work of a panel of 3 to 5 (points, faults, a judgement, a measurement), timed
// work in two attempts, and imported points with deductions. Weights, rounding points and ways to
// combine are random; every step that a pack can take occurs.
RulePack AnyPack();
Scheme AnyScheme();
Panels PanelsOf(const Scheme& scheme);

// Something that happens to the entrant, and the path that Reevaluate() has to be told.
struct Happening {
  std::string path;
  std::string text;  // for the report of a failure
};

// Applies a random entry: a mark, a null, "not attempted", a seal, a re-score, an incident, the
// revocation of one.
Happening HappenAnything(const ScoringRules& rules, const Panels& panels, EntrantSheets& sheets);

}  // namespace touchstone::judging
