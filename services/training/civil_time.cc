#include "services/training/civil_time.h"

#include <array>
#include <cstdio>

namespace touchstone::training {
namespace {

constexpr std::int32_t kDaysOf400Years = 146097;
constexpr std::int64_t kSecondsOfDay = 86400;
constexpr std::int64_t kMicrosOfSecond = 1'000'000;

struct Parts {
  int year = 1970;
  int month = 1;
  int day = 1;
};

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}

bool IsLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysOfMonth(int year, int month) {
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && IsLeap(year) ? 1 : 0);
}

// Days before 1 January of `year`, counted from 1 January of the year 1.
std::int32_t DaysBeforeYear(int year) {
  const int past = year - 1;
  return past * 365 + past / 4 - past / 100 + past / 400;
}

constexpr std::int32_t kDaysBefore1970 = 719162;

std::int32_t DaysOf(const Parts& parts) {
  std::int32_t days = DaysBeforeYear(parts.year) - kDaysBefore1970;
  for (int month = 1; month < parts.month; ++month) days += DaysOfMonth(parts.year, month);
  return days + parts.day - 1;
}

Parts PartsOf(std::int32_t days) {
  std::int32_t rest = days + kDaysBefore1970;
  Parts parts;
  // No year is longer than 366 days, so the guess is never too late and one or a few too early.
  parts.year = 400 * (rest / kDaysOf400Years) + (rest % kDaysOf400Years) / 366 + 1;
  while (DaysBeforeYear(parts.year + 1) <= rest) ++parts.year;
  rest -= DaysBeforeYear(parts.year);
  parts.month = 1;
  while (rest >= DaysOfMonth(parts.year, parts.month)) {
    rest -= DaysOfMonth(parts.year, parts.month);
    ++parts.month;
  }
  parts.day = rest + 1;
  return parts;
}

// The corresponding day `months` later (earlier when negative); whether there is one.
CivilDate Corresponding(CivilDate date, int months, bool& exists) {
  const Parts from = PartsOf(date.days());
  const auto count = std::int64_t{from.year} * 12 + from.month - 1 + months;
  Parts to;
  to.year = static_cast<int>(FloorDivide(count, 12));
  to.month = static_cast<int>(count - std::int64_t{to.year} * 12) + 1;
  const int last = DaysOfMonth(to.year, to.month);
  exists = from.day <= last;
  to.day = exists ? from.day : last;
  return CivilDate::FromDays(DaysOf(to));
}

int MonthsOf(Period period) {
  return period.unit == Period::Unit::kYears ? period.count * 12 : period.count;
}

bool ReadDigits(std::string_view text, int& value) {
  value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return true;
}

}  // namespace

std::optional<CivilDate> CivilDate::Of(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > DaysOfMonth(year, month)) return std::nullopt;
  return CivilDate(DaysOf({year, month, day}));
}

std::optional<CivilDate> CivilDate::Parse(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  if (!ReadDigits(text.substr(0, 4), year) || !ReadDigits(text.substr(5, 2), month) ||
      !ReadDigits(text.substr(8, 2), day)) {
    return std::nullopt;
  }
  return Of(year, month, day);
}

CivilDate CivilDate::FromDays(std::int32_t days) { return CivilDate(days); }

int CivilDate::year() const { return PartsOf(days_).year; }
int CivilDate::month() const { return PartsOf(days_).month; }
int CivilDate::day() const { return PartsOf(days_).day; }

std::string CivilDate::ToString() const {
  const Parts parts = PartsOf(days_);
  std::array<char, 40> text;
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", parts.year, parts.month, parts.day);
  return text.data();
}

CivilDate DateAt(Instant instant, int utc_offset_seconds) {
  const std::int64_t seconds = FloorDivide(instant.micros, kMicrosOfSecond) + utc_offset_seconds;
  return CivilDate::FromDays(static_cast<std::int32_t>(FloorDivide(seconds, kSecondsOfDay)));
}

CivilDate Later(CivilDate date, Period period) {
  if (period.unit == Period::Unit::kDays) return CivilDate::FromDays(date.days() + period.count);
  bool exists = false;
  return Corresponding(date, MonthsOf(period), exists);
}

CivilDate Earlier(CivilDate date, Period period) {
  return Later(date, {-period.count, period.unit});
}

CivilDate LastDayOf(CivilDate first, Period period) {
  bool exists = true;
  const CivilDate day = period.unit == Period::Unit::kDays
                            ? Later(first, period)
                            : Corresponding(first, MonthsOf(period), exists);
  return exists ? CivilDate::FromDays(day.days() - 1) : day;
}

CivilDate MondayOf(CivilDate date) {
  constexpr std::int64_t kFirstMonday = 4;  // 1970-01-05
  const auto weeks = FloorDivide(date.days() - kFirstMonday, 7);
  return CivilDate::FromDays(static_cast<std::int32_t>(weeks * 7 + kFirstMonday));
}

}  // namespace touchstone::training
