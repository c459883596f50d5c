#pragma once

#include <vector>

#include "services/judging/cis_convert.h"
#include "touchstone/v1/rule_pack.pb.h"

namespace touchstone::judging {

// What a person should look at in a scheme before it is used. Warns, never refuses, because real
// published schemes carry such faults. Sums are exact. Codes, in this order:
//   TOTAL_NOT_100             CIS schemes: the aspects do not add up to 100
//   WSOS_SECTION              a section's aspects differ from what is declared
//   WSOS_VARIATION            the sum over the sections of |declared - actual|, when it is not 0
//   WSOS_SECTION_UNKNOWN      an item names a section that is not declared
//   JUDGEMENT_LEVELS          a judgement item has not exactly four level texts
//   MEASUREMENT_LEVELS        a measured item has level texts
//   ITEM_WORTH_NOTHING        full marks are 0
//   ITEM_REPEATED             two items of a block have the same wording and marks
//   ID_REPEATED               two elements beside each other have the same id
// Pure and thread-safe.
std::vector<SchemeWarning> LintScheme(const v1::Scheme& scheme);

// The same, and what the CIS file says about itself: CRITERION_MARKS (declared against the sum of
// the aspects), WSOS_STALE (the "Aspect Marks" stored in the file are not the sums of its aspects),
// CRITERION_SUM_STALE, and what was noticed while reading.
std::vector<SchemeWarning> LintCisImport(const CisImport& import);

}  // namespace touchstone::judging
