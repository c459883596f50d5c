#pragma once

#include "services/common/number.h"
#include "services/judging/rule_pack.h"
#include "services/judging/scoring.h"

namespace touchstone::judging {

// Points for what was measured, 0 to `max`, not rounded: the five calculations of WorldSkills' CIS.
//   PassFail             max for 1, else 0
//   NumberCompleted      max * measured / possible
//   DifferenceDeduction  max - deduction * floor(|measured - target| / step)
//   RangedScore          max - deduction of the first range that holds the value; outside of all: 0
//   Choice               max - deduction of the option with this number; no such option: 0
// Deductions in per cent are of `max`, a difference in per cent is of the target. Pure.
Number PointsOf(const Calculation& calculation, const Number& max, const Number& measured);

// How the derivation calls it.
Operation OperationOf(const Calculation& calculation);

}  // namespace touchstone::judging
