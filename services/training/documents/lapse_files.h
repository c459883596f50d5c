#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/training/civil_time.h"
#include "touchstone/v1/training.pb.h"

// Certificates that lapse, as files for other programs. Pure.
namespace touchstone::training {

// A calendar (RFC 5545): an all-day event on each last day, with an alarm 30 days before. The id of
// an event is that of its certificate, so that a later calendar moves it. `now`: when it was made.
// Nothing when it would have more than `most_bytes`; empty when it cannot be made.
std::optional<std::string> LapseCalendar(const std::string& public_url,
                                         const std::vector<v1::Lapse>& lapses, Instant now,
                                         std::size_t most_bytes);

// A workbook (Office Open XML) with one sheet. A text that a spreadsheet could take for a formula
// begins with an apostrophe. INTERNAL when it cannot be made.
absl::StatusOr<std::string> LapseTable(const std::vector<v1::Lapse>& lapses);

}  // namespace touchstone::training
