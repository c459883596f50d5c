#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Days of the calendar, without clocks and time zones. All are values; all functions are pure.
namespace touchstone::training {

// A moment: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Instant {
  std::int64_t micros = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

// A day of the proleptic Gregorian calendar, as it stands on a certificate; years 1 to 9999.
class CivilDate {
 public:
  CivilDate() = default;  // 1970-01-01

  // nullopt when there is no such day: 2023-02-29.
  static std::optional<CivilDate> Of(int year, int month, int day);
  // Reads "2024-02-29" and nothing else.
  static std::optional<CivilDate> Parse(std::string_view text);
  // Days since 1970-01-01, which is day 0.
  static CivilDate FromDays(std::int32_t days);

  std::int32_t days() const { return days_; }
  int year() const;
  int month() const;  // 1 to 12
  int day() const;    // 1 to 31
  std::string ToString() const;

  friend auto operator<=>(const CivilDate&, const CivilDate&) = default;

 private:
  explicit CivilDate(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

// The day that `instant` is at a place that is `utc_offset_seconds` ahead of UTC. A service asks
// the IANA time zone of the place for the offset at that instant; the rules never do.
CivilDate DateAt(Instant instant, int utc_offset_seconds);

// A length of time as a rule gives it: "6 years", "60 days".
struct Period {
  enum class Unit { kDays = 1, kMonths, kYears };
  int count = 0;
  Unit unit = Unit::kDays;
  friend bool operator==(const Period&, const Period&) = default;
};

// The corresponding day `period` later or earlier. When the month has no such day, the last day of
// the month: 2024-02-29 and 1 year make 2025-02-28; 2024-01-31 and 1 month make 2024-02-29.
CivilDate Later(CivilDate date, Period period);
CivilDate Earlier(CivilDate date, Period period);

// The last day of a period whose first day is `first`: the day before the corresponding day, or the
// last day of the month when the month has no such day. 6 years from 2020-05-12 end on 2026-05-11;
// 1 year from 2024-02-29 ends on 2025-02-28; 1 month from 2024-01-31 ends on 2024-02-29.
CivilDate LastDayOf(CivilDate first, Period period);

// The first day of the week of `date` as ISO 8601 has it: that Monday, or the one before.
CivilDate MondayOf(CivilDate date);

}  // namespace touchstone::training
