#pragma once

#include "absl/status/status.h"
#include "services/common/number.h"
#include "services/judging/rule_pack.h"

namespace touchstone::judging {

// Whether `value` may be entered for the item: MARK_ABOVE_MAXIMUM, MARK_BELOW_MINIMUM, or
// MARK_OFF_STEP for a fraction where whole numbers are counted, a value between two steps, and more
// than six decimals. Ranges: rule_pack.proto, SchemeItem.max and Calculation.
absl::Status CheckValue(const SchemeItem& item, const Number& value);

}  // namespace touchstone::judging
