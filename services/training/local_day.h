#pragma once

#include <string>

#include "services/training/civil_time.h"

namespace touchstone::training {

// Where nothing else is said.
inline constexpr char kDefaultTimeZone[] = "Asia/Shanghai";

// Whether the machine's time zone data base (IANA) has it.
bool IsTimeZone(const std::string& time_zone);

// Which day `instant` is in the time zone; an unknown or empty one is the default.
CivilDate DayAt(Instant instant, const std::string& time_zone);

// The first moment of `day` in the time zone; likewise.
Instant StartOf(CivilDate day, const std::string& time_zone);

}  // namespace touchstone::training
